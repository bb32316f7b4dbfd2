/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.console.EventConsoleEndpoint;
import io.eventgate.boot.console.EventConsoleStartupLogger;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the operations console, the
 * {@link EventConsoleEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventsEndpointAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnBean(EventRegistry.class)
@ConditionalOnBooleanProperty(name = "eventgate.console.enabled")
@EnableConfigurationProperties(EventProperties.class)
public final class EventConsoleAutoConfiguration {

	EventConsoleAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint
		EventConsoleEndpoint eventgateConsoleEndpoint(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<EndpointAccessResolver> access, EventProperties properties, Environment environment) {
			boolean switchable = access.stream()
				.map((resolver) -> resolver.accessFor(EventConsoleEndpoint.EVENTS_ID, Access.UNRESTRICTED))
				.allMatch(Access.UNRESTRICTED::equals);
			return new EventConsoleEndpoint(endpoints::getIfAvailable,
					environment.getProperty("spring.application.name", ""), switchable,
					properties.store().commandTimeout());
		}

		@Bean
		EventConsoleStartupLogger eventgateConsoleStartupLogger(ApplicationContext context,
				ObjectProvider<PathMappedEndpoints> endpoints) {
			return new EventConsoleStartupLogger(context, endpoints);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
	static class NoActuatorConfiguration {

		NoActuatorConfiguration() {
			LogFactory.getLog(EventConsoleAutoConfiguration.class)
				.warn("eventgate.console.enabled is true, but the console requires Actuator. "
						+ "Add the dependency org.springframework.boot:spring-boot-starter-actuator");
		}

	}

}
