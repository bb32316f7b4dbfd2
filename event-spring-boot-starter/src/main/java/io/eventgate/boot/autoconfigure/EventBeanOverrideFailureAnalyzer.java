package io.eventgate.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzer of a configured event and another bean of the same name. A registrar cannot
 * check whether a name is in use, so the bean factory reports it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EventBeanOverrideFailureAnalyzer extends AbstractFailureAnalyzer<BeanDefinitionOverrideException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanDefinitionOverrideException cause) {
		BeanDefinition other;
		if (EventBeanRegistrar.isConfiguredEvent(cause.getBeanDefinition())) {
			other = cause.getExistingDefinition();
		}
		else if (EventBeanRegistrar.isConfiguredEvent(cause.getExistingDefinition())) {
			other = cause.getBeanDefinition();
		}
		else {
			return null;
		}
		EventConfigurationException clash = EventConfigurationException.nameTaken(cause.getBeanName(),
				other.getResourceDescription());
		return new FailureAnalysis(clash.getMessage(), clash.getRemedy(), cause);
	}

}
