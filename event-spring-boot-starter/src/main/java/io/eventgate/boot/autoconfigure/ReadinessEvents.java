package io.eventgate.boot.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Names of the events that readiness depends on, by configuration. A refreshed
 * configuration can add names but removes none, because it removes no event.
 */
final class ReadinessEvents implements Supplier<Set<String>> {

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	ReadinessEvents(EventProperties properties) {
		add(properties);
	}

	void add(EventProperties properties) {
		properties.events().forEach((name, definition) -> {
			if (definition.readiness()) {
				this.names.add(name);
			}
		});
	}

	@Override
	public Set<String> get() {
		return this.names;
	}

}
