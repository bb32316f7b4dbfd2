/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.List;

import org.openjdk.jol.info.GraphLayout;

/**
 * A trial that measures the bytes held for a waiter beyond its thread: the objects
 * reachable from the gate and from the threads while they wait, compared with the same
 * threads before.
 */
final class FootprintTrial {

	private final Gate gate;

	private final int threads;

	FootprintTrial(Gate gate, int threads) {
		this.gate = gate;
		this.threads = threads;
	}

	void run() throws InterruptedException {
		Crowd crowd = new Crowd(this.threads, false, this.gate::await);
		this.gate.set();
		crowd.begin();
		crowd.awaitDone(Long.MAX_VALUE);
		this.gate.clear();
		List<Object> roots = new ArrayList<>(crowd.threads());
		roots.add(this.gate);
		GraphLayout before = GraphLayout.parseInstance(roots.toArray());
		crowd.begin();
		crowd.awaitAsleep();
		GraphLayout after = GraphLayout.parseInstance(roots.toArray());
		double bytes = 0;
		for (Class<?> type : after.getClasses()) {
			long more = after.getClassCounts().count(type) - before.getClassCounts().count(type);
			// Other growth belongs to the JVM, which still loads classes.
			if (more > this.threads / 2) {
				bytes += after.getClassSizes().count(type) - before.getClassSizes().count(type);
				System.err.println(type.getName() + " " + more);
			}
		}
		Trial.report("bytes", bytes / this.threads);
	}

}
