/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.eventgate.boot.actuate.endpoint.EndpointWaits;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.actuate.endpoint.EventsEndpointFilter;
import io.eventgate.boot.actuate.endpoint.EventsEndpointWebFilter;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
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
 * {@link ManagementContextConfiguration} for the filters of requests to the
 * {@link EventsEndpoint}, on the application's port or on that of the Actuator.
 *
 * @since 0.1.0
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnAvailableEndpoint(endpoint = EventsEndpoint.class, exposure = EndpointExposure.WEB)
public final class EventsEndpointManagementContextConfiguration {

	/** After the filters of Spring Security, whose order is -100. */
	private static final int ORDER = -50;

	private static final EndpointId ID = EndpointId.of("events");

	EventsEndpointManagementContextConfiguration() {
	}

	/**
	 * Returns the paths of the endpoint, or none if the application has another endpoint
	 * of its id.
	 */
	private static List<String> paths(ObjectProvider<PathMappedEndpoints> endpoints, ObjectProvider<EventsEndpoint> own,
			Stream<UnaryOperator<String>> servlets) {
		return (own.getIfAvailable() != null) ? EndpointPaths.of(ID, endpoints, servlets) : List.of();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServletPath.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class WebMvcConfiguration {

		@Bean
		FilterRegistrationBean<EventsEndpointFilter> eventgateEndpointFilter(
				ObjectProvider<PathMappedEndpoints> endpoints, ObjectProvider<EventsEndpoint> own,
				ObjectProvider<DispatcherServletPath> servlets, ObjectProvider<EndpointWaits> waits) {
			return ServletFilter.register(
					() -> paths(endpoints, own, servlets.stream().map((servlet) -> servlet::getRelativePath)),
					waits::getObject);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JerseyApplicationPath.class)
	@ConditionalOnMissingClass("org.springframework.web.servlet.DispatcherServlet")
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class JerseyConfiguration {

		@Bean
		FilterRegistrationBean<EventsEndpointFilter> eventgateEndpointFilter(
				ObjectProvider<PathMappedEndpoints> endpoints, ObjectProvider<EventsEndpoint> own,
				ObjectProvider<JerseyApplicationPath> servlets, ObjectProvider<EndpointWaits> waits) {
			return ServletFilter.register(
					() -> paths(endpoints, own, servlets.stream().map((servlet) -> servlet::getRelativePath)),
					waits::getObject);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class WebFluxConfiguration {

		@Bean
		EventsEndpointWebFilter eventgateEndpointWebFilter(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<EventsEndpoint> own, ObjectProvider<EndpointWaits> waits) {
			return new EventsEndpointWebFilter(() -> paths(endpoints, own, Stream.empty()), waits::getObject, ORDER);
		}

	}

	/**
	 * A class of its own, because the configuration must load without the servlet API.
	 */
	private static final class ServletFilter {

		static FilterRegistrationBean<EventsEndpointFilter> register(Supplier<List<String>> paths,
				Supplier<EndpointWaits> waits) {
			FilterRegistrationBean<EventsEndpointFilter> registration = new FilterRegistrationBean<>(
					new EventsEndpointFilter(paths, waits));
			registration.setOrder(ORDER);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC);
			return registration;
		}

	}

}
