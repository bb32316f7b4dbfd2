/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.eventgate.EventRegistry;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of one meter registry for the events of one event registry.
 */
final class MeterBinding implements EventRegistry.Listener {

	private final MeterRegistry registry;

	private final Map<String, EventMeters> meters = new ConcurrentHashMap<>();

	MeterBinding(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		String name = registration.definition().name();
		EventMeters added = new EventMeters(this.registry, registration);
		this.meters.put(name, added);
		registration.event().addObserver(added);
	}

	@Override
	public void onReplaced(EventRegistry.Registration registration) {
		EventMeters replaced = this.meters.get(registration.definition().name());
		if (replaced != null) {
			replaced.replaceEvent(registration.event());
		}
	}

	@Override
	public void onRemoved(EventRegistry.Registration registration) {
		EventMeters removed = this.meters.remove(registration.definition().name());
		if (removed != null) {
			removed.removeFrom(this.registry);
		}
	}

}
