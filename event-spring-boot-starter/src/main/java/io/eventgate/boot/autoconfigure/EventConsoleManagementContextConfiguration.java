/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.eventgate.boot.console.EventConsoleEndpoint;
import io.eventgate.boot.console.EventConsoleFilter;
import io.eventgate.boot.console.EventConsoleWebFilter;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jersey.autoconfigure.JerseyApplicationPath;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * {@link ManagementContextConfiguration} for the headers of the
 * {@link EventConsoleEndpoint}, on the application's port or on that of the Actuator.
 *
 * @since 0.1.0
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "eventgate.console.enabled")
@ConditionalOnAvailableEndpoint(endpoint = EventConsoleEndpoint.class, exposure = EndpointExposure.WEB)
public final class EventConsoleManagementContextConfiguration {

	/**
	 * After the filters of Spring Security, to add only missing headers.
	 */
	private static final int ORDER = -50;

	EventConsoleManagementContextConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServletPath.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class WebMvcConfiguration {

		@Bean
		FilterRegistrationBean<EventConsoleFilter> eventgateConsoleFilter(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<DispatcherServletPath> servlets) {
			return ServletFilter.register(() -> EndpointPaths.of(EventConsoleEndpoint.ID, endpoints,
					servlets.stream().map((servlet) -> servlet::getRelativePath)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JerseyApplicationPath.class)
	@ConditionalOnMissingClass("org.springframework.web.servlet.DispatcherServlet")
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class JerseyConfiguration {

		@Bean
		FilterRegistrationBean<EventConsoleFilter> eventgateConsoleFilter(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<JerseyApplicationPath> servlets) {
			return ServletFilter.register(() -> EndpointPaths.of(EventConsoleEndpoint.ID, endpoints,
					servlets.stream().map((servlet) -> servlet::getRelativePath)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class WebFluxConfiguration {

		@Bean
		EventConsoleWebFilter eventgateConsoleWebFilter(ObjectProvider<PathMappedEndpoints> endpoints) {
			return new EventConsoleWebFilter(() -> EndpointPaths.of(EventConsoleEndpoint.ID, endpoints, Stream.empty()),
					ORDER);
		}

	}

	/**
	 * A class of its own, because the configuration must load without the servlet API.
	 */
	private static final class ServletFilter {

		static FilterRegistrationBean<EventConsoleFilter> register(Supplier<List<String>> paths) {
			FilterRegistrationBean<EventConsoleFilter> registration = new FilterRegistrationBean<>(
					new EventConsoleFilter(paths));
			registration.setOrder(ORDER);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD);
			return registration;
		}

	}

}
