package io.eventgate.boot.autoconfigure;

import java.util.function.Function;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventDefinition.Scope;
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
			throw EventConfigurationException.storeMissing(type);
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
			throw EventConfigurationException.noStore(definition.name());
		}
		return shared.create(definition);
	}

}
