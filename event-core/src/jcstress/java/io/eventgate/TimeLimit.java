/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;

/**
 * The time limit of waits that must be released. It is much longer than a release takes,
 * so a wait that uses all of it has missed its wake-up.
 */
final class TimeLimit {

	static final Duration LENGTH = Duration.ofSeconds(5);

	private final long start = System.nanoTime();

	boolean isOver() {
		return System.nanoTime() - this.start >= LENGTH.toNanos();
	}

}
