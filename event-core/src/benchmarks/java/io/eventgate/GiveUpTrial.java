/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.TimeUnit;

/**
 * A trial with many waits that time out or are interrupted at the same moment. It
 * measures the delay until the last one returns.
 */
final class GiveUpTrial {

	private static final int WARM_UP_THREADS = 2_000;

	private static final int WARM_UP_ROUNDS = 5;

	private final Gate gate;

	private final String how;

	private final boolean virtual;

	private final int threads;

	private final long limit;

	private volatile long deadline;

	/** Whether a thread entered after the deadline. */
	private volatile boolean late;

	GiveUpTrial(Gate gate, String how, boolean virtual, int threads, int limitSeconds) {
		this.gate = gate;
		this.how = how;
		this.virtual = virtual;
		this.threads = threads;
		this.limit = TimeUnit.SECONDS.toNanos(limitSeconds);
	}

	void run() throws InterruptedException {
		warmUp();
		long lateness = measure(new Crowd(this.threads, this.virtual, this::giveUp));
		if (lateness < 0) {
			Trial.reportAtLeast("last", this.limit);
		}
		else {
			Trial.report("last", lateness);
		}
	}

	/** Measures the additional time of a larger group. */
	static void growth(Gate gate, String how, int fewer, int more) throws InterruptedException {
		GiveUpTrial trial = new GiveUpTrial(gate, how, true, more, Integer.MAX_VALUE);
		trial.warmUp();
		double[] ratios = new double[3];
		Crowd small = new Crowd(fewer, true, trial::giveUp);
		Crowd large = new Crowd(more, true, trial::giveUp);
		for (int i = 0; i < ratios.length; i++) {
			double base = trial.measure(small);
			ratios[i] = trial.measure(large) / base;
		}
		Trial.report("growth", Sample.median(ratios));
	}

	private void warmUp() throws InterruptedException {
		Crowd crowd = new Crowd(WARM_UP_THREADS, this.virtual, this::giveUp);
		for (int i = 0; i < WARM_UP_ROUNDS; i++) {
			measure(crowd);
		}
	}

	/** Returns the delay of the last one, or -1 if it exceeds the limit. */
	private long measure(Crowd crowd) throws InterruptedException {
		// Long enough for all threads to park before. Otherwise the round is repeated.
		long lead = TimeUnit.MICROSECONDS.toNanos(300_000 + crowd.size() * (this.virtual ? 5L : 50L));
		while (true) {
			this.late = false;
			long lateness = this.how.equals("interrupt") ? interrupt(crowd) : timeOut(crowd, lead);
			if (!this.late) {
				return lateness;
			}
			lead *= 2;
		}
	}

	private long interrupt(Crowd crowd) throws InterruptedException {
		this.deadline = Long.MAX_VALUE;
		crowd.begin();
		crowd.awaitAsleep();
		long began = System.nanoTime();
		crowd.threads().forEach(Thread::interrupt);
		long done = crowd.awaitDone(this.limit);
		return (done == -1) ? -1 : done - began;
	}

	private long timeOut(Crowd crowd, long lead) throws InterruptedException {
		this.deadline = System.nanoTime() + lead;
		crowd.begin();
		TimeUnit.NANOSECONDS.sleep(this.deadline - System.nanoTime());
		long done = crowd.awaitDone(this.limit);
		return (done == -1) ? -1 : done - this.deadline;
	}

	private void giveUp() throws InterruptedException {
		if (this.deadline == Long.MAX_VALUE) {
			this.gate.await();
			return;
		}
		long left = this.deadline - System.nanoTime();
		if (left <= 0) {
			this.late = true;
		}
		this.gate.await(left);
	}

}
