/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An effective change of an {@link Event}.
 *
 * @param kind the kind of change
 * @param wasSet whether the event was set before
 * @param released the number of pending waits that it ended in this JVM; one that begins,
 * times out or is cancelled at the same moment may be missing, and one that is
 * interrupted then may be included
 * @param origin the origin of the change
 * @param until the time at which the state is reverted, or {@code null} if it stays
 * @since 0.1.0
 */
public record Transition(Kind kind, boolean wasSet, int released, Origin origin, @Nullable Instant until) {

	/**
	 * Creates a transition.
	 * @param kind the kind of change
	 * @param wasSet whether the event was set before
	 * @param released the number of pending waits that it ended in this JVM
	 * @param origin the origin of the change
	 * @param until the time at which the state is reverted, or {@code null} if it stays
	 */
	public Transition {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(origin, "origin");
	}

	/**
	 * Creates a transition whose state stays until the next one.
	 * @param kind the kind of change
	 * @param wasSet whether the event was set before
	 * @param released the number of pending waits that it ended in this JVM
	 * @param origin the origin of the change
	 */
	public Transition(Kind kind, boolean wasSet, int released, Origin origin) {
		this(kind, wasSet, released, origin, null);
	}

	/**
	 * Creates a transition that code of this application made.
	 * @param kind the kind of change
	 * @param wasSet whether the event was set before
	 * @param released the number of pending waits that it ended in this JVM
	 */
	public Transition(Kind kind, boolean wasSet, int released) {
		this(kind, wasSet, released, Origin.APPLICATION);
	}

	/**
	 * Returns whether the event is set after the transition.
	 * @return {@code true} if the event is set
	 */
	public boolean isSet() {
		return this.kind == Kind.SET;
	}

	/**
	 * The kinds of changes.
	 */
	public enum Kind {

		/** {@link Event#set()} set the flag. */
		SET,

		/** {@link Event#clear()} cleared the flag. */
		CLEAR,

		/** {@link Event#pulse()} released the waiters and left the flag clear. */
		PULSE

	}

}
