/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * Thrown by a wait that would exceed the maximum number of waiters of its event.
 *
 * @since 0.1.0
 * @see EventDefinition#maxWaiters()
 */
public class TooManyWaitersException extends IllegalStateException {

	/**
	 * Creates the exception.
	 * @param event the event, whose text is part of the message
	 */
	public TooManyWaitersException(Event event) {
		super(event + " has the maximum number of waiters. Wait for it later, or raise its maximum");
	}

}
