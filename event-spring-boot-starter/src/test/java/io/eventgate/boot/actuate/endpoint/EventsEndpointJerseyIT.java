/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;

import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.boot.testing.PartialClassPath;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint in an application with Jersey and without Spring MVC and
 * WebFlux.
 */
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsEndpointJerseyIT extends EventsEndpointWaitsIT {

	private static final String GATE = "/actuator/events/gate";

	private PartialClassPath classPath;

	private AutoCloseable application;

	private AutoCloseable readOnly;

	private WebCalls calls;

	@BeforeAll
	void start() throws Exception {
		this.classPath = PartialClassPath.ofJersey();
		this.application = start("unrestricted");
		this.calls = calls(this.application);
		this.readOnly = start("read-only");
	}

	@Override
	WebCalls calls() {
		return this.calls;
	}

	@Override
	@SuppressWarnings("unchecked")
	AutoCloseable beginCall() throws Exception {
		return ((Callable<AutoCloseable>) this.application).call();
	}

	private AutoCloseable start(String access) throws ReflectiveOperationException {
		return (AutoCloseable) this.classPath.load(Application.class).getConstructor(String.class).newInstance(access);
	}

	@AfterAll
	void stop() throws Exception {
		this.readOnly.close();
		this.application.close();
		this.classPath.close();
	}

	@Test
	void showsAndSwitchesEvents() throws Exception {
		HttpResponse<String> changed = this.calls.post(GATE, "{\"state\":\"set\",\"reason\":\"partner is back\"}");
		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(json(changed)).isEqualTo(json("{\"previous\":\"clear\",\"state\":\"set\",\"released\":0}"));
		JsonNode gate = json(this.calls.get(GATE));
		assertThat(gate.path("state").asString()).isEqualTo("set");
		assertThat(gate.at("/transitions/0/reason").asString()).isEqualTo("partner is back");
		assertThat(gate.at("/transitions/0/time").asString()).isEqualTo(gate.path("lastChange").asString())
			.endsWith("Z");
		HttpResponse<String> all = this.calls.get("/actuator/events");
		assertThat(all.statusCode()).isEqualTo(200);
		assertThat(json(all).at("/events/gate/longestWait").isNull()).isTrue();
		this.calls.post(GATE, "{\"state\":\"clear\"}");
	}

	@Test
	void acknowledgedSwitchReturnsTheInstances() throws Exception {
		HttpResponse<String> changed = this.calls.post("/actuator/events/shared",
				"{\"state\":\"set\",\"acks\":\"25s\"}");
		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(json(changed)).isEqualTo(json("""
				{"previous": "clear", "state": "set", "released": 0, "applied": ["one"], "pending": [], "lost": [],
				"complete": true}"""));
	}

	@Test
	void anUnknownNameIs404() throws Exception {
		for (HttpResponse<String> response : List.of(this.calls.get("/actuator/events/gaet"),
				this.calls.post("/actuator/events/gaet", "{\"state\":\"set\"}"))) {
			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(json(response).path("message").asString()).contains("'gaet'");
		}
	}

	@Test
	void invalidStateIs400AndNamesTheValidOnes() throws Exception {
		for (String body : List.of("{\"state\":\"open\"}", "{\"state\":null}", "{}", "{\"status\":\"set\"}")) {
			HttpResponse<String> response = this.calls.post(GATE, body);
			assertThat(response.statusCode()).as(body).isEqualTo(400);
			assertThat(json(response).path("allowed")).as(body).isEqualTo(json("[\"set\", \"clear\", \"pulse\"]"));
		}
	}

	@Test
	void brokenJsonIs400AndChangesNothing() throws Exception {
		for (String body : List.of("{\"state\":", "set", "[]", "[\"set\"]", "\"set\"", "{\"state\":{}}", "null", "")) {
			HttpResponse<String> response = this.calls.post(GATE, body);
			assertThat(response.statusCode()).as(body).isEqualTo(400);
			assertThat(json(response).path("message").asString()).as(body).contains("[set, clear, pulse]");
		}
		assertThat(json(this.calls.get(GATE)).path("state").asString()).isEqualTo("clear");
	}

	@Test
	void switchingAReadOnlyEndpointIs405() throws Exception {
		assertThat(calls(this.readOnly).post(GATE, "{\"state\":\"set\"}").statusCode()).isEqualTo(405);
		assertThat(calls(this.readOnly).get(GATE).statusCode()).isEqualTo(200);
	}

	private static WebCalls calls(AutoCloseable application) {
		return WebCalls.to(((IntSupplier) application).getAsInt());
	}

	/**
	 * Loaded by another class loader than the test, which uses it by types of the JDK.
	 */
	public static class Application implements IntSupplier, Callable<AutoCloseable>, AutoCloseable {

		private final ConfigurableApplicationContext context;

		public Application(String access) {
			SpringApplication application = new SpringApplication(Sources.class);
			this.context = application.run("--server.port=0", "--server.address=127.0.0.1",
					"--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
					"--management.endpoints.web.exposure.include=events",
					"--management.endpoint.events.access=" + access, "--eventgate.store.type=jdbc",
					"--spring.datasource.url=jdbc:h2:mem:jersey-" + access, "--eventgate.store.namespace=jersey",
					"--eventgate.store.instance=one", "--eventgate.store.sync-interval=200ms",
					"--eventgate.events.shared.scope=cluster", "--eventgate.events.gate.scope=local",
					"--eventgate.events.public.scope=local", "--eventgate.events.secret.scope=local");
		}

		@Override
		public int getAsInt() {
			return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		}

		/** Begins a call of the event {@code public} after it has set the event. */
		@Override
		public AutoCloseable call() throws InterruptedException {
			EventRegistry registry = this.context.getBean(EventRegistry.class);
			registry.get("public").set();
			GuardedCall call = registry.beginCall("public");
			call.await();
			return call;
		}

		@Override
		public void close() {
			this.context.close();
		}

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class Sources {

		}

	}

}
