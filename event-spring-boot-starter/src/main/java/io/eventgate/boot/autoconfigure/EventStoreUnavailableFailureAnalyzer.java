/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.cluster.EventStoreUnavailableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzer of a start that fails because the event store is not available.
 */
final class EventStoreUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<EventStoreUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EventStoreUnavailableException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Start the store, or fix the reported cause: a missing table, a missing right, or wrong properties of"
						+ " the connection (spring.data.redis.* for Redis, spring.datasource.* for a database). To start without the store, in the initial states"
						+ " of eventgate.events, set eventgate.store.startup-policy=initial-state.",
				cause);
	}

}
