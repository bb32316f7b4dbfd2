/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.health;

import java.net.http.HttpResponse;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for readiness over HTTP, as load balancers and orchestrators use it.
 */
@Tag("smoke")
class ReadinessWebIT {

	@ParameterizedTest
	@CsvSource({ "SERVLET, true", "SERVLET, false", "REACTIVE, true", "REACTIVE, false" })
	void anApplicationIsReadyWhileItsEventIsSetAndUpAllTheTime(WebApplicationType type, boolean ownPort)
			throws Exception {
		try (ConfigurableApplicationContext context = start(type, ownPort)) {
			Event warm = context.getBean("cacheWarm", Event.class);
			assertThat(get(context, "management", "/actuator/health/readiness"))
				.isEqualTo("503 {\"status\":\"OUT_OF_SERVICE\"}");
			assertThat(get(context, "server", "/readyz")).startsWith("503 ");
			assertUpAndAlive(context);
			warm.set();
			assertThat(get(context, "management", "/actuator/health/readiness")).isEqualTo("200 {\"status\":\"UP\"}");
			assertThat(get(context, "server", "/readyz")).startsWith("200 ");
			assertUpAndAlive(context);
			warm.clear();
			assertThat(get(context, "server", "/readyz")).startsWith("503 ");
			context.getBean(EventRegistry.class).remove("cache-warm");
			assertThat(get(context, "server", "/readyz")).startsWith("200 ");
		}
	}

	private void assertUpAndAlive(ConfigurableApplicationContext context) throws Exception {
		assertThat(get(context, "management", "/actuator/health"))
			.isEqualTo("200 {\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
		assertThat(get(context, "management", "/actuator/health/liveness")).isEqualTo("200 {\"status\":\"UP\"}");
		assertThat(get(context, "server", "/livez")).startsWith("200 ");
	}

	private static String get(ConfigurableApplicationContext context, String port, String path) throws Exception {
		HttpResponse<String> response = WebCalls.to(context, port).get(path);
		return response.statusCode() + " " + response.body();
	}

	/** Only the event has a property for readiness. */
	private static ConfigurableApplicationContext start(WebApplicationType type, boolean ownPort) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.health.redis.enabled=false",
					"management.endpoint.health.probes.add-additional-paths=true",
					"spring.config.location=classpath:documentation/readiness.yaml",
					"eventgate.events.orders-open.readiness=false")
			.properties(ownPort ? new String[] { "management.server.port=0" } : new String[0])
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
