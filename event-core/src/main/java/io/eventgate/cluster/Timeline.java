package io.eventgate.cluster;

/**
 * Where the engine gets the time, timers, threads and chance from, and nowhere else, so
 * that it can be run in a simulated world.
 */
interface Timeline extends AutoCloseable {

	/** The time in nanoseconds, as {@link System#nanoTime()}. */
	long nanoTime();

	/**
	 * Runs a task of the engine later.
	 * @return cancels it
	 */
	Runnable schedule(Runnable task, long nanos);

	/**
	 * Runs code of users soon, in a thread that may block without harm to the engine. Not
	 * called after {@link #close()}, which lets earlier code run.
	 */
	void handOver(Runnable userCode);

	/** A number that is at least 0 and less than 1. */
	double random();

	@Override
	void close();

}
