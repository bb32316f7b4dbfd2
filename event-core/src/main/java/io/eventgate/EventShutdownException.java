/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * Thrown by waits that {@link Event#shutdown()} ends, and by later waits that would
 * block.
 *
 * @since 0.1.0
 */
public class EventShutdownException extends IllegalStateException {

	/**
	 * Creates the exception.
	 * @param event the event that is shut down, whose text is part of the message
	 */
	public EventShutdownException(Event event) {
		super(event + " is shut down and releases no waiters");
	}

}
