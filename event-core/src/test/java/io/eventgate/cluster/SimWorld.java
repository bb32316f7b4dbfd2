/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A world with one thread and simulated time, which advances when no task is due. All
 * random numbers derive from a seed, so that the same seed leads to the same history.
 */
final class SimWorld {

	static final long MILLI = 1_000_000;

	static final long SECOND = 1_000 * MILLI;

	private static final int REMEMBERED = 4000;

	final Random random;

	private final PriorityQueue<Task> tasks = new PriorityQueue<>();

	private final Deque<String> trace = new ArrayDeque<>();

	private final boolean tracing;

	private long now;

	private long count;

	SimWorld(long seed, boolean tracing) {
		// Multiplied, because the first numbers of neighbouring seeds are nearly equal.
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
		this.tracing = tracing;
	}

	long now() {
		return this.now;
	}

	/**
	 * Runs a task later.
	 * @return a task that cancels it
	 */
	Runnable after(long nanos, Runnable action) {
		Task task = new Task(this.now + Math.max(0, nanos), this.count++, action);
		this.tasks.add(task);
		return () -> task.cancelled = true;
	}

	/** Advances the time to the given one. */
	void runUntil(long time) {
		for (Task task = this.tasks.peek(); task != null && task.time <= time; task = this.tasks.peek()) {
			this.tasks.remove();
			if (!task.cancelled) {
				this.now = task.time;
				task.action.run();
			}
		}
		this.now = time;
	}

	/** Returns a random duration between the two. */
	long between(long least, long most) {
		return least + (long) (this.random.nextDouble() * (most - least));
	}

	boolean chance(double probability) {
		return probability > 0 && this.random.nextDouble() < probability;
	}

	void log(Supplier<String> line) {
		if (this.tracing) {
			if (this.trace.size() == REMEMBERED) {
				this.trace.remove();
			}
			this.trace.add(String.format("%10.3f ms  %s", this.now / (double) MILLI, line.get()));
		}
	}

	String trace() {
		return String.join("\n", this.trace);
	}

	private static final class Task implements Comparable<Task> {

		final long time;

		final long number;

		final Runnable action;

		boolean cancelled;

		Task(long time, long number, Runnable action) {
			this.time = time;
			this.number = number;
			this.action = action;
		}

		@Override
		public int compareTo(Task other) {
			int byTime = Long.compare(this.time, other.time);
			return (byTime != 0) ? byTime : Long.compare(this.number, other.number);
		}

	}

}
