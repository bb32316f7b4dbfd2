package io.eventgate;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens at an {@link Event}. Called in the thread that did it, after the
 * event has changed and the waiters have been woken, outside any internal state: a
 * listener may call the event, and delays only its caller. A listener that throws is
 * logged, and harms neither the event nor other listeners. When transitions follow each
 * other in different threads, their notifications may overtake each other.
 *
 * @since 0.1.0
 */
public interface EventListener {

	/**
	 * The event changed. Calls that change nothing, such as {@code set()} on a set event,
	 * are not told.
	 * @param event the event
	 * @param transition what happened
	 */
	default void onTransition(Event event, Transition transition) {
	}

	/**
	 * A wait is going to block. Called in the thread that asks for it, which does not
	 * count as a waiter yet; its time is running. Waits that do not block are not told.
	 * @param event the event
	 * @return who is to be told how this wait ended, in the thread that ended it; or
	 * {@code null}
	 */
	default @Nullable Consumer<WaitOutcome> onBlock(Event event) {
		return null;
	}

	/**
	 * A wait that had blocked is over. Waits that did not block are not told.
	 * @param event the event
	 * @param outcome how the wait ended
	 * @param nanos how long it took, in nanoseconds
	 */
	default void onWait(Event event, WaitOutcome outcome, long nanos) {
	}

}
