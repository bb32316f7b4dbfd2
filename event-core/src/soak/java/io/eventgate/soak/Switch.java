/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.soak;

import java.util.List;

/**
 * A call that switched the event, and the waits that its caller saw just before.
 *
 * @param kind the kind of the call
 * @param begin the time at which the call began, by {@link System#nanoTime()}
 * @param end the time at which it returned
 * @param sighted waits that were seen pending before the call began, and therefore were
 * released by it unless they had given up meanwhile
 */
record Switch(Kind kind, long begin, long end, List<Wait> sighted) {

	boolean isWithin(long from, long to) {
		return this.begin > from && this.end < to;
	}

	boolean overlaps(long from, long to) {
		return this.begin <= to && this.end >= from;
	}

	enum Kind {

		SET, CLEAR, PULSE;

		/** Returns whether the call releases waiters. */
		boolean releases() {
			return this != CLEAR;
		}

		/** Returns whether the event is set afterwards. */
		boolean leavesSet() {
			return this == SET;
		}

	}

}
