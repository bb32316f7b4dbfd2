package io.eventgate.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains an {@link EventConfigurationException}, before the binder that it may have
 * come through is blamed.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EventConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<EventConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EventConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getRemedy(), cause);
	}

}
