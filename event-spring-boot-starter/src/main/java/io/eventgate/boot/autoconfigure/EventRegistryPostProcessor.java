package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Creates the configured events in a registry of the application. It comes first, so that
 * events can be injected into other post-processors.
 */
final class EventRegistryPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private final BeanFactory beanFactory;

	EventRegistryPostProcessor(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof EventRegistry registry && !beanName.equals(EventAutoConfiguration.REGISTRY)) {
			this.beanFactory.getBean(ConfiguredEvents.class).createIn(registry);
		}
		return bean;
	}

}
