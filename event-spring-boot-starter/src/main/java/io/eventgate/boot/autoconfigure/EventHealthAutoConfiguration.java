package io.eventgate.boot.autoconfigure;

import java.util.Objects;
import java.util.Set;

import io.eventgate.EventRegistry;
import io.eventgate.boot.health.EventsHealthContributor;
import io.eventgate.boot.health.EventsHealthEndpointGroupsPostProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the readiness of an application
 * that depends on events. It backs off if the application has a health contributor
 * {@code events}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { EventAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class })
@ConditionalOnClass({ HealthEndpointGroups.class, HealthEndpointProperties.class, Endpoint.class })
@ConditionalOnBean(EventRegistry.class)
@ConditionalOnMissingBean(name = { "eventsHealthContributor", "eventsHealthIndicator" })
public final class EventHealthAutoConfiguration {

	/** The name that Spring Boot derives from that of the bean. */
	private static final String CONTRIBUTOR = "events";

	EventHealthAutoConfiguration() {
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
		HealthEndpointProperties.Group readiness = (properties != null) ? properties.getGroup().get("readiness") : null;
		return (readiness != null) ? Objects.requireNonNullElse(readiness.getExclude(), Set.of()) : Set.of();
	}

}
