/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import java.time.Duration;

/**
 * Thrown to the caller of a method with {@link AwaitEvent @AwaitEvent} when the event was
 * not set in time. The method was not called.
 *
 * @since 0.1.0
 */
public class EventTimeoutException extends RuntimeException {

	/** The name of the event. */
	private final String eventName;

	/** The time that the call waited. */
	private final Duration timeout;

	/**
	 * Creates the exception.
	 * @param eventName the name of the event
	 * @param timeout how long the call waited
	 */
	public EventTimeoutException(String eventName, Duration timeout) {
		super("Event '" + eventName + "' was not set within " + timeout);
		this.eventName = eventName;
		this.timeout = timeout;
	}

	/**
	 * Returns the name of the event.
	 * @return the name of the event
	 */
	public String getEventName() {
		return this.eventName;
	}

	/**
	 * Returns how long the call waited.
	 * @return the time-out
	 */
	public Duration getTimeout() {
		return this.timeout;
	}

}
