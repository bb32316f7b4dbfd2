package io.eventgate.boot.autoconfigure;

import io.eventgate.cluster.EventStoreUnavailableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that an application does not start because its event store is down.
 */
final class EventStoreUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<EventStoreUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EventStoreUnavailableException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Start the store, or correct how it is connected to (spring.data.redis.* for Redis,"
						+ " spring.datasource.* for a database). To start"
						+ " without it, with the states that eventgate.events says, set"
						+ " eventgate.store.startup-policy=initial-state.",
				cause);
	}

}
