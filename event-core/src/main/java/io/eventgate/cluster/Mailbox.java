/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A serial executor, which runs tasks one after the other in the thread that first asks
 * for it. So the state that only tasks access needs no lock, and an answer of the store
 * is handled without a change of threads.
 */
final class Mailbox {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final Consumer<Runnable> runner;

	/**
	 * Creates an empty mailbox.
	 * @param runner runs a task; only an error of the JVM is rethrown, when all have run
	 */
	Mailbox(Consumer<Runnable> runner) {
		this.runner = runner;
	}

	/** Adds a task, which is run by the next {@link #drain()}. */
	void add(Runnable task) {
		this.tasks.add(task);
	}

	boolean isEmpty() {
		return this.tasks.isEmpty();
	}

	/** Runs the added tasks, unless another thread does and will run them. */
	void drain() {
		boolean unused = drain(false, Long.MAX_VALUE);
	}

	/**
	 * Makes the current thread the one that drains next.
	 * @return {@code false} if another thread drains already
	 */
	boolean claim() {
		return this.requests.compareAndSet(0, 1);
	}

	/** Gives up a claim; the tasks wait for the next thread that drains. */
	void abandon() {
		this.requests.set(0);
	}

	/**
	 * Like {@link #drain()} with a limit, for a thread that has other work.
	 * @param claimed whether the current thread has {@link #claim() claimed} to drain
	 * @param max the maximum number of tasks to run
	 * @return whether tasks are left, which another thread has to drain
	 */
	boolean drain(boolean claimed, long max) {
		if (!claimed && this.requests.getAndIncrement() != 0) {
			return false;
		}
		Error failure = null;
		boolean done = false;
		try {
			long left = max;
			do {
				for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
					try {
						this.runner.accept(task);
					}
					catch (Error ex) {
						failure = (failure != null) ? failure : ex;
					}
					if (--left == 0) {
						// A thread that came meanwhile has added a task before, and left
						// it to this thread: it is found below.
						this.requests.set(0);
						done = true;
						return !this.tasks.isEmpty();
					}
				}
			}
			while (this.requests.decrementAndGet() > 0);
			done = true;
		}
		finally {
			if (!done) {
				abandon(); // The stack is exhausted, for instance; others must drain.
			}
		}
		if (failure != null) {
			throw failure;
		}
		return false;
	}

	void execute(Runnable task) {
		add(task);
		drain();
	}

}
