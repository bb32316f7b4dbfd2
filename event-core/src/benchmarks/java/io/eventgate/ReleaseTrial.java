/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * A trial that measures the time until the last of many waiters runs, and the time of
 * {@code set()} itself.
 */
final class ReleaseTrial {

	private final Gate gate;

	private final boolean virtual;

	private final int threads;

	private final int repetitions;

	ReleaseTrial(Gate gate, boolean virtual, int threads, int repetitions) {
		this.gate = gate;
		this.virtual = virtual;
		this.threads = threads;
		this.repetitions = repetitions;
	}

	/**
	 * Measures.
	 * @param then the next step of released threads: {@code end}, or wait {@code again}
	 * for the next round
	 */
	void run(String then) throws InterruptedException {
		int rounds = then.equals("end") ? 1 : Integer.MAX_VALUE;
		double[] last = new double[this.repetitions];
		double[] set = new double[this.repetitions];
		Crowd crowd = new Crowd(this.threads, this.virtual, rounds, this.gate::await);
		for (int i = -this.repetitions / 2; i < this.repetitions; i++) {
			crowd.begin();
			crowd.awaitAsleep();
			long began = System.nanoTime();
			this.gate.set();
			long returned = System.nanoTime();
			long done = crowd.awaitDone(Long.MAX_VALUE);
			this.gate.clear();
			if (i >= 0) {
				last[i] = done - began;
				set[i] = returned - began;
			}
			if (rounds == 1) {
				crowd.awaitEnd();
				crowd = new Crowd(this.threads, this.virtual, rounds, this.gate::await);
			}
		}
		Trial.report("last", Sample.median(last));
		Trial.report("set", Sample.median(set));
	}

}
