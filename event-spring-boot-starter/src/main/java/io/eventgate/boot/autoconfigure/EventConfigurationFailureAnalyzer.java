package io.eventgate.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzer of an {@link EventConfigurationException}. It comes before Spring Boot's
 * analyzers of the binder's exceptions, of which it may be the cause.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EventConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<EventConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EventConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getRemedy(), cause);
	}

}
