package io.eventgate;

/**
 * One effective change of an {@link Event}.
 *
 * @param kind what was done
 * @param wasSet whether the event was set before
 * @param released how many pending waits it ended
 * @since 0.1.0
 */
public record Transition(Kind kind, boolean wasSet, int released) {

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
