/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.actuate.endpoint.EventsEndpointJmxExtension;
import io.eventgate.boot.actuate.endpoint.EventsEndpointWebExtension;
import io.eventgate.boot.history.EventAuditor;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventWaits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class EventsEndpointAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(EventAutoConfiguration.class,
			EventsEndpointAutoConfiguration.class);

	private static final String EXPOSED = "management.endpoints.web.exposure.include=events";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS);

	@Test
	void isPresentWhenExposedOverTheWeb() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(EventsEndpoint.class)
				.hasSingleBean(EventsEndpointWebExtension.class)
				.doesNotHaveBean(EventsEndpointJmxExtension.class));
	}

	@Test
	void isPresentWhenExposedOverAReactiveWeb() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(EventsEndpoint.class)
				.hasSingleBean(EventsEndpointWebExtension.class));
	}

	@Test
	void isPresentWhenExposedOverJmx() {
		this.runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=events")
			.run((context) -> assertThat(context).hasSingleBean(EventsEndpoint.class)
				.hasSingleBean(EventsEndpointJmxExtension.class)
				.doesNotHaveBean(EventsEndpointWebExtension.class));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void jmxWithoutAJsonMapperIsReported(CapturedOutput output) {
		ApplicationContextRunner jmx = this.runner.withPropertyValues("spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=events");
		jmx.run((context) -> assertThat(output).doesNotContain("JSON mapper"));
		jmx.withClassLoader(new FilteredClassLoader("tools.jackson.databind", "com.fasterxml.jackson.databind"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("WARN", "'events' is exposed over JMX but has no MBean",
						"spring-boot-starter-jackson");
			});
	}

	@Test
	void anotherEndpointWithTheIdStopsTheStart() {
		WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withConfiguration(
					AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class))
			.withBean("other", OtherEndpoint.class)
			.withPropertyValues(EXPOSED);
		web.run((context) -> {
			FailureAnalysis analysis = EventConfigurationFailureTests.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("bean 'other'", "id 'events'", "bean 'eventgateEndpoint'");
			assertThat(analysis.getAction()).contains("another id",
					"spring.autoconfigure.exclude=" + EventsEndpointAutoConfiguration.class.getName());
		});
	}

	@Test
	void backsOffWhenNotExposed() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventsEndpoint.class));
	}

	@Test
	void backsOffWhenAccessIsNone() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.events.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventsEndpoint.class));
	}

	@Test
	void backsOffWhenEventsAreDisabled() {
		this.runner.withPropertyValues(EXPOSED, "eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventsEndpoint.class));
	}

	@Test
	void backsOffWithoutActuator() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventsEndpoint.class));
	}

	@Test
	void worksWithoutAWebServer() {
		this.runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=events")
			.withClassLoader(new FilteredClassLoader("org.springframework.web", "jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(EventsEndpoint.class));
	}

	@Test
	void backsOffForACustomBean() {
		this.runner.withPropertyValues(EXPOSED)
			.withUserConfiguration(OwnEndpoint.class)
			.run((context) -> assertThat(context).getBeanNames(EventsEndpoint.class).containsExactly("ownEndpoint"));
	}

	@Endpoint(id = "events")
	static class OtherEndpoint {

		@ReadOperation
		String read() {
			return "the application's own events";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		EventsEndpoint ownEndpoint(EventRegistry registry, EventHistory history, EventAuditor auditor,
				EventWaits waits) {
			return new EventsEndpoint(registry, history, auditor, waits, null);
		}

	}

}
