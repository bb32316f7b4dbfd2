package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.jdbc.EventSchemaInitializer;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzer of a start that fails because the tables of shared events cannot be created.
 */
final class EventSchemaFailureAnalyzer extends AbstractFailureAnalyzer<EventSchemaInitializer.FailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EventSchemaInitializer.FailedException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Grant the application's user the right to create tables, or create them by a migration and set"
						+ " eventgate.store.jdbc.initialize-schema=never. If the script does not suit the database,"
						+ " set eventgate.store.jdbc.schema to one that does; io/eventgate/boot/jdbc has examples.",
				cause);
	}

}
