/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Event;
import io.eventgate.boot.SecurityOnRequest;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documented effect of Spring Boot's default rules, which enable CSRF
 * protection.
 */
class EventsCsrfIT {

	@Test
	void postWithoutATokenIsRefused() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					SecurityOnRequest.PROPERTY + "=true", "management.endpoints.web.exposure.include=events",
					"spring.security.user.name=olga", "spring.security.user.password=secret",
					"eventgate.events.gate.initially-set=false")
			.run()) {
			WebCalls olga = WebCalls.to(context).as("olga:secret");
			assertThat(olga.get("/actuator/events/gate").statusCode()).isEqualTo(200);
			// The 403 leads to the error page, which is protected as well.
			assertThat(olga.post("/actuator/events/gate", "{\"state\":\"set\"}").statusCode()).isEqualTo(401);
			assertThat(context.getBean("gate", Event.class).isSet()).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
