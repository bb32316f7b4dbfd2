package io.eventgate.boot.autoconfigure;

import java.util.List;

import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.boot.audit.EventAuditor;
import io.eventgate.boot.audit.EventHistory;
import io.eventgate.boot.waits.EventWaits;

/**
 * Factory of the configured events in a registry. Transitions and waits of all its events
 * are recorded from the start, because beans may switch events during initialization.
 */
final class ConfiguredEvents {

	private final List<EventDefinition> definitions;

	private final List<EventRegistry.Listener> recorders;

	ConfiguredEvents(EventProperties properties, EventHistory history, EventWaits waits, EventAuditor auditor) {
		this.definitions = properties.definitions();
		this.recorders = List.of(history, waits, auditor);
	}

	/**
	 * Creates the events that the registry does not have.
	 * @param registry the registry, in which nothing was created before
	 * @return the same registry
	 */
	EventRegistry createIn(EventRegistry registry) {
		for (EventDefinition definition : this.definitions) {
			if (registry.find(definition.name()).isEmpty()) {
				registry.create(definition);
			}
			registry.findRegistration(definition.name())
				.ifPresent((created) -> registry.replace(created, new EventBean(created.event())));
		}
		this.recorders.forEach(registry::addListener);
		return registry;
	}

}
