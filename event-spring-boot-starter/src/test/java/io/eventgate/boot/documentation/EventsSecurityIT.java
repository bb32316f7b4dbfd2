/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.Origin;
import io.eventgate.boot.SecurityOnRequest;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.testing.SecuredOrderDesk;
import io.eventgate.boot.testing.WebCalls;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documented rules, over real HTTP.
 */
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EventsSecurityIT {

	private static final String SET = "{\"state\":\"set\",\"reason\":\"partner is back\"}";

	private final WebApplicationType type;

	private final Class<?> rules;

	private final String[] properties;

	private ConfigurableApplicationContext context;

	private WebCalls management;

	private Event gate;

	EventsSecurityIT(WebApplicationType type, Class<?> rules, String... properties) {
		this.type = type;
		this.rules = rules;
		this.properties = properties;
	}

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(SecuredOrderDesk.Application.class, this.rules).web(this.type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					SecurityOnRequest.PROPERTY + "=true",
					"management.endpoints.web.exposure.include=health,events,info",
					"management.endpoint.health.probes.add-additional-paths=true",
					"management.health.redis.enabled=false", "eventgate.events.gate.readiness=true")
			.properties(this.properties)
			.run();
		this.management = WebCalls.to(this.context, "management");
		this.gate = this.context.getBean("gate", Event.class);
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void clear() {
		this.gate.clear();
	}

	@Test
	void anonymousUserMayDoNothing() throws Exception {
		assertThat(get("/actuator/events", null)).isEqualTo(401);
		assertThat(get("/actuator/events/gate", null)).isEqualTo(401);
		assertThat(post(null)).isEqualTo(401);
		assertThat(get("/actuator/events", "olga:wrong")).isEqualTo(401);
		assertThat(post("olga:wrong")).isEqualTo(401);
		assertThat(this.gate.isSet()).isFalse();
	}

	@Test
	void readerMayReadButNotSwitch() throws Exception {
		assertThat(get("/actuator/events", "rita:secret")).isEqualTo(200);
		assertThat(get("/actuator/events/gate", "rita:secret")).isEqualTo(200);
		assertThat(post("rita:secret")).isEqualTo(403);
		assertThat(this.gate.isSet()).isFalse();
	}

	@Test
	void onlyReadersMayWait() throws Exception {
		CompletableFuture<HttpResponse<String>> wait = this.management.as("rita:secret")
			.getAsync("/actuator/events/gate?until=set&timeout=5m");
		Awaitility.await().until(() -> this.gate.getQueueLength() == 1);
		assertThat(get("/actuator/events/gate?until=set&timeout=5m", null)).isEqualTo(401);
		assertThat(get("/actuator/events/gate?until=set&timeout=5m", "uwe:secret")).isEqualTo(403);
		assertThat(post("olga:secret")).isEqualTo(200);
		assertThat(wait.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
		assertThat(get("/actuator/events/gate?until=clear&timeout=1ms", "rita:secret")).isEqualTo(408);
	}

	@Test
	void operatorMaySwitchAndIsInTheHistory() throws Exception {
		assertThat(get("/actuator/events", "olga:secret")).isEqualTo(200);
		assertThat(post("olga:secret")).isEqualTo(200);
		assertThat(this.gate.isSet()).isTrue();
		assertThat(this.context.getBean(EventHistory.class).getTransitions("gate")).first()
			.satisfies((changed) -> assertThat(changed.transition().origin())
				.isEqualTo(new Origin(Origin.Source.ENDPOINT, "olga", "partner is back")));
	}

	@Test
	void userWithAnotherRoleMayDoNothing() throws Exception {
		assertThat(get("/actuator/events", "uwe:secret")).isEqualTo(403);
		assertThat(post("uwe:secret")).isEqualTo(403);
		assertThat(this.gate.isSet()).isFalse();
	}

	@Test
	void onlyHealthIsPublic() throws Exception {
		assertThat(get("/actuator/health", null)).isEqualTo(200);
		assertThat(get("/actuator/health/readiness", null)).isEqualTo(503);
		assertThat(WebCalls.to(this.context).get("/readyz").statusCode()).isEqualTo(503);
		assertThat(get("/actuator/info", null)).isEqualTo(401);
		assertThat(get("/actuator/info", "uwe:secret")).isEqualTo(200);
	}

	@Test
	void formOfAnotherSiteCannotSwitch() throws Exception {
		assertThat(postForm("text/plain", SET)).isEqualTo(415);
		assertThat(postForm("application/x-www-form-urlencoded", SET)).isEqualTo(415);
		// The servlet of a management port answers multipart requests with 500.
		assertThat(postForm("multipart/form-data; boundary=x",
				"--x\r\nContent-Disposition: form-data; name=\"state\"\r\n\r\nset\r\n--x--\r\n"))
			.isIn(415, 500);
		assertThat(this.gate.isSet()).isFalse();
	}

	private int get(String path, @Nullable String credentials) throws Exception {
		return this.management.as(credentials).get(path).statusCode();
	}

	private int post(@Nullable String credentials) throws Exception {
		return this.management.as(credentials).post("/actuator/events/gate", SET).statusCode();
	}

	private int postForm(String type, String body) throws Exception {
		return this.management.as("olga:secret").post("/actuator/events/gate", type, body).statusCode();
	}

}
