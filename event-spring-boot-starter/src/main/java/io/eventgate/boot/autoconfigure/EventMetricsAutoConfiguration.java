/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.metrics.EventMetrics;
import io.eventgate.boot.metrics.EventStoreMetrics;
import io.eventgate.cluster.ClusterEvents;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link EventMetrics} and
 * {@link EventStoreMetrics}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { EventAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ EventRegistry.class, MeterRegistry.class })
public final class EventMetricsAutoConfiguration {

	EventMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	EventMetrics eventgateMetrics(EventRegistry registry) {
		return new EventMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ClusterEvents.class)
	EventStoreMetrics eventgateStoreMetrics(ClusterEvents cluster) {
		return new EventStoreMetrics(cluster);
	}

}
