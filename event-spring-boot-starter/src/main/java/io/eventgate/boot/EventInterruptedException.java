/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

/**
 * Thrown to the caller of a method with {@link AwaitEvent @AwaitEvent} that was
 * interrupted while it waited, if the method does not declare
 * {@link InterruptedException}. The thread's interrupt status is set; the method was not
 * called.
 *
 * @since 0.1.0
 */
public class EventInterruptedException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param eventName the name of the event
	 * @param cause the interruption
	 */
	public EventInterruptedException(String eventName, InterruptedException cause) {
		super("Interrupted while waiting for event '" + eventName + "'", cause);
	}

}
