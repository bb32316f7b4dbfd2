/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.lang.reflect.Constructor;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import io.eventgate.boot.testing.PartialClassPath;
import io.eventgate.boot.testing.WebCalls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint on a port and a path of its own, and with less access.
 */
class EventsEndpointManagementPortIT {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void brokenJsonIs400OnAManagementPort(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.server.port=0",
				"management.endpoints.web.base-path=/manage", "management.endpoints.web.path-mapping.events=gates")) {
			WebCalls management = WebCalls.to(context, "management");
			HttpResponse<String> response = management.post("/manage/gates/cache-warm", "{\"state\":");
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("[set, clear, pulse]");
			assertThat(management.post("/manage/gates/cache-warm", "{\"state\":\"set\"}").statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void thePathAloneNamesTheEventOnAManagementPort(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.server.port=0",
				"management.server.base-path=/ops", "management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.events=gates", "spring.mvc.servlet.path=/api",
				"spring.webflux.base-path=/api")) {
			assertThePathAloneNamesTheEvent(WebCalls.to(context, "management"), "/ops/manage/gates");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, spring.mvc.servlet.path=/api, /api/actuator/events",
			"SERVLET, server.servlet.context-path=/api, /api/actuator/events",
			"SERVLET, management.endpoints.web.base-path=/, /events",
			"REACTIVE, spring.webflux.base-path=/api, /api/actuator/events",
			"REACTIVE, management.endpoints.web.base-path=/, /events" })
	void thePathAloneNamesTheEventBelowAnotherPath(WebApplicationType type, String property, String path)
			throws Exception {
		try (ConfigurableApplicationContext context = start(type, property)) {
			assertThePathAloneNamesTheEvent(WebCalls.to(context), path);
		}
	}

	@Test
	void thePathAloneNamesTheEventOnJersey() throws Exception {
		try (PartialClassPath classPath = PartialClassPath.ofJersey()) {
			Constructor<?> jersey = classPath.load(JerseyApplication.class).getConstructor(String.class);
			for (String property : List.of("management.server.port=0", "spring.jersey.application-path=/api",
					"spring.jersey.type=filter")) {
				try (AutoCloseable application = (AutoCloseable) jersey.newInstance(property)) {
					assertThePathAloneNamesTheEvent(WebCalls.to(((IntSupplier) application).getAsInt()),
							property.contains("/api") ? "/api/actuator/events" : "/actuator/events");
				}
			}
		}
	}

	private static void assertThePathAloneNamesTheEvent(WebCalls calls, String events) throws Exception {
		String event = events + "/cache-warm";
		assertThat(calls.post(event, "{\"state\":\"set\",\"name\":\"other\"}").statusCode()).isEqualTo(400);
		assertThat(calls.post(event + "?name=other", "{\"state\":\"set\"}").statusCode()).isEqualTo(400);
		assertThat(calls.post(event + "?state=set", "text/plain", "").statusCode()).isIn(400, 415);
		assertThat(calls.post(event, "text/plain", "{\"state\":\"set\"}").body())
			.contains("Content-Type: application/json");
		assertThat(calls.post(event, "x".repeat(20_000)).statusCode()).isEqualTo(413);
		assertThat(calls.get(event + "?name=other").statusCode()).isEqualTo(400);
		assertThat(calls.get(events).body()).contains("\"clear\"").doesNotContain("\"set\"");
		CompletableFuture<HttpResponse<String>> wait = calls.getAsync(event + "?until=set&timeout=5m");
		Awaitility.await().until(() -> calls.get(event).body().contains("\"waiters\":1"));
		assertThat(calls.post(event, "{\"state\":\"set\"}").statusCode()).isEqualTo(200);
		assertThat(wait.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
		assertThat(calls.get(event + "?until=clear&timeout=1ms").statusCode()).isEqualTo(408);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void readOnlyAccessCannotSwitch(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.endpoint.events.access=read-only",
				"management.server.port=0")) {
			WebCalls management = WebCalls.to(context, "management");
			assertThat(management.post("/actuator/events/cache-warm", "{\"state\":\"set\"}").statusCode())
				.isEqualTo(405);
			HttpResponse<String> response = management.get("/actuator/events/cache-warm");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"state\":\"clear\"");
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "eventgate.events.cache-warm.description=x",
					"eventgate.events.other.initially-set=false")
			.properties(properties)
			.run();
	}

	/**
	 * Loaded by another class loader than the test, where classes of Spring are missing.
	 */
	public static class JerseyApplication implements IntSupplier, AutoCloseable {

		private final ConfigurableApplicationContext context;

		public JerseyApplication(String property) {
			this.context = start(WebApplicationType.SERVLET, property);
		}

		@Override
		public int getAsInt() {
			return this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
