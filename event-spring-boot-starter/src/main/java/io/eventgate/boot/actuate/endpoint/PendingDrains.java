/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The requests that clear an event and wait for its calls. Safe for use by any number of
 * threads.
 */
final class PendingDrains {

	/** The maximum number of drains at a time. */
	static final int MAX = 100;

	private final Semaphore permits = new Semaphore(MAX);

	/** The actions that end the pending ones. */
	private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Begins a drain, unless there are too many.
	 * @param drain clears the event
	 * @param stopped returns the answer if the application stops before the drain has
	 * ended
	 * @throws RejectedExecutionException if there are too many; nothing was cleared
	 */
	<T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> drain, Supplier<T> stopped) {
		if (!this.permits.tryAcquire()) {
			throw new RejectedExecutionException(MAX + " drains are pending. Try again later");
		}
		CompletableFuture<T> answer;
		try {
			answer = drain.get();
		}
		catch (RuntimeException | Error ex) {
			this.permits.release();
			throw ex;
		}
		Runnable end = () -> answer.complete(stopped.get());
		this.ends.add(end);
		CompletableFuture<?> unused = answer.whenComplete((result, failure) -> {
			this.ends.remove(end);
			this.permits.release();
		});
		if (this.closed) {
			end.run();
		}
		return answer;
	}

	void close() {
		this.closed = true;
		this.ends.forEach(Runnable::run);
	}

}
