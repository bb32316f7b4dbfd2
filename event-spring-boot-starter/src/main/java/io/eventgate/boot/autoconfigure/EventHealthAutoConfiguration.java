/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.eventgate.EventRegistry;
import io.eventgate.boot.health.EventStoreHealthIndicator;
import io.eventgate.boot.health.EventsHealthContributor;
import io.eventgate.boot.health.EventsHealthEndpointGroupsPostProcessor;
import io.eventgate.cluster.ClusterEvents;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the readiness of an application
 * that depends on events, and for the health of the store of shared events. It backs off
 * from health contributors {@code events} and {@code eventStore} of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { EventAutoConfiguration.class, EventStoreAutoConfiguration.class,
		AvailabilityProbesAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
public final class EventHealthAutoConfiguration {

	EventHealthAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(ClusterEvents.class)
	@ConditionalOnEnabledHealthIndicator("event-store")
	@ConditionalOnMissingBean(name = { "eventStoreHealthIndicator", "eventStoreHealthContributor" })
	EventStoreHealthIndicator eventStoreHealthIndicator(ClusterEvents cluster) {
		return new EventStoreHealthIndicator(cluster);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthEndpointGroups.class, HealthEndpointProperties.class, Endpoint.class })
	@ConditionalOnBean(EventRegistry.class)
	@ConditionalOnMissingBean(name = { "eventsHealthContributor", "eventsHealthIndicator" })
	@EnableConfigurationProperties(EventProperties.class)
	static class ReadinessConfiguration {

		/** The name that Spring Boot derives from that of the bean. */
		private static final String CONTRIBUTOR = "events";

		@Bean
		ReadinessEvents eventgateReadinessEvents(EventProperties properties) {
			return new ReadinessEvents(properties);
		}

		@Bean
		EventsHealthContributor eventsHealthContributor(EventRegistry registry, ReadinessEvents readiness) {
			return new EventsHealthContributor(registry, readiness);
		}

		@Bean
		EventsHealthEndpointGroupsPostProcessor eventgateHealthEndpointGroupsPostProcessor(ReadinessEvents readiness,
				ObjectProvider<HealthEndpointProperties> properties) {
			return new EventsHealthEndpointGroupsPostProcessor(CONTRIBUTOR, readiness,
					excluded(properties.getIfAvailable()));
		}

		private static Set<String> excluded(@Nullable HealthEndpointProperties properties) {
			HealthEndpointProperties.Group readiness = (properties != null) ? properties.getGroup().get("readiness")
					: null;
			return (readiness != null) ? Objects.requireNonNullElse(readiness.getExclude(), Set.of()) : Set.of();
		}

	}

	/**
	 * Names of the events that readiness depends on, by configuration. A refreshed
	 * configuration can add names but removes none, because it removes no event.
	 */
	static final class ReadinessEvents implements Supplier<Set<String>> {

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

}
