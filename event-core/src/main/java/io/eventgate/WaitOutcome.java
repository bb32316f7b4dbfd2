/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * The outcome of a wait that blocked.
 *
 * @since 0.1.0
 */
public enum WaitOutcome {

	/** Released by {@code set()} or {@code pulse()}. */
	SET,

	/** The time ran out. */
	TIMEOUT,

	/** The thread was interrupted, or the future was cancelled. */
	INTERRUPTED,

	/** The event was shut down. */
	SHUTDOWN,

	/** The event had the maximum number of waiters, and the wait ended at once. */
	REJECTED

}
