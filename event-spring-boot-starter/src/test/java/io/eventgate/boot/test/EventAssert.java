/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.Event;
import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on an {@link Event}: <pre>{@code
 * import static io.eventgate.boot.test.EventAssert.assertThat;
 *
 * assertThat(ordersOpen).isSet().hasNoWaiters();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class EventAssert extends AbstractObjectAssert<EventAssert, @Nullable Event> {

	private static final long POLL_NANOS = 1_000_000;

	private EventAssert(@Nullable Event actual) {
		super(actual, EventAssert.class);
	}

	/**
	 * Starts assertions on an event.
	 * @param actual the event
	 * @return the assertions
	 */
	public static EventAssert assertThat(@Nullable Event actual) {
		return new EventAssert(actual);
	}

	/**
	 * Verifies that the event is set.
	 * @return this
	 */
	public EventAssert isSet() {
		if (!event().isSet()) {
			throw failure("Expecting %s to be set", this.actual);
		}
		return this;
	}

	/**
	 * Verifies that the event is set now or within the given time.
	 * @param timeout the longest time to wait
	 * @return this
	 */
	public EventAssert isSetWithin(Duration timeout) {
		try {
			if (!event().await(timeout)) {
				throw failure("Expecting %s to be set within %s", this.actual, timeout);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure("Interrupted while expecting %s to be set", this.actual);
		}
		return this;
	}

	/**
	 * Verifies that the event is clear.
	 * @return this
	 */
	public EventAssert isClear() {
		if (event().isSet()) {
			throw failure("Expecting %s to be clear", this.actual);
		}
		return this;
	}

	/**
	 * Verifies that the event is shut down.
	 * @return this
	 */
	public EventAssert isShutdown() {
		if (!event().isShutdown()) {
			throw failure("Expecting %s to be shut down", this.actual);
		}
		return this;
	}

	/**
	 * Verifies the number of waiters of the event.
	 * @param expected the number of threads and futures
	 * @return this
	 */
	public EventAssert hasWaiters(int expected) {
		int waiters = event().getQueueLength();
		if (waiters != expected) {
			throw failureWithActualExpected(waiters, expected, "Expecting %s to have %s waiters, but it has %s",
					this.actual, expected, waiters);
		}
		return this;
	}

	/**
	 * Verifies the number of waiters now or within the given time, for threads that are
	 * still on their way to the event.
	 * @param timeout the longest time to wait
	 * @param expected the number of threads and futures
	 * @return this
	 */
	public EventAssert hasWaitersWithin(Duration timeout, int expected) {
		long start = System.nanoTime();
		long nanos = TimeUnit.NANOSECONDS.convert(timeout);
		while (event().getQueueLength() != expected && System.nanoTime() - start < nanos) {
			LockSupport.parkNanos(POLL_NANOS);
			if (Thread.currentThread().isInterrupted()) {
				throw failure("Interrupted while expecting %s to have %s waiters", this.actual, expected);
			}
		}
		return hasWaiters(expected);
	}

	/**
	 * Verifies that the event has no waiters.
	 * @return this
	 */
	public EventAssert hasNoWaiters() {
		return hasWaiters(0);
	}

	private Event event() {
		isNotNull();
		if (this.actual == null) {
			throw new AssertionError();
		}
		return this.actual;
	}

}
