/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Objects;

import io.eventgate.boot.actuate.endpoint.EventsEndpointFilter;
import io.eventgate.boot.actuate.endpoint.EventsEndpointWebFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

class EventsEndpointManagementContextConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=events";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withUserConfiguration(EventsEndpointManagementContextConfiguration.class)
		.withPropertyValues(EXPOSED);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withUserConfiguration(EventsEndpointManagementContextConfiguration.class)
		.withPropertyValues(EXPOSED);

	@Test
	void isRegisteredWithActuator() {
		assertThat(ImportCandidates.load(ManagementContextConfiguration.class, getClass().getClassLoader()))
			.contains(EventsEndpointManagementContextConfiguration.class.getName());
	}

	@Test
	void filtersAllButErrorDispatchesAfterSpringSecurity() {
		this.servlet.run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(EventsEndpointFilter.class);
			assertThat(registration.getOrder()).isEqualTo(-50);
			assertThat(registration.isAsyncSupported()).isTrue();
			assertThat(registration.determineDispatcherTypes()).containsExactly(DispatcherType.FORWARD,
					DispatcherType.REQUEST, DispatcherType.ASYNC);
			assertThat(context).doesNotHaveBean(EventsEndpointWebFilter.class);
		});
	}

	@Test
	void filtersRequestsToAServletWithUnknownPath() {
		this.servlet.withConfiguration(
				AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
						EventAutoConfiguration.class, EventsEndpointAutoConfiguration.class))
			.run((context) -> {
				MockHttpServletRequest request = new MockHttpServletRequest("GET", "/actuator/events/gate");
				request.setServletPath("/actuator/events/gate");
				request.setQueryString("name=secret");
				MockHttpServletResponse response = new MockHttpServletResponse();
				Filter filter = Objects.requireNonNull(context.getBean(FilterRegistrationBean.class).getFilter());
				filter.doFilter(request, response, new MockFilterChain());
				assertThat(context).doesNotHaveBean(DispatcherServletPath.class);
				assertThat(response.getStatus()).isEqualTo(400);
			});
	}

	@Test
	void filtersExchangesAfterSpringSecurity() {
		this.reactive.run((context) -> {
			assertThat(context.getBean(EventsEndpointWebFilter.class).getOrder()).isEqualTo(-50);
			assertThat(context).doesNotHaveBean(FilterRegistrationBean.class);
		});
	}

	@Test
	void filtersRequestsToJerseyWithoutSpringMvc() {
		this.servlet.withClassLoader(new FilteredClassLoader(DispatcherServlet.class, DispatcherServletPath.class))
			.run((context) -> assertThat(context).hasSingleBean(FilterRegistrationBean.class));
	}

	@Test
	void worksWithoutJackson() {
		FilteredClassLoader noJackson = new FilteredClassLoader("tools.jackson", "com.fasterxml.jackson");
		this.servlet.withClassLoader(noJackson)
			.run((context) -> assertThat(context).hasSingleBean(FilterRegistrationBean.class));
		this.reactive.withClassLoader(noJackson)
			.run((context) -> assertThat(context).hasSingleBean(EventsEndpointWebFilter.class));
	}

	@Test
	void backsOffWithoutAWebFramework() {
		this.servlet
			.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet",
					"org.springframework.boot.webmvc", "org.springframework.boot.jersey"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
		this.reactive.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventsEndpointWebFilter.class));
	}

	@Test
	void backsOffInANonWebApplication() {
		new ApplicationContextRunner().withUserConfiguration(EventsEndpointManagementContextConfiguration.class)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(EventsEndpointWebFilter.class));
	}

	@Test
	void backsOffWhenNotExposed() {
		this.servlet.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
	}

}
