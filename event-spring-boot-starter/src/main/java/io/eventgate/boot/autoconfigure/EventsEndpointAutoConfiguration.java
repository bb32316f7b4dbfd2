/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EndpointWaits;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.actuate.endpoint.EventsEndpointJmxExtension;
import io.eventgate.boot.actuate.endpoint.EventsEndpointWebExtension;
import io.eventgate.boot.history.EventAuditor;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventWaits;
import io.eventgate.cluster.ClusterEvents;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link EventsEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean({ EventRegistry.class, EventHistory.class })
@ConditionalOnAvailableEndpoint(EventsEndpoint.class)
public final class EventsEndpointAutoConfiguration {

	EventsEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	EventsEndpoint eventgateEndpoint(EventRegistry registry, EventHistory history, EventAuditor auditor,
			EventWaits waits, ObjectProvider<ClusterEvents> cluster) {
		return new EventsEndpoint(registry, history, auditor, waits, cluster.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	EventsEndpointWebExtension eventgateEndpointWebExtension(EventsEndpoint endpoint) {
		return new EventsEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	EventsEndpointJmxExtension eventgateEndpointJmxExtension(EventsEndpoint endpoint) {
		return new EventsEndpointJmxExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = EventsEndpoint.class, exposure = EndpointExposure.WEB)
	EndpointWaits eventgateEndpointWaits(EventRegistry registry, EventProperties properties) {
		return new EndpointWaits(registry, properties.endpoint().maxWaits());
	}

	/**
	 * Closed before the destruction of beans, which comes after the wait of the web
	 * server for its requests.
	 */
	@Bean
	ApplicationListener<ContextClosedEvent> eventgateEndpointWaitsCloser(ApplicationContext context,
			EventsEndpoint endpoint, ObjectProvider<EndpointWaits> waits) {
		return (event) -> {
			// Contexts also notify their parents, for example that of a management port.
			if (event.getApplicationContext().equals(context)) {
				endpoint.close();
				waits.ifAvailable(EndpointWaits::close);
			}
		};
	}

	/** Spring Boot registers no MBean without a JSON mapper. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(endpoint = EventsEndpoint.class, exposure = EndpointExposure.JMX)
	@ConditionalOnMissingClass({ "tools.jackson.databind.json.JsonMapper",
			"com.fasterxml.jackson.databind.ObjectMapper" })
	static class NoJsonConfiguration {

		NoJsonConfiguration() {
			LogFactory.getLog(EventsEndpointAutoConfiguration.class)
				.warn("The endpoint 'events' is exposed over JMX but has no MBean, because Spring Boot finds no JSON"
						+ " mapper. Add the dependency org.springframework.boot:spring-boot-starter-jackson");
		}

	}

}
