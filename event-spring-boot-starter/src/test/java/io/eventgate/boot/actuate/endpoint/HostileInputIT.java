/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.net.http.HttpResponse;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.testing.WebCalls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hostile input, which must be limited and harmless wherever it is shown.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileInputIT {

	private final WebApplicationType type;

	private ConfigurableApplicationContext context;

	private WebCalls calls;

	private Event gate;

	HostileInputIT(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(this.type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "spring.jmx.enabled=false",
					"eventgate.events.gate.initially-set=false")
			.run();
		this.calls = WebCalls.to(this.context);
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
	void hugeReasonIsRefusedBrieflyAndChangesNothing() throws Exception {
		int before = this.context.getBean(EventHistory.class).getTransitions("gate").size();
		HttpResponse<String> response = post("{\"state\":\"set\",\"reason\":\"" + "x".repeat(10 << 20) + "\"}");
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.body()).hasSizeLessThan(500);
		assertThat(this.gate.isSet()).isFalse();
		assertThat(this.context.getBean(EventHistory.class).getTransitions("gate")).hasSize(before);
		assertThat(post("{\"state\":\"set\"}").statusCode()).isEqualTo(200);
	}

	@Test
	void aReasonIsShownOnOneLineAndAsJson() throws Exception {
		String reason = "<script>alert('x')</script>\\r\\n2026-11-23 ERROR forged\\u0000\\u001b[31m\\u2028\\u2029"
				+ "\\u0085\\u202egnp.exe\\u2066\\ud800";
		assertThat(post("{\"state\":\"set\",\"reason\":\"" + reason + "\"}").statusCode()).isEqualTo(200);
		HttpResponse<String> response = this.calls.get("/actuator/events/gate");
		assertThat(response.statusCode()).isEqualTo(200);
		assertJson(response);
		assertInert(response.body());
		JsonNode shown = json(response).at("/transitions/0/reason");
		assertThat(shown.asString()).isEqualTo("<script>alert('x')</script>  2026-11-23 ERROR forged  [31m    gnp.exe");
	}

	@Test
	void anUnknownNameIsQuotedInertAndShort() throws Exception {
		String name = "%3Cscript%3E%0D%0AERROR%20forged%E2%80%A8%E2%80%AE%C2%85";
		for (HttpResponse<String> response : List.of(this.calls.get("/actuator/events/" + name),
				this.calls.post("/actuator/events/" + name, "{\"state\":\"set\"}"))) {
			assertThat(response.statusCode()).isEqualTo(404);
			assertJson(response);
			assertInert(response.body());
			assertThat(json(response).path("message").asString())
				.startsWith("Event '<script>??ERROR forged???' is not defined");
		}
		HttpResponse<String> response = this.calls.get("/actuator/events/" + "%F0%9F%9A%80".repeat(300) + "x");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).hasSizeLessThan(400);
	}

	@Test
	void anUnknownStateIsQuotedInertAndShort() throws Exception {
		HttpResponse<String> response = post("{\"state\":\"<b>\\r\\nERROR forged\\u202e" + "x".repeat(10_000) + "\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertJson(response);
		assertInert(response.body());
		assertThat(json(response).path("message").asString())
			.contains("state must be one of [set, clear, pulse] but was '<b>??ERROR forged?xxx");
		assertThat(response.body()).hasSizeLessThan(500);
	}

	@Test
	void aQuotedTextIsNotCutThroughACharacter() throws Exception {
		HttpResponse<String> response = post("{\"state\":\"" + "x".repeat(99) + "\\ud83d\\ude80\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response).path("message").asString()).contains("but was '" + "x".repeat(99) + "?...'");
	}

	@Test
	void deeplyNestedJsonIsRefused() throws Exception {
		HttpResponse<String> response = post("{\"state\":" + "[".repeat(16_000));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).hasSizeLessThan(500);
	}

	/** Checks the characters of the answer. Escapes in JSON are harmless. */
	private static void assertInert(String body) {
		assertThat(body).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]")
			.doesNotContain("\\r", "\\n", "\\u");
	}

	private static void assertJson(HttpResponse<String> response) {
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((contentType) -> assertThat(contentType)
				.matches("application/(vnd\\.spring-boot\\.actuator\\.v3\\+)?json.*"));
	}

	private HttpResponse<String> post(String body) throws Exception {
		return this.calls.post("/actuator/events/gate", body);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
