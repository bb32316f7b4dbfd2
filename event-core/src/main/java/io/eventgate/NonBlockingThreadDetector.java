/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ServiceLoader;

/**
 * A detector of threads that must not block, for instance those of an event loop. A wait
 * that would block such a thread throws {@link IllegalStateException} at once, because
 * the thread may be the one that has to handle the request to set the event.
 * Implementations are loaded by {@link ServiceLoader}, with the class loader of this
 * interface, when the first event or {@link EventRegistry} is created.
 *
 * @since 0.1.0
 */
public interface NonBlockingThreadDetector {

	/**
	 * Returns whether the current thread must not block. Called whenever a wait is about
	 * to block the current thread, not for waits that return at once, so it must be fast.
	 * It must not wait for an event. If it throws, the exception is logged and other
	 * detectors decide.
	 * @return {@code true} if the current thread must not block
	 */
	boolean isInNonBlockingThread();

}
