/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.observation.EventObservations;
import io.eventgate.boot.observation.EventWaitObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link EventObservations}, if
 * {@code eventgate.observations.enabled} asks for them and there is an
 * {@link ObservationRegistry}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { EventAutoConfiguration.class, ObservationAutoConfiguration.class })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "eventgate.observations.enabled")
@ConditionalOnBean({ EventRegistry.class, ObservationRegistry.class })
public final class EventObservationAutoConfiguration {

	EventObservationAutoConfiguration() {
	}

	/** No other bean depends on it. */
	@Bean
	static LazyInitializationExcludeFilter eventgateObservationsLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(EventObservations.class);
	}

	@Bean
	EventObservations eventgateObservations(EventRegistry events, ObservationRegistry observations,
			ObjectProvider<EventWaitObservationConvention> convention) {
		EventObservations created = new EventObservations(observations, convention.getIfAvailable());
		events.addListener(created);
		return created;
	}

}
