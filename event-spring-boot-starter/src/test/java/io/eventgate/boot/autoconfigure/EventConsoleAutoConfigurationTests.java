/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.time.Duration;

import io.eventgate.boot.console.EventConsoleEndpoint;
import io.eventgate.boot.console.EventConsoleStartupLogger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EventConsoleAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(EventAutoConfiguration.class,
			EventsEndpointAutoConfiguration.class, EventConsoleAutoConfiguration.class, EndpointAutoConfiguration.class,
			WebEndpointAutoConfiguration.class);

	private static final String ENABLED = "eventgate.console.enabled=true";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=events,eventgate";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void isOffByDefault(CapturedOutput output) {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).doesNotHaveBean(EventConsoleEndpoint.class)
				.doesNotHaveBean(EventConsoleStartupLogger.class));
		assertThat(output).doesNotContain("console");
	}

	@Test
	void isPresentWhenEnabledAndExposed(CapturedOutput output) {
		this.runner.withPropertyValues(ENABLED, EXPOSED, "management.endpoints.web.base-path=/manage")
			.run((context) -> assertThat(context).hasSingleBean(EventConsoleEndpoint.class));
		assertThat(output).contains("The console of events is at '/manage/eventgate'").doesNotContain("WARN");
	}

	@Test
	void isPresentInAReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ENABLED, EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(EventConsoleEndpoint.class));
	}

	@Test
	void logsARemedyWhenNotExposed(CapturedOutput output) {
		this.runner.withPropertyValues(ENABLED, "management.endpoints.web.exposure.include=events")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventConsoleEndpoint.class));
		assertThat(output).contains("WARN")
			.contains("endpoint 'eventgate' is not exposed",
					"Add 'eventgate' to management.endpoints.web.exposure.include")
			.doesNotContain("endpoint 'events' is not exposed", "The console of events is at");
	}

	@Test
	void logsARemedyWhenTheEventsEndpointIsNotExposed(CapturedOutput output) {
		this.runner.withPropertyValues(ENABLED, EXPOSED, "management.endpoint.events.access=NONE")
			.run((context) -> assertThat(context).hasSingleBean(EventConsoleEndpoint.class));
		assertThat(output).contains("endpoint 'events' is not exposed", "management.endpoint.events.access")
			.doesNotContain("endpoint 'eventgate' is not exposed");
	}

	@Test
	void logsARemedyWithoutActuator(CapturedOutput output) {
		this.runner.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventConsoleStartupLogger.class));
		assertThat(output).contains("WARN").contains("spring-boot-starter-actuator");
	}

	@Test
	void backsOffWithoutAWebServer(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ENABLED, EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventConsoleEndpoint.class));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void backsOffWhenEventsAreDisabled() {
		this.runner.withPropertyValues(ENABLED, EXPOSED, "eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventConsoleEndpoint.class));
	}

	@Test
	void backsOffForACustomBean() {
		this.runner.withPropertyValues(ENABLED, EXPOSED)
			.withBean("ownConsole", EventConsoleEndpoint.class,
					() -> new EventConsoleEndpoint(() -> (PathMappedEndpoints) null, "", true, Duration.ZERO))
			.run((context) -> assertThat(context).getBeanNames(EventConsoleEndpoint.class)
				.containsExactly("ownConsole"));
	}

}
