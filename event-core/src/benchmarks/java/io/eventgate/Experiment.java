/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import org.openjdk.jmh.runner.RunnerException;

/**
 * An experiment that several peers take part in.
 *
 * @param name its name, by which rows refer to it
 * @param peers the peers that take part
 * @param rounds the number of JVMs for each of event, latch and bare, in turn; others get
 * half
 * @param virtual whether it needs virtual threads
 * @param measurement the measurement
 */
record Experiment(String name, Set<Peer> peers, int rounds, boolean virtual, Measurement measurement) {

	boolean isPossible() {
		return !this.virtual || Crowd.canBeVirtual();
	}

	boolean includes(Peer peer, int round) {
		boolean leading = peer == Peer.EVENT || peer == Peer.LATCH || peer == Peer.BARE;
		return this.peers.contains(peer) && (!this.virtual || peer.hasRoomForVirtualThreads())
				&& (leading || round < (this.rounds + 1) / 2);
	}

	/** Measures one peer once, in a JVM that is started for it. */
	interface Measurement {

		List<Sample> measure(Peer peer) throws IOException, RunnerException, InterruptedException;

	}

}
