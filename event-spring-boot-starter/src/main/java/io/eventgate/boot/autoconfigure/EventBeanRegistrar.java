package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each configured event, under its name and under an alias that can
 * be the name of a Java parameter. The event itself is made by the {@link EventRegistry},
 * whether or not somebody asks for the bean.
 */
final class EventBeanRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		EventProperties properties = Binder.get(environment).bindOrCreate("eventgate", EventProperties.class);
		properties.definitions().forEach((definition) -> register(registry, definition));
	}

	private static void register(BeanRegistry registry, EventDefinition definition) {
		String name = definition.name();
		registry.registerBean(name, Event.class, (spec) -> {
			spec.supplier((context) -> context.bean(EventRegistry.class).get(name));
			if (!definition.description().isEmpty()) {
				spec.description(definition.description());
			}
		});
		String alias = EventAlias.of(name);
		if (!alias.equals(name)) {
			registry.registerAlias(name, alias);
		}
	}

}
