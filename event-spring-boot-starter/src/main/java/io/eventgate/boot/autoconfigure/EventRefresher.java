/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.boot.autoconfigure.EventHealthAutoConfiguration.ReadinessEvents;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Creates the events that a changed configuration adds, and beans for them. Existing
 * events stay as they are, even if the configuration changes or removes them, because
 * threads may wait for them.
 */
final class EventRefresher implements ApplicationListener<EnvironmentChangeEvent> {

	private static final Log logger = LogFactory.getLog(EventRefresher.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final EventRegistry registry;

	private final ObjectProvider<ReadinessEvents> readiness;

	EventRefresher(ConfigurableListableBeanFactory beanFactory, Environment environment, EventRegistry registry,
			ObjectProvider<ReadinessEvents> readiness) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.registry = registry;
		this.readiness = readiness;
	}

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		if (event.getKeys().stream().anyMatch((key) -> key.startsWith("eventgate."))) {
			EventProperties properties = Binder.get(this.environment)
				.bindOrCreate("eventgate", Bindable.of(EventProperties.class),
						new EventVariables.ServiceVariablesBindHandler());
			this.readiness.ifAvailable((events) -> events.add(properties));
			properties.definitions().forEach(this::createIfNew);
		}
	}

	private void createIfNew(EventDefinition definition) {
		String name = definition.name();
		if (this.registry.find(name).isPresent()) {
			return;
		}
		if (this.beanFactory.containsBean(name)) {
			logger.warn("Event '" + name + "' is not created, because there is a bean of that name. "
					+ "Choose another key under eventgate.events");
			return;
		}
		this.beanFactory.registerSingleton(name, this.registry.create(definition));
		String alias = EventBeanNames.alias(name);
		if (!alias.equals(name) && !this.beanFactory.containsBean(alias)) {
			this.beanFactory.registerAlias(name, alias);
		}
	}

}
