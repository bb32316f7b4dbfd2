/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.EventRegistryCustomizer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Calls each {@link EventRegistryCustomizer} with a registry that the application defines
 * as a bean. It comes first, so that events can be injected into other post-processors.
 */
final class EventRegistryCustomizerBeanPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private final BeanFactory beanFactory;

	EventRegistryCustomizerBeanPostProcessor(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof EventRegistry registry && !beanName.equals(EventAutoConfiguration.REGISTRY)) {
			this.beanFactory.getBeanProvider(EventRegistryCustomizer.class)
				.orderedStream()
				.forEach((customizer) -> customizer.customize(registry));
		}
		return bean;
	}

}
