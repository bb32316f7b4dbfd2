/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.cluster.ClusterEvents;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for events in tests of a slice of
 * the application, such as {@code @WebMvcTest}. A slice has no store, so all events are
 * local to it, for any {@code eventgate.store.type}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventStoreAutoConfiguration.class, before = EventAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "eventgate.enabled", matchIfMissing = true)
public final class EventSliceAutoConfiguration {

	EventSliceAutoConfiguration() {
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean({ EventRegistry.class, ClusterEvents.class })
	EventRegistry eventgateSliceRegistry() {
		return new EventRegistry(Event::create);
	}

}
