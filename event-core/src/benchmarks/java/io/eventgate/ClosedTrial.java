/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * A trial with a gate that stays closed while timed waits come and go beside a long one.
 * It measures the time of each and the growth of the heap.
 */
final class ClosedTrial {

	private static final long TIMEOUT = 20_000;

	private final Gate gate;

	private final int threads;

	private final int waits;

	ClosedTrial(Gate gate, int threads, int waits) {
		this.gate = gate;
		this.threads = threads;
		this.waits = waits;
	}

	void run() throws InterruptedException {
		Crowd standing = new Crowd(1, false, this.gate::await);
		standing.begin();
		standing.awaitAsleep();
		int each = this.waits / this.threads;
		pass(each / 10);
		long before = Heap.used();
		double nanos = pass(each);
		Trial.report("wait", nanos / each / this.threads);
		Trial.report("growth", Math.max(0, Heap.used() - before));
	}

	private long pass(int each) throws InterruptedException {
		Crowd crowd = new Crowd(this.threads, false, () -> {
			for (int i = 0; i < each; i++) {
				this.gate.await(TIMEOUT);
			}
		});
		long began = System.nanoTime();
		crowd.begin();
		return crowd.awaitDone(Long.MAX_VALUE) - began;
	}

}
