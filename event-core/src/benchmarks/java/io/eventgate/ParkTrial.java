package io.eventgate;

import java.util.concurrent.locks.LockSupport;

/**
 * A great many virtual threads that wait and are released: time and memory.
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
		Crowd crowd = new Crowd(this.threads, true, this.gate::await);
		long began = System.nanoTime();
		crowd.begin();
		crowd.awaitAsleep();
		Trial.report("park", (double) (System.nanoTime() - began) / this.threads);
		Trial.report("bytes", (double) (Heap.used() - before) / this.threads);
		began = System.nanoTime();
		this.gate.set();
		if (this.gate instanceof ParkGate) {
			crowd.threads().forEach(LockSupport::unpark);
		}
		double nanos = crowd.awaitDone(Long.MAX_VALUE) - began;
		Trial.report("last", nanos);
		Trial.report("release", nanos / this.threads);
	}

}
