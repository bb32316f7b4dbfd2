/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

/**
 * A gate for a thread of another process. Both processes create one: one opens and closes
 * it, the other waits. Gates are open as long as the process runs.
 */
interface Gate {

	/** Releases the waiter. */
	void open() throws Exception;

	/** Closes the gate for later waits. */
	void close(int round) throws Exception;

	/** Waits until the gate is open. */
	void await() throws Exception;

	/** Waits until the gate is closed in this process. */
	default void awaitClosed() throws Exception {
	}

}
