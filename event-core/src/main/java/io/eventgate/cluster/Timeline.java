/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

/**
 * The only source of time, timers, threads and random numbers of the engine, so that it
 * can run in a simulated world.
 */
interface Timeline extends AutoCloseable {

	/** Returns the time in nanoseconds, like {@link System#nanoTime()}. */
	long nanoTime();

	/**
	 * Runs a task of the engine later.
	 * @return an action that cancels the task
	 */
	Runnable schedule(Runnable task, long nanos);

	/**
	 * Runs a task of the engine soon, in a thread of the engine: one of the application
	 * may have little stack left.
	 */
	void execute(Runnable task);

	/**
	 * Runs code of users soon, in a thread that may block without delaying the engine.
	 * Not called after {@link #close()}, which lets earlier code run.
	 */
	void handOver(Runnable userCode);

	/** Returns a random number that is at least 0 and less than 1. */
	double random();

	@Override
	void close();

}
