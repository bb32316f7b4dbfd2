/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Defaults of {@link Awaitility} for all tests: a time limit that a busy machine does not
 * reach, and a first look at once, because most conditions are met soon.
 */
public final class AwaitilityDefaults implements BeforeAllCallback {

	private static final Duration LONGEST_INTERVAL = Duration.ofMillis(100);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility
			.setDefaultPollInterval(IterativePollInterval.iterative(AwaitilityDefaults::next, Duration.ofMillis(1)));
	}

	private static Duration next(Duration interval) {
		Duration next = interval.multipliedBy(2);
		return (next.compareTo(LONGEST_INTERVAL) < 0) ? next : LONGEST_INTERVAL;
	}

}
