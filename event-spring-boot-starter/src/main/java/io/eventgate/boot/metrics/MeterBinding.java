package io.eventgate.boot.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.eventgate.EventRegistry;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Keeps the meters of one meter registry equal to the events of one event registry.
 */
final class MeterBinding implements EventRegistry.Listener {

	private final MeterRegistry registry;

	private final Map<EventRegistry.Registration, EventMeters> meters = new ConcurrentHashMap<>();

	MeterBinding(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		EventMeters added = new EventMeters(this.registry, registration.definition().name(), registration.event());
		this.meters.put(registration, added);
		registration.event().addListener(added);
	}

	@Override
	public void onRemoved(EventRegistry.Registration registration) {
		EventMeters removed = this.meters.remove(registration);
		if (removed != null) {
			removed.removeFrom(this.registry);
		}
	}

}
