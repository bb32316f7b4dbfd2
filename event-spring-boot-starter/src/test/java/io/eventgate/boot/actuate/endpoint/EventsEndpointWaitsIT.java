/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that wait for the clear event {@code public}, with each web
 * framework.
 */
abstract class EventsEndpointWaitsIT extends EventsRequestRulesIT {

	private static final String PUBLIC = "/actuator/events/public";

	@Test
	void waitForThePresentStateIsAnsweredAtOnce() throws Exception {
		HttpResponse<String> response = calls().get(PUBLIC + "?until=clear&timeout=5m");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response).path("state").asString()).isEqualTo("clear");
		assertThat(response.headers().firstValue("Content-Type"))
			.isEqualTo(calls().get(PUBLIC).headers().firstValue("Content-Type"));
	}

	@Test
	void waitEndsWhenTheEventIsSet() throws Exception {
		CompletableFuture<HttpResponse<String>> response = begin("?timeout=5m&until=set");
		assertThat(post("{\"state\":\"set\",\"reason\":\"partner is back\"}").path("released").asInt()).isEqualTo(1);
		JsonNode event = body(response);
		assertThat(event.path("state").asString()).isEqualTo("set");
		awaitInHistory("reason", "partner is back");
		assertThat(event.propertyNames()).containsExactlyElementsOf(json(calls().get(PUBLIC)).propertyNames());
	}

	@Test
	void waitEndsWithAPulse() throws Exception {
		CompletableFuture<HttpResponse<String>> response = begin("?until=set");
		assertThat(post("{\"state\":\"pulse\"}").path("released").asInt()).isEqualTo(1);
		JsonNode event = body(response);
		assertThat(event.path("state").asString()).isEqualTo("clear");
		awaitInHistory("to", "pulse");
	}

	@Test
	void waitEndsWhenTheEventIsClear() throws Exception {
		post("{\"state\":\"set\"}");
		CompletableFuture<HttpResponse<String>> response = calls().getAsync(PUBLIC + "?until=clear&timeout=5m");
		post("{\"state\":\"clear\",\"reason\":\"stock count\"}");
		JsonNode event = body(response);
		assertThat(event.path("state").asString()).isEqualTo("clear");
		awaitInHistory("reason", "stock count");
	}

	@Test
	void timedOutWaitIs408() throws Exception {
		HttpResponse<String> response = calls().get(PUBLIC + "?until=set&timeout=1ms");
		assertThat(response.statusCode()).isEqualTo(408);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
		assertThat(json(response)).isEqualTo(json("""
				{"status": 408, "error": "Request Timeout",
				"message": "Event 'public' was not set in time. Repeat the request to wait longer"}"""));
		assertThat(json(calls().get(PUBLIC)).path("waiters").asInt()).isZero();
		post("{\"state\":\"set\"}");
		assertThat(calls().get(PUBLIC + "?until=clear&timeout=1ms").statusCode()).isEqualTo(408);
	}

	@Test
	void invalidWaitIs400() throws Exception {
		for (String query : List.of("?until=open", "?until=pulse", "?timeout=5m", "?until=", "?until=set&until=clear",
				"?until=set&timeout=60", "?until=set&timeout=301s", "?until=set&timeout=soon",
				"?until=set&name=secret")) {
			HttpResponse<String> response = calls().get(PUBLIC + query);
			assertThat(response.statusCode()).as(query).isEqualTo(400);
			assertThat(json(response).path("message").asString()).as(query).contains("The parameter '");
		}
		assertThat(calls().get("/actuator/events?until=set").statusCode()).isEqualTo(400);
		assertThat(calls().post(PUBLIC + "?until=set", "{\"state\":\"set\"}").statusCode()).isEqualTo(400);
		assertThat(json(calls().get(PUBLIC)).path("state").asString()).isEqualTo("clear");
	}

	@Test
	void waitForAnUnknownEventIs404() throws Exception {
		HttpResponse<String> response = calls().get("/actuator/events/pulbic?until=set&timeout=5m");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(json(response).path("message").asString()).contains("'pulbic'");
	}

	@Test
	void drainWithoutCallsIsCompleteAtOnce() throws Exception {
		assertThat(post("{\"state\":\"clear\",\"drain\":\"5m\"}")).isEqualTo(json("""
				{"previous": "clear", "state": "clear", "released": 0, "active": 0, "complete": true}"""));
	}

	@Test
	void drainEndsWithTheLastCall() throws Exception {
		CompletableFuture<HttpResponse<String>> response;
		try (AutoCloseable call = beginCall()) {
			assertThat(json(calls().get(PUBLIC)).path("active").asInt()).isOne();
			response = calls().postAsync(PUBLIC, "{\"state\":\"clear\",\"drain\":\"5m\",\"reason\":\"migration\"}");
			Awaitility.await().until(() -> json(calls().get(PUBLIC)).path("state").asString().equals("clear"));
			assertThat(json(calls().get("/actuator/events")).at("/events/public/active").asInt()).isOne();
			assertThat(response).isNotDone();
			assertThat(call).isNotNull();
		}
		assertThat(body(response)).isEqualTo(json("""
				{"previous": "set", "state": "clear", "released": 0, "active": 0, "complete": true}"""));
		assertThat(json(calls().get(PUBLIC)).at("/transitions/0/reason").asString()).isEqualTo("migration");
	}

	@Test
	void drainWhoseTimeIsOverCountsTheCallsThatAreLeft() throws Exception {
		try (AutoCloseable call = beginCall()) {
			assertThat(post("{\"state\":\"clear\",\"drain\":\"0s\"}")).isEqualTo(json("""
					{"previous": "set", "state": "clear", "released": 0, "active": 1, "complete": false}"""));
			assertThat(call).isNotNull();
		}
	}

	@Test
	void drainIsTakenBackOnRequestIfCallsAreLeft() throws Exception {
		try (AutoCloseable call = beginCall()) {
			assertThat(post("{\"state\":\"clear\",\"drain\":\"1ms\",\"restore\":true}")).isEqualTo(json("""
					{"previous": "set", "state": "set", "released": 0, "active": 1, "complete": false,
					"restored": true}"""));
			JsonNode event = json(calls().get(PUBLIC));
			assertThat(event.path("state").asString()).isEqualTo("set");
			assertThat(event.at("/transitions/0/source").asString()).isEqualTo("reversal");
			assertThat(call).isNotNull();
		}
		assertThat(post("{\"state\":\"clear\",\"drain\":\"5m\",\"restore\":true}")).isEqualTo(json("""
				{"previous": "set", "state": "clear", "released": 0, "active": 0, "complete": true,
				"restored": false}"""));
	}

	@Test
	void drainForALimitedTimeHasItsEnd() throws Exception {
		post("{\"state\":\"set\"}");
		JsonNode closed = post("{\"state\":\"clear\",\"for\":\"1h\",\"drain\":\"5m\",\"restore\":\"true\"}");
		assertThat(closed.path("complete").asBoolean()).isTrue();
		assertThat(closed.path("until").asString()).isEqualTo(json(calls().get(PUBLIC)).path("until").asString())
			.isNotEmpty();
	}

	@Test
	void drainThatIsNotValidIs400() throws Exception {
		post("{\"state\":\"set\"}");
		for (String arguments : List.of("\"set\",\"drain\":\"5s\"", "\"pulse\",\"drain\":\"5s\"",
				"\"clear\",\"drain\":\"5\"", "\"clear\",\"drain\":\"301s\"", "\"clear\",\"drain\":\"-1s\"",
				"\"clear\",\"drain\":\"soon\"", "\"clear\",\"drain\":\"5s\",\"acks\":\"5s\"",
				"\"clear\",\"drain\":\"5s\",\"expect\":2")) {
			HttpResponse<String> response = calls().post(PUBLIC, "{\"state\":" + arguments + "}");
			assertThat(response.statusCode()).as(arguments).isEqualTo(400);
			assertThat(json(response).path("message").asString()).as(arguments).contains("drain");
		}
		for (String arguments : List.of("\"restore\":true", "\"drain\":\"5s\",\"restore\":\"maybe\"")) {
			HttpResponse<String> response = calls().post(PUBLIC, "{\"state\":\"clear\"," + arguments + "}");
			assertThat(response.statusCode()).as(arguments).isEqualTo(400);
			assertThat(json(response).path("message").asString()).as(arguments).contains("restore");
		}
		assertThat(calls().post(PUBLIC, "{\"state\":\"clear\",\"drain\":5}").statusCode()).isEqualTo(400);
		assertThat(json(calls().get(PUBLIC)).path("state").asString()).isEqualTo("set");
	}

	/** Begins a call of the event {@code public} after it has set the event. */
	abstract AutoCloseable beginCall() throws Exception;

	/** Begins a request, and returns when it waits. */
	private CompletableFuture<HttpResponse<String>> begin(String query) {
		CompletableFuture<HttpResponse<String>> response = calls().getAsync(PUBLIC + query);
		Awaitility.await().until(() -> json(calls().get(PUBLIC)).path("waiters").asInt() == 1);
		assertThat(response).isNotDone();
		return response;
	}

	/** Waits for the history, which is written after the waiters are released. */
	private void awaitInHistory(String field, String value) {
		Awaitility.await()
			.until(() -> json(calls().get(PUBLIC)).at("/transitions/0/" + field).asString().equals(value));
	}

	private JsonNode post(String body) throws Exception {
		HttpResponse<String> response = calls().post(PUBLIC, body);
		assertThat(response.statusCode()).isEqualTo(200);
		return json(response);
	}

	private static JsonNode body(CompletableFuture<HttpResponse<String>> pending) throws Exception {
		HttpResponse<String> response = pending.get(1, TimeUnit.MINUTES);
		assertThat(response.statusCode()).isEqualTo(200);
		return json(response);
	}

}
