package io.eventgate;

import java.util.concurrent.TimeUnit;

/**
 * Many waits that time out, or are interrupted, at the same moment: how much later the
 * last one returns.
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

	/** How much more a larger crowd takes. */
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

	private long measure(Crowd crowd) throws InterruptedException {
		// Long enough for all to be asleep by then, see giveUp().
		this.deadline = System.nanoTime()
				+ TimeUnit.MICROSECONDS.toNanos(300_000 + 6L * crowd.threads().size() * (this.virtual ? 1 : 10));
		crowd.begin();
		long began = this.deadline;
		if (this.how.equals("interrupt")) {
			crowd.awaitAsleep();
			began = System.nanoTime();
			crowd.threads().forEach(Thread::interrupt);
		}
		else {
			TimeUnit.NANOSECONDS.sleep(this.deadline - System.nanoTime());
		}
		long done = crowd.awaitDone(this.limit);
		return (done == -1) ? -1 : done - began;
	}

	private void giveUp() throws InterruptedException {
		if (this.how.equals("interrupt")) {
			this.gate.await();
			return;
		}
		long left = this.deadline - System.nanoTime();
		if (left <= 0) {
			System.err.println("A thread began to wait too late");
			Runtime.getRuntime().halt(1);
		}
		this.gate.await(left);
	}

}
