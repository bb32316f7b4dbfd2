package io.eventgate.boot.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The names of the events that readiness depends on, by configuration. A configuration
 * that is refreshed can add some, but no more takes one away than it removes an event.
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
