package io.eventgate;

import java.util.Objects;

/**
 * One effective change of an {@link Event}.
 *
 * @param kind what was done
 * @param wasSet whether the event was set before
 * @param released how many pending waits it ended, in this JVM
 * @param origin where it came from
 * @since 0.1.0
 */
public record Transition(Kind kind, boolean wasSet, int released, Origin origin) {

	/**
	 * Creates a transition.
	 * @param kind what was done
	 * @param wasSet whether the event was set before
	 * @param released how many pending waits it ended, in this JVM
	 * @param origin where it came from
	 */
	public Transition {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(origin, "origin");
	}

	/**
	 * Creates a transition that code of this application made.
	 * @param kind what was done
	 * @param wasSet whether the event was set before
	 * @param released how many pending waits it ended
	 */
	public Transition(Kind kind, boolean wasSet, int released) {
		this(kind, wasSet, released, Origin.APPLICATION);
	}

	/**
	 * Tells the state after the transition.
	 * @return {@code true} if the event is set by it
	 */
	public boolean isSet() {
		return this.kind == Kind.SET;
	}

	/**
	 * What can be done to an event.
	 */
	public enum Kind {

		/** {@link Event#set()} raised the flag. */
		SET,

		/** {@link Event#clear()} lowered the flag. */
		CLEAR,

		/** {@link Event#pulse()} released the waiters and left the flag down. */
		PULSE

	}

}
