/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for conditions, with a time limit that a busy machine does not reach.
 */
final class Patiently {

	private Patiently() {
	}

	static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).atMost(Duration.ofMinutes(1));
	}

}
