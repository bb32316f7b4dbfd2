package io.eventgate.cluster;

/**
 * What is broken on purpose, to show that the simulation finds it.
 */
enum Sabotage {

	/** Nothing. */
	NONE(""),

	/** Lost data is not restored, and commands do not say what is known. */
	NO_HEAL("16"),

	/** What a hint says is believed, which has no note that tells whom to release. */
	PAYLOAD_APPLIED("234"),

	/** Everything is read, the clock included, and then the subscription is made. */
	READ_BEFORE_SUBSCRIBE("23"),

	/** Commands have no deadline. */
	NO_DEADLINE("5"),

	/** A link without answers is not rebuilt. */
	NO_WATCHDOG("2");

	private final String broken;

	Sabotage(String broken) {
		this.broken = broken;
	}

	/** The guarantees that are not kept then, by their numbers. */
	String broken() {
		return this.broken;
	}

}
