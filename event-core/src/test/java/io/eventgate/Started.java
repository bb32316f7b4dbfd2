/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A call in a thread of its own. Waits for its result have a generous time limit, and
 * report the stack trace of the thread if it is exceeded.
 */
final class Started<T extends @Nullable Object> {

	private static final long BOUND_SECONDS = 40;

	private static final long POLL_NANOS = 20_000;

	private final FutureTask<T> task;

	private final Thread thread;

	private Started(FutureTask<T> task, Thread thread) {
		this.task = task;
		this.thread = thread;
	}

	/** Starts a platform thread. */
	static <T extends @Nullable Object> Started<T> call(Callable<T> body) {
		FutureTask<T> task = new FutureTask<>(body);
		Thread thread = new Thread(task, "test-call");
		thread.setDaemon(true);
		thread.start();
		return new Started<>(task, thread);
	}

	/** Starts a platform thread that returns nothing. */
	static Started<Boolean> run(Action body) {
		return call(() -> {
			body.run();
			return true;
		});
	}

	Thread thread() {
		return this.thread;
	}

	boolean isDone() {
		return this.task.isDone();
	}

	/** Returns the result of the call. */
	T result() {
		try {
			return get();
		}
		catch (ExecutionException ex) {
			throw new AssertionError("The call failed: " + ex.getCause(), ex.getCause());
		}
	}

	/** Returns the exception that the call threw. */
	Throwable failure() {
		try {
			throw new AssertionError("The call did not fail but returned " + get());
		}
		catch (ExecutionException ex) {
			return (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	private T get() throws ExecutionException {
		try {
			return this.task.get(BOUND_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			AssertionError stuck = new AssertionError(
					"The call has not ended within " + BOUND_SECONDS + " s; this is the stack trace of its thread");
			stuck.setStackTrace(this.thread.getStackTrace());
			throw stuck;
		}
		catch (InterruptedException ex) {
			throw new AssertionError("The test was interrupted while it waited for a call", ex);
		}
	}

	/** Waits until a condition holds. */
	static void until(String what, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(BOUND_SECONDS)) {
				throw new AssertionError("Not within " + BOUND_SECONDS + " s: " + what);
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	/** Waits until the event has that many waiters. */
	static void untilWaiting(Event event, int count) {
		until(count + " waiters of " + event, () -> event.getQueueLength() == count);
	}

	/** A {@link Runnable} that may throw. */
	interface Action {

		void run() throws Exception;

	}

}
