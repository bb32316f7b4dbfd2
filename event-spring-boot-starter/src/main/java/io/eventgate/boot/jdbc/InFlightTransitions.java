/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.eventgate.cluster.StateStore.RefusedException;

/**
 * The transitions of this instance that have been pending for long, or whose answer was
 * lost. One of them may have passed the check of the clock, and then hang in its commit,
 * for instance because a disk or a synchronous copy is slow. Until the commit ends, a
 * read does not show the outcome.
 */
final class InFlightTransitions {

	private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

	private final long suspicious;

	private final long forgotten;

	InFlightTransitions(Duration timeout) {
		this.suspicious = timeout.toNanos() / 2;
		this.forgotten = timeout.toNanos() * 2;
	}

	/** Called when a transition is sent. */
	@SuppressWarnings("FutureReturnValueIgnored") // for its effect only
	void add(String event, CompletableFuture<?> outcome) {
		Sent entry = new Sent(event, System.nanoTime());
		this.sent.add(entry);
		outcome.whenComplete((result, failure) -> {
			if (failure == null || failure instanceof RefusedException) {
				this.sent.remove(entry);
			}
		});
	}

	/**
	 * Returns whether a transition of an event may still be committed, so that a read
	 * must wait.
	 */
	boolean mayCommit(String event) {
		long now = System.nanoTime();
		this.sent.removeIf((each) -> now - each.nanos > this.forgotten);
		return this.sent.stream().anyMatch((each) -> now - each.nanos > this.suspicious && event.equals(each.event));
	}

	private static final class Sent {

		final String event;

		final long nanos;

		Sent(String event, long nanos) {
			this.event = event;
			this.nanos = nanos;
		}

	}

}
