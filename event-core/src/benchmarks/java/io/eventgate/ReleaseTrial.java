package io.eventgate;

/**
 * How long it takes until the last of many waiters runs, and how long {@code set()} takes
 * for itself.
 */
final class ReleaseTrial {

	private final Gate gate;

	private final Crowd crowd;

	private final int repetitions;

	ReleaseTrial(Gate gate, boolean virtual, int threads, int repetitions) {
		this.gate = gate;
		this.crowd = new Crowd(threads, virtual, gate::await);
		this.repetitions = repetitions;
	}

	void run() throws InterruptedException {
		double[] last = new double[this.repetitions];
		double[] set = new double[this.repetitions];
		for (int i = -this.repetitions / 2; i < this.repetitions; i++) {
			this.crowd.begin();
			this.crowd.awaitAsleep();
			long began = System.nanoTime();
			this.gate.set();
			long returned = System.nanoTime();
			long done = this.crowd.awaitDone(Long.MAX_VALUE);
			this.gate.clear();
			if (i >= 0) {
				last[i] = done - began;
				set[i] = returned - began;
			}
		}
		Trial.report("last", Sample.median(last));
		Trial.report("set", Sample.median(set));
	}

}
