/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Objects;

/**
 * The result of clearing an event and waiting for its {@link GuardedCall calls}.
 *
 * @param transition the effect of the clear
 * @param active the number of calls that are left
 * @param complete whether no call is left and the event is still clear
 * @param restored whether the clear was reverted, because calls were left when the time
 * was over
 * @since 0.1.0
 * @see EventRegistry#drainAsync
 */
public record Drain(Transition transition, int active, boolean complete, boolean restored) {

	/**
	 * Creates a result.
	 * @param transition the effect of the clear
	 * @param active the number of calls that are left
	 * @param complete whether no call is left and the event is still clear
	 * @param restored whether the clear was reverted
	 */
	public Drain {
		Objects.requireNonNull(transition, "transition");
	}

}
