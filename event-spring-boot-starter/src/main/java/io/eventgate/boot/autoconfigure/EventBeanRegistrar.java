/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.ForwardingEvent;
import io.eventgate.boot.EventConfigurationException;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each configured event, under its name and under an alias that can
 * be the name of a Java parameter. The {@link EventRegistry} creates the event itself,
 * even if no bean depends on it.
 */
final class EventBeanRegistrar implements BeanRegistrar {

	/**
	 * The names of the singletons that a context registers, which a definition would
	 * replace.
	 */
	private static final Set<String> RESERVED = Set.of(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
			ConfigurableApplicationContext.SYSTEM_PROPERTIES_BEAN_NAME,
			ConfigurableApplicationContext.SYSTEM_ENVIRONMENT_BEAN_NAME,
			ConfigurableApplicationContext.APPLICATION_STARTUP_BEAN_NAME);

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		List<EventDefinition> definitions = definitions(environment);
		Map<String, String> namesByAlias = new HashMap<>();
		for (EventDefinition definition : definitions) {
			String name = definition.name();
			String alias = EventBeanNames.alias(name);
			String other = namesByAlias.putIfAbsent(alias, name);
			if (other != null) {
				throw new EventConfigurationException("The events '" + other + "' and '" + name
						+ "' under eventgate.events both have the alias '" + alias + "'.",
						"Rename one of them, so that they differ in more than punctuation.");
			}
			register(registry, definition, alias);
		}
		if (environment instanceof ConfigurableEnvironment configurable) {
			new EventVariables(configurable).report(definitions.stream().map(EventDefinition::name).toList());
		}
	}

	/**
	 * Returns the configured events, after checks of the keys. All properties are bound
	 * later, as a bean.
	 */
	static List<EventDefinition> definitions(Environment environment) {
		if (environment instanceof ConfigurableEnvironment configurable) {
			EventKeys.check(configurable);
			new EventVariables(configurable).check();
		}
		Map<String, EventProperties.Definition> events = Binder.get(environment)
			.bind("eventgate.events", Bindable.mapOf(String.class, EventProperties.Definition.class),
					new EventVariables.ServiceVariablesBindHandler())
			.orElseGet(Map::of);
		return EventProperties.definitions(EventKeys.withoutEnvironmentTwins(events),
				new EventProperties.Defaults(false, null));
	}

	/**
	 * Creates a configured event, unless the registry has an event of its name.
	 * @param definition the definition of the event
	 * @param registry the registry
	 */
	static void create(EventDefinition definition, EventRegistry registry) {
		if (registry.find(definition.name()).isEmpty()) {
			registry.create(definition);
		}
		registry.findRegistration(definition.name())
			.ifPresent((created) -> registry.replace(created, new EventBean(created.event())));
	}

	/** Returns whether a bean is an event that this registrar has registered. */
	static boolean isConfiguredEvent(BeanDefinition definition) {
		return Event.class.getName().equals(definition.getBeanClassName());
	}

	private static void register(BeanRegistry registry, EventDefinition definition, String alias) {
		String name = definition.name();
		if (RESERVED.contains(name) || RESERVED.contains(alias)) {
			throw EventBeanNames.taken(alias, null);
		}
		registry.registerBean(name, Event.class, (spec) -> {
			spec.supplier((context) -> context.bean(EventRegistry.class).get(name));
			definition.description().ifPresent(spec::description);
		});
		if (!alias.equals(name)) {
			try {
				registry.registerAlias(name, alias);
			}
			catch (IllegalStateException ex) {
				throw EventBeanNames.taken(alias, null);
			}
		}
	}

	/**
	 * The bean of a configured event. It has no state of its own, so that a wrapper of
	 * the bean stays connected with the event: Mockito spies on a copy of the bean's
	 * fields, and the copy of this object forwards to the same event. Not final, because
	 * Spring AOP may proxy the class.
	 */
	static class EventBean extends ForwardingEvent {

		private final Event event;

		EventBean(Event event) {
			this.event = event;
		}

		@Override
		protected Event delegate() {
			return this.event;
		}

	}

}
