package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.health.EventStoreHealthIndicator;
import io.eventgate.cluster.ClusterEvents;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health contributor
 * {@code eventStore} of an application that shares events.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventStoreAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ClusterEvents.class)
@ConditionalOnEnabledHealthIndicator("event-store")
public final class EventStoreHealthAutoConfiguration {

	EventStoreHealthAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "eventStoreHealthIndicator", "eventStoreHealthContributor" })
	EventStoreHealthIndicator eventStoreHealthIndicator(ClusterEvents cluster) {
		return new EventStoreHealthIndicator(cluster);
	}

}
