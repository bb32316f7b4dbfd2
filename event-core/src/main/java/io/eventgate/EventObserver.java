/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * An observer of the transitions and waits of an {@link Event}. It is called in the
 * thread that causes the notification, after the event has changed and the waiters have
 * been woken, outside any internal state: it may call the event, and delays only the
 * caller. An exception of an observer is logged, and harms neither the event nor other
 * observers. When transitions follow each other in different threads, their notifications
 * may overtake each other.
 *
 * @since 0.1.0
 */
public interface EventObserver {

	/**
	 * Called after the event changed. A call that changes nothing, such as {@code set()}
	 * on a set event, causes no notification.
	 * @param event the event
	 * @param transition the change
	 */
	default void onTransition(Event event, Transition transition) {
	}

	/**
	 * Called before a wait blocks, in the thread that waits or asks for a future. The
	 * wait does not count as a waiter yet, but its time is running. A wait that does not
	 * block causes no notification.
	 * @param event the event
	 * @return a consumer that is called with the outcome of this wait, in the thread that
	 * ends it, or {@code null}
	 */
	default @Nullable Consumer<WaitOutcome> onBlock(Event event) {
		return null;
	}

	/**
	 * Called before a wait blocks the current thread, after {@link #onBlock}. Not called
	 * for a wait that completes a future and holds no thread. A thread that waits for
	 * several events together causes a call for each of them.
	 * @param event the event
	 * @return a consumer that is called with the outcome of this wait, in the thread that
	 * ends it, or {@code null}
	 */
	default @Nullable Consumer<WaitOutcome> onThreadBlock(Event event) {
		return null;
	}

	/**
	 * Called after a wait that had blocked ended.
	 * @param event the event
	 * @param outcome the outcome of the wait
	 * @param nanos the duration of the wait, in nanoseconds
	 */
	default void onWait(Event event, WaitOutcome outcome, long nanos) {
	}

	/**
	 * Called once, after the event was shut down.
	 * @param event the event
	 */
	default void onShutdown(Event event) {
	}

}
