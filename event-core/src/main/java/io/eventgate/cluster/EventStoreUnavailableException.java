/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store that holds an event does not answer or refuses an operation. The
 * operation will not happen later, and the event of this instance is unchanged. The only
 * exception is a database whose commit is held up: it may still happen, and the outcome
 * is then {@linkplain #isOutcomeUnknown() unknown}.
 *
 * @since 0.1.0
 */
public class EventStoreUnavailableException extends RuntimeException {

	/** The name of the event, or {@code null} for all events. */
	private final @Nullable String event;

	/** The operation that failed. */
	private final String operation;

	/** Whether the operation may have happened before it was given up. */
	private final boolean outcomeUnknown;

	/**
	 * Creates the exception.
	 * @param event the event, or {@code null} if the operation concerns all of them
	 * @param operation the operation that failed, such as {@code set}
	 * @param outcomeUnknown whether the operation may have happened before it was given
	 * up
	 * @param message the problem, for an operator
	 * @param cause the error of the store, or {@code null}
	 */
	public EventStoreUnavailableException(@Nullable String event, String operation, boolean outcomeUnknown,
			String message, @Nullable Throwable cause) {
		super(message, cause);
		this.event = event;
		this.operation = operation;
		this.outcomeUnknown = outcomeUnknown;
	}

	/**
	 * Returns the name of the event.
	 * @return the name, or empty if the operation concerned all events
	 */
	public Optional<String> getEvent() {
		return Optional.ofNullable(this.event);
	}

	/**
	 * Returns the operation that failed.
	 * @return the operation, such as {@code set}
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * Returns whether it is unknown if the operation <em>had</em> happened: the command
	 * was sent, the answer was lost, and the store could not be read again before the
	 * time-out. It can no longer happen in this case either, unless a database is just
	 * committing it. If it had happened, other instances may have seen it, and this one
	 * will when it reaches the store again.
	 * @return {@code true} if it may have happened, {@code false} if it certainly did not
	 */
	public boolean isOutcomeUnknown() {
		return this.outcomeUnknown;
	}

}
