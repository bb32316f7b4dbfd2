/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.health;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The {@link Event events} that readiness depends on, as contributors of their names:
 * {@link Status#UP} while set, {@link Status#OUT_OF_SERVICE} while clear. Follows an
 * {@link EventRegistry}: an event that is removed is no longer a contributor. Safe for
 * use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EventsHealthContributor implements CompositeHealthContributor {

	private final EventRegistry registry;

	private final Supplier<? extends Collection<String>> names;

	/**
	 * Creates the contributor.
	 * @param registry the registry of the events
	 * @param names supplies the names of those that readiness depends on; called each
	 * time
	 */
	public EventsHealthContributor(EventRegistry registry, Supplier<? extends Collection<String>> names) {
		this.registry = registry;
		this.names = names;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.names.get().contains(name) ? find(name).orElse(null) : null;
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.names.get()
			.stream()
			.sorted()
			.flatMap((name) -> find(name).map((indicator) -> new HealthContributors.Entry(name, indicator)).stream());
	}

	private Optional<HealthIndicator> find(String name) {
		return this.registry.findRegistration(name).map((registration) -> () -> health(registration));
	}

	/** Never down, because nothing is broken. */
	private static Health health(EventRegistry.Registration registration) {
		boolean set = registration.event().isSet();
		Health.Builder health = (set ? Health.up() : Health.outOfService()).withDetail("state", set ? "set" : "clear");
		registration.definition()
			.description()
			.ifPresent((description) -> health.withDetail("description", description));
		return health.build();
	}

}
