/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.locks.LockSupport;

/**
 * A trial with very many virtual threads that wait once, are released and end. It
 * measures time and memory.
 */
final class ParkTrial {

	private final Gate gate;

	private final int threads;

	ParkTrial(Gate gate, int threads) {
		this.gate = gate;
		this.threads = threads;
	}

	void run() throws InterruptedException {
		long before = Heap.used();
		Crowd crowd = new Crowd(this.threads, true, 1, this.gate::await);
		long began = System.nanoTime();
		crowd.begin();
		crowd.awaitAsleep();
		Trial.report("park", (double) (System.nanoTime() - began) / this.threads);
		Trial.report("bytes", (double) (Heap.used() - before) / this.threads);
		began = System.nanoTime();
		this.gate.set();
		if (this.gate instanceof BareGate) {
			crowd.threads().forEach(LockSupport::unpark);
		}
		Trial.report("release", (double) (crowd.awaitDone(Long.MAX_VALUE) - began) / this.threads);
	}

}
