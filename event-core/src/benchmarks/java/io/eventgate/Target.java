/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import org.jspecify.annotations.Nullable;

/**
 * The target of a row.
 *
 * @param kind the limited quantity
 * @param base the peer that the ratio of the row refers to
 * @param limit the greatest acceptable ratio or value
 * @param text the target in words
 */
record Target(Kind kind, Peer base, double limit, String text) {

	/** Limits the ratio of the event to the latch. */
	static Target ratio(double limit) {
		return new Target(Kind.RATIO, Peer.LATCH, limit, "ratio ≤ " + limit);
	}

	/** Limits the ratio of the event to the lower bound of any gate. */
	static Target ratioToBare(double limit) {
		return new Target(Kind.RATIO, Peer.BARE, limit, "ratio to bare ≤ " + limit);
	}

	/** Limits a value of the event itself. */
	static Target value(double limit, String text) {
		return new Target(Kind.VALUE, Peer.LATCH, limit, text);
	}

	static Target none() {
		return new Target(Kind.NONE, Peer.LATCH, 0, "report");
	}

	boolean isMet(Sample event, @Nullable Sample ratio) {
		return switch (this.kind) {
			case RATIO -> ratio != null && ratio.value() <= this.limit;
			case VALUE -> event.value() <= this.limit && !event.isAtLeast();
			case NONE -> true;
		};
	}

	/** The limited quantities. */
	enum Kind {

		RATIO, VALUE, NONE

	}

}
