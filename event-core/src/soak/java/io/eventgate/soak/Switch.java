package io.eventgate.soak;

import java.util.List;

/**
 * A call that switched the event, and what its caller had seen just before.
 *
 * @param kind what was called
 * @param begin when the call began, by {@link System#nanoTime()}
 * @param end when it returned
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

		/** Whether somebody who waits is released. */
		boolean releases() {
			return this != CLEAR;
		}

		/** Whether the event is set afterwards. */
		boolean leavesSet() {
			return this == SET;
		}

	}

}
