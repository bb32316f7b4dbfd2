package io.eventgate;

import org.jspecify.annotations.Nullable;

/**
 * What a row asks for.
 *
 * @param kind what is limited
 * @param base the peer that the ratio of the row refers to
 * @param limit the greatest ratio or value that will do
 * @param text the target in words
 */
record Target(Kind kind, Peer base, double limit, String text) {

	/** Of the event to the latch. */
	static Target ratio(double limit) {
		return new Target(Kind.RATIO, Peer.LATCH, limit, "ratio ≤ " + limit);
	}

	/** Of the event to what no gate can beat. */
	static Target ratioToBare(double limit) {
		return new Target(Kind.RATIO, Peer.BARE, limit, "ratio to bare ≤ " + limit);
	}

	/** Of the event by itself. */
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

	/** What is limited. */
	enum Kind {

		RATIO, VALUE, NONE

	}

}
