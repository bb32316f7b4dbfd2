/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.eventgate.Origin;
import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The switch that led to a state, as observers see it.
 *
 * @param kind the kind of switch, or {@code null} if unknown
 * @param origin the origin, as seen by this instance
 * @param until the time at which the state is reverted, or {@code null} if it stays
 */
record Cause(Transition.@Nullable Kind kind, Origin origin, @Nullable Instant until) {

	static Cause of(Note note, Instance instance) {
		return new Cause(note.kind(), note.seenBy(instance.name()), until(note, instance));
	}

	/**
	 * Returns the end of a temporary state by the clock of this machine, for display:
	 * rounded to seconds, because the clock of the store is only estimated.
	 */
	static @Nullable Instant until(Note note, Instance instance) {
		return here(note.untilMicros(), instance);
	}

	/** Returns the time of the switch in the same way, or {@code null} if unknown. */
	static @Nullable Instant time(Note note, Instance instance) {
		return here(note.atMicros(), instance);
	}

	private static @Nullable Instant here(long micros, Instance instance) {
		if (micros == 0) {
			return null;
		}
		long left = micros - instance.clock().estimateAt(instance.timeline().nanoTime());
		return Instant.now().plus(left, ChronoUnit.MICROS).plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
	}

}
