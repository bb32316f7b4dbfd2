/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.eventgate.boot.testing.WebCalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that an application with the clear events {@code public} and
 * {@code secret} refuses, with each web framework.
 */
abstract class EventsRequestRulesIT {

	private static final String PUBLIC = "/actuator/events/public";

	private static final String SECRET = "/actuator/events/secret";

	private static final String SET = "{\"state\":\"set\"}";

	abstract WebCalls calls();

	@AfterEach
	void clearEvents() throws Exception {
		assertThat(calls().post(PUBLIC, "{\"state\":\"clear\"}").statusCode()).isEqualTo(200);
		assertThat(calls().post(SECRET, "{\"state\":\"clear\"}").statusCode()).isEqualTo(200);
	}

	@Test
	void bodyCannotNameAnotherEvent() throws Exception {
		for (String key : List.of("name", "n\\u0061me", "\\u006eame")) {
			HttpResponse<String> response = calls().post(PUBLIC, "{\"state\":\"set\",\"" + key + "\":\"secret\"}");
			assertRefused(response, 400, "Key 'name'", "[state, reason, for, acks, expect, drain, restore, forget]");
		}
		assertUnchanged();
	}

	@Test
	void queryCannotNameAnotherEvent() throws Exception {
		for (String query : List.of("?name=secret", "?n%61me=secret", "?&name=secret", "?name")) {
			assertRefused(calls().post(PUBLIC + query, SET), 400, "parameter 'name'");
			HttpResponse<String> read = calls().get(PUBLIC + query);
			assertRefused(read, 400, "parameter 'name'");
			assertThat(json(read).has("allowed")).isFalse();
		}
		assertUnchanged();
	}

	@Test
	void queryHasNoParameters() throws Exception {
		assertRefused(calls().post(PUBLIC + "?state=set", SET), 400, "parameter 'state'");
		assertRefused(calls().post(PUBLIC + "?st%61te=clear&reason=x", SET), 400, "parameter 'state'");
		assertRefused(calls().get(PUBLIC + "?x=1"), 400, "parameter 'x'");
		assertRefused(calls().get(PUBLIC + "?%3Cb%3E%0D%0Aforged=1"), 400, "parameter '<b>??forged'");
		assertRefused(calls().get("/actuator/events?name=secret"), 400, "parameter 'name'");
		assertThat(calls().get("/actuator/events?").statusCode()).isEqualTo(200);
		assertThat(calls().get("/actuator?x=1").statusCode()).isEqualTo(200);
		assertUnchanged();
	}

	@Test
	void bodyOfReadNamesNoEvent() throws Exception {
		assertThat(calls().post(SECRET, SET).statusCode()).isEqualTo(200);
		assertThat(json(calls().getWithBody(PUBLIC, "{\"name\":\"secret\"}")).path("state").asString())
			.isEqualTo("clear");
	}

	@Test
	void anotherSpellingOfThePathCannotNameAnotherEvent() throws Exception {
		for (String path : List.of("/actuator/%65vents/public", "/actuator/events/publi%63",
				"/actuator/events;x=y/public", "/actuator;x/events/public", "/actuator/events/public;x=y",
				"/actuator/events/public;name=secret", "//actuator/events/public", "/actuator//events/public",
				"/actuator/./events/public", "/actuator/events/public/")) {
			assertThat(calls().post(path, "{\"state\":\"set\",\"name\":\"secret\"}").statusCode()).as(path)
				.isIn(400, 404);
			assertThat(calls().post(path + "?name=secret", SET).statusCode()).as(path).isIn(400, 404);
			assertThat(calls().get(path + "?until=set&timeout=1ms").statusCode()).as(path).isIn(400, 404, 408);
		}
		assertUnchanged();
	}

	@Test
	void unknownKeyIs400() throws Exception {
		assertRefused(calls().post(PUBLIC, "{\"state\":\"set\",\"resaon\":\"partner is back\"}"), 400, "Key 'resaon'",
				"[state, reason, for, acks, expect, drain, restore, forget]", "[set, clear, pulse]");
		assertRefused(calls().post(PUBLIC, "{\"state\":\"set\",\"reason\":5}"), 400,
				"'reason' must be a string in quotation marks");
		assertUnchanged();
	}

	@Test
	void onlyJsonIsAccepted() throws Exception {
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx",
				"text/plain; x=application/json", "application/json, text/plain", "json", "text/json")) {
			assertRefused(post(PUBLIC, type, SET), 415, "Content-Type: application/json");
			assertThat(post(PUBLIC + "?state=set", type, "").statusCode()).as(type).isIn(400, 415);
		}
		assertRefused(post(PUBLIC, null, SET), 415, "Content-Type: application/json");
		assertRefused(post(PUBLIC, null, ""), 415, "Content-Type: application/json");
		assertThat(post(PUBLIC + "?state=set", null, "").statusCode()).isIn(400, 415);
		assertUnchanged();
	}

	@Test
	void eachTypeOfJsonIsAccepted() throws Exception {
		for (String type : List.of("application/json; charset=utf-8", "APPLICATION/JSON",
				"application/vnd.spring-boot.actuator.v3+json")) {
			HttpResponse<String> response = post(PUBLIC, type,
					"{ \"st\\u0061te\": \"set\", \"reason\": \"\u00fc \\ud83d\\ude80 \\\"\\n\", \"acks\": null }");
			assertThat(response.statusCode()).as(type).isEqualTo(200);
			assertThat(json(calls().get(PUBLIC)).at("/transitions/0/reason").asString())
				.isEqualTo("\u00fc \ud83d\ude80 \"");
			clearEvents();
		}
	}

	@Test
	void bodyBeyond16KilobytesIs413() throws Exception {
		String largest = SET + " ".repeat(16 * 1024 - SET.length());
		for (String tooLarge : List.of(largest + " ", "{\"state\":\"set\",\"reason\":\"" + "x".repeat(4 << 20))) {
			assertRefused(calls().post(PUBLIC, tooLarge), 413, "16384 bytes");
			assertRefused(postChunked(tooLarge), 413, "16384 bytes");
		}
		assertUnchanged();
		assertThat(calls().post(PUBLIC, largest).statusCode()).isEqualTo(200);
		assertThat(postChunked(largest).statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> post(String path, @Nullable String type, String body) throws Exception {
		return calls().post(path, type, HttpRequest.BodyPublishers.ofString(body));
	}

	private HttpResponse<String> postChunked(String body) throws Exception {
		return calls().post(PUBLIC, "application/json", HttpRequest.BodyPublishers
			.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
	}

	private static void assertRefused(HttpResponse<String> response, int status, String... words) {
		String request = response.request().method() + " " + response.uri() + " " + response.request().headers().map();
		assertThat(response.statusCode()).as(request).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).as(request).startsWith("application/json");
		assertThat(json(response).path("status").asInt()).as(request).isEqualTo(status);
		assertThat(json(response).path("message").asString()).as(request).contains(words);
		assertThat(response.body()).hasSizeLessThan(500);
	}

	private void assertUnchanged() throws Exception {
		assertThat(json(calls().get(PUBLIC)).path("state").asString()).isEqualTo("clear");
		assertThat(json(calls().get(SECRET)).path("state").asString()).isEqualTo("clear");
	}

}
