package io.eventgate.boot.autoconfigure;

import java.util.Locale;
import java.util.function.Function;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventDefinition.Scope;
import io.eventgate.boot.EventConfigurationException;
import io.eventgate.boot.autoconfigure.EventProperties.StoreType;
import io.eventgate.cluster.ClusterEvents;
import org.jspecify.annotations.Nullable;

/**
 * Factory of local and of shared events, by the scope of their definition. An event
 * without a scope is shared if there is a store.
 */
final class ScopedEvents implements Function<EventDefinition, Event> {

	private final @Nullable ClusterEvents cluster;

	ScopedEvents(StoreType type, @Nullable ClusterEvents cluster) {
		if (type != StoreType.LOCAL && cluster == null) {
			throw new EventConfigurationException(
					"Property 'eventgate.store.type' is '" + type.name().toLowerCase(Locale.ROOT)
							+ "', but there is no store of this kind.",
					"Add " + type.dependency() + " to the class path, or set eventgate.store.type=local.");
		}
		this.cluster = cluster;
	}

	@Override
	public Event apply(EventDefinition definition) {
		ClusterEvents shared = this.cluster;
		Scope scope = definition.scope().orElse((shared != null) ? Scope.CLUSTER : Scope.LOCAL);
		if (scope == Scope.LOCAL) {
			return Event.create(definition);
		}
		if (shared == null) {
			throw new EventConfigurationException(
					"Event '" + definition.name() + "' has the scope 'cluster', but there is no store.",
					"Set eventgate.store.type to redis or jdbc, or eventgate.events." + definition.name()
							+ ".scope to local.");
		}
		return shared.create(definition);
	}

}
