/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.EventConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzer of an {@link EventConfigurationException}, and of a configured event and
 * another bean of the same name, which the bean factory reports. It comes before Spring
 * Boot's analyzers of the same exceptions and of those that they cause.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EventConfigurationFailureAnalyzer implements FailureAnalyzer {

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			EventConfigurationException problem = problem(next);
			if (problem != null) {
				return new FailureAnalysis(problem.getMessage(), problem.getRemedy(), next);
			}
		}
		return null;
	}

	private static @Nullable EventConfigurationException problem(Throwable failure) {
		if (failure instanceof BeanDefinitionOverrideException override) {
			return EventBeanNames.taken(override);
		}
		return (failure instanceof EventConfigurationException problem) ? problem : null;
	}

}
