/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.boot.EventConfigurationException;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Keeps the registry equal to the beans: a bean that other post-processors have wrapped,
 * a spy or a proxy, replaces the event that it wraps, and the user's own event beans are
 * registered. A {@link MergedBeanDefinitionPostProcessor} only for its order, after all
 * others: it gets the bean that will be injected.
 */
final class EventBeanPostProcessor implements MergedBeanDefinitionPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	/** The events that are being initialised, before they are wrapped. */
	private final Map<String, Event> unwrapped = new ConcurrentHashMap<>();

	EventBeanPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof Event event && isSingleton(beanName)) {
			this.unwrapped.put(beanName, event);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Event event && isSingleton(beanName)) {
			// The object of a factory bean was not seen before its initialization.
			Event before = Objects.requireNonNullElse(this.unwrapped.remove(beanName), event);
			join(beanName, before, event);
		}
		return bean;
	}

	/**
	 * Registers the events that other post-processors needed before this one existed.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beanFactory.getBeanNamesForType(Event.class, false, false)) {
			if (this.beanFactory.getSingleton(name) instanceof Event event && registry().find(name).isEmpty()) {
				join(name, event, event);
			}
		}
	}

	private boolean isSingleton(String beanName) {
		return this.beanFactory.containsBean(beanName) && this.beanFactory.isSingleton(beanName);
	}

	private EventRegistry registry() {
		return this.beanFactory.getBean(EventRegistry.class);
	}

	private void join(String name, Event before, Event event) {
		EventRegistry registry = registry();
		Predicate<EventRegistry.Registration> same = (registration) -> registration.event().equals(event)
				|| registration.event().equals(before) || registration.original().equals(before);
		// By name first, which finds most: a search through all events for each event
		// takes quadratic time.
		Optional<EventRegistry.Registration> found = registry.findRegistration(name)
			.filter(same)
			.or(() -> registry.getRegistrations().stream().filter(same).findFirst());
		if (found.isEmpty()) {
			registry.register(define(name, event), event);
		}
		else if (!before.equals(event) && found.get().event().equals(before)) {
			registry.replace(found.get(), event);
		}
	}

	private EventDefinition define(String name, Event event) {
		try {
			return EventDefinition.builder(name).initiallySet(event.isSet()).description(description(name)).build();
		}
		catch (IllegalArgumentException ex) {
			throw new EventConfigurationException(
					"The bean '" + name + "' of type Event cannot have that name: " + ex.getMessage() + ".",
					"Rename the bean to a short name of letters, digits and dashes.");
		}
	}

	private String description(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return "";
		}
		String description = this.beanFactory.getBeanDefinition(beanName).getDescription();
		return (description != null) ? description : "";
	}

}
