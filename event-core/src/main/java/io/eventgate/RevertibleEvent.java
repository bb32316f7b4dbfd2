/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An event that can be switched for a limited time, such as a gate that is closed for
 * maintenance. Events that {@link Event#create()} and shared stores create are of this
 * type; {@link EventRegistry#changeFor} finds them by name.
 *
 * @since 0.1.0
 */
public interface RevertibleEvent extends Event {

	/** The longest time for which an event can be switched. */
	Duration MAX_DURATION = Duration.ofDays(365);

	/**
	 * Sets or clears the event for a limited time. After that the event is reverted to
	 * its former state, with the origin {@link Origin.Source#REVERSAL}.
	 * <p>
	 * Any later call of {@code set()}, {@code clear()}, {@code pulse()} or this method
	 * cancels that, even one that leaves the flag as it is; {@link #shutdown()} does so
	 * too for a local event. A call of this method on an event that is in the requested
	 * state already replaces the time of a temporary state, and otherwise has no effect:
	 * it does not limit a state that was to stay.
	 * <p>
	 * If the event is shared, the store decides by its own clock, and any instance with
	 * this event takes the state back, also if the one that made it has ended. If the
	 * store cannot be reached then, this happens when it can be reached again.
	 * @param kind {@link Transition.Kind#SET} or {@link Transition.Kind#CLEAR}
	 * @param duration the time after which the state is reverted, positive and at most
	 * 365 days
	 * @return the effect; {@link Transition#until()} is the end of the time, or
	 * {@code null} if the state stays
	 * @throws IllegalArgumentException for {@link Transition.Kind#PULSE}, and if the
	 * duration is not positive or too long
	 * @throws io.eventgate.cluster.EventStoreUnavailableException if the event is shared
	 * and its store does not answer; the event is unchanged
	 */
	Transition changeFor(Transition.Kind kind, Duration duration);

	/**
	 * Checks the arguments of {@link #changeFor}, for its implementations.
	 * @param kind the kind of change
	 * @param duration the time after which the state is reverted
	 * @throws IllegalArgumentException if one of them is not valid
	 */
	static void check(Transition.Kind kind, Duration duration) {
		if (Objects.requireNonNull(kind, "kind") == Transition.Kind.PULSE) {
			throw new IllegalArgumentException("A pulse leaves no state to revert; use SET or CLEAR");
		}
		if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_DURATION) > 0) {
			throw new IllegalArgumentException(
					"duration must be positive and at most " + MAX_DURATION.toDays() + " days, but was " + duration);
		}
	}

	/**
	 * Returns the time at which the present state is reverted.
	 * @return the time by the clock of this machine, or empty if the state stays
	 */
	Optional<Instant> getRevertTime();

}
