/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.lang.management.ManagementFactory;

import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;

import io.eventgate.Event;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the levels of {@code management.endpoint.events.access}.
 */
class EventsEndpointAccessIT {

	@ParameterizedTest
	@CsvSource({ "SERVLET, endpoint.events.access=none, 404, 404",
			"SERVLET, endpoint.events.access=read-only, 200, 405",
			"SERVLET, endpoint.events.access=unrestricted, 200, 200",
			"SERVLET, endpoints.access.max-permitted=read-only, 200, 405",
			"REACTIVE, endpoint.events.access=none, 404, 404", "REACTIVE, endpoint.events.access=read-only, 200, 405",
			"REACTIVE, endpoint.events.access=unrestricted, 200, 200" })
	void accessLevelDeterminesAllowedMethods(WebApplicationType type, String property, int read, int write)
			throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "management." + property,
					"eventgate.events.gate.initially-set=false")
			.run()) {
			WebCalls calls = WebCalls.to(context);
			assertThat(calls.get("/actuator/events/gate").statusCode()).isEqualTo(read);
			assertThat(calls.post("/actuator/events/gate", "{\"state\":\"set\"}").statusCode()).isEqualTo(write);
			assertThat(context.getBean("gate", Event.class).isSet()).isEqualTo(write == 200);
		}
	}

	@ParameterizedTest
	@CsvSource({ "read-only, false", "unrestricted, true" })
	void levelAppliesToJmx(String access, boolean change) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.jmx.enabled=true",
					"spring.jmx.default-domain=eventgate.access", "management.endpoints.jmx.exposure.include=events",
					"management.endpoint.events.access=" + access)
			.run()) {
			MBeanInfo bean = ManagementFactory.getPlatformMBeanServer()
				.getMBeanInfo(new ObjectName("eventgate.access:type=Endpoint,name=Events"));
			assertThat(context.isActive()).isTrue();
			assertThat(bean.getOperations()).extracting(MBeanOperationInfo::getName)
				.contains("events", "event")
				.matches((names) -> names.contains("change") == change);
		}
	}

	@Test
	void theDocumentedConfigurationIsReadOnly() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.config.location=classpath:documentation/access.yaml")
			.run()) {
			assertThat(context.getBean(EndpointAccessResolver.class)
				.accessFor(EndpointId.of("events"), Access.UNRESTRICTED)).isEqualTo(Access.READ_ONLY);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
