/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.boot.AwaitEvent;

import org.springframework.scheduling.annotation.Scheduled;

/**
 * A job that skips its rounds while the gate is closed.
 */
class Importer {

	private int rounds;

	@Scheduled(fixedDelayString = "1m")
	@AwaitEvent(name = "partner-open", timeout = "${import.timeout:2s}", onTimeout = AwaitEvent.OnTimeout.SKIP)
	void importOrders() {
		this.rounds++;
	}

	int rounds() {
		return this.rounds;
	}

}
