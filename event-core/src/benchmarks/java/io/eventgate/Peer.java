/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * The gates that are compared.
 */
enum Peer {

	EVENT("Event"),

	LATCH("CountDownLatch"),

	CONDITION("Lock + Condition"),

	SYNCHRONIZED("synchronized"),

	PHASER("Phaser"),

	MONITOR("Guava Monitor"),

	BARE("bare");

	final String title;

	Peer(String title) {
		this.title = title;
	}

	Gate create() {
		return switch (this) {
			case EVENT -> new EventGate();
			case LATCH -> new LatchGate();
			case CONDITION -> new ConditionGate();
			case SYNCHRONIZED -> new SynchronizedGate();
			case PHASER -> new PhaserGate();
			case MONITOR -> new MonitorGate();
			case BARE -> new BareGate();
		};
	}

	/** Returns whether many virtual threads can wait for it. */
	boolean hasRoomForVirtualThreads() {
		return this != SYNCHRONIZED || Runtime.version().feature() >= 24;
	}

}
