/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.boot.testing.WebCalls;
import io.eventgate.cluster.StoreCalls;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that wait until other applications have applied a switch, which
 * takes several intervals of reports.
 */
abstract class SharedEventsAcksIT extends AbstractSharedEventsIT {

	private final WebApplicationType type;

	SharedEventsAcksIT(WebApplicationType type) {
		this.type = type;
	}

	@Test
	void acknowledgementsNameTheInstances() throws Exception {
		ConfigurableApplicationContext one = start("one", this.type);
		ConfigurableApplicationContext two = start("two", this.type);
		awaitReportOf(one, "two");
		HttpResponse<String> answer = post(one, "orders-open",
				"{\"state\":\"set\",\"acks\":\"25s\",\"reason\":\"migrated\"}");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(json(answer)).isEqualTo(json("""
				{"previous": "clear", "state": "set", "released": 0, "applied": ["one", "two"], "pending": [],
				"lost": [], "complete": true}"""));
		assertThat(two.getBean("ordersOpen", Event.class).isSet()).isTrue();
		await("the history, which another thread writes",
				() -> get(two, "/actuator/events/orders-open").path("transitions").size() == 1);
		JsonNode transition = get(two, "/actuator/events/orders-open").at("/transitions/0");
		assertThat(transition.path("source").asString()).isEqualTo("cluster");
		assertThat(transition.path("instance").asString()).isEqualTo("one");
		assertThat(transition.path("reason").asString()).isEqualTo("migrated");
		assertThat(json(post(two, "orders-open", "{\"state\":\"set\",\"acks\":\"PT25S\"}"))).isEqualTo(json("""
				{"previous": "set", "state": "set", "released": 0, "applied": ["one", "two"], "pending": [],
				"lost": [], "complete": true}"""));
		JsonNode temporary = json(post(two, "orders-open", "{\"state\":\"clear\",\"for\":\"1h\",\"acks\":\"25s\"}"));
		assertThat(temporary.path("complete").asBoolean()).isTrue();
		assertThat(temporary.has("until")).isTrue();
		assertThat(get(one, "/actuator/events/orders-open").has("until")).isTrue();
		post(one, "orders-open", "{\"state\":\"clear\",\"for\":\"PT0.1S\"}");
		await("the state is reverted",
				() -> get(two, "/actuator/events/orders-open").at("/transitions/0/source")
					.asString()
					.equals("reversal"));
		assertThat(two.getBean("ordersOpen", Event.class).isSet()).isTrue();
	}

	@Test
	void drainWaitsForTheCallsOfAllInstances() throws Exception {
		ConfigurableApplicationContext one = start("one", this.type);
		ConfigurableApplicationContext two = start("two", this.type);
		awaitReportOf(one, "two");
		post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"25s\"}");
		try (GuardedCall call = two.getBean(EventRegistry.class).beginCall("orders-open")) {
			call.await();
			await("the count of the other instance",
					() -> json(post(one, "orders-open", "{\"state\":\"clear\",\"drain\":\"1s\",\"restore\":true}"))
						.equals(json("""
								{"previous": "set", "state": "set", "released": 0, "applied": ["one", "two"],
								"pending": [], "lost": [], "active": 1, "activeByInstance": {"two": 1},
								"complete": false, "restored": true}""")));
			await("the report for display", () -> get(one, "/actuator/events/orders-open").path("activeByInstance")
				.equals(json("{\"one\": 0, \"two\": 1}")));
		}
		assertThat(json(post(one, "orders-open", "{\"state\":\"clear\",\"drain\":\"5m\",\"restore\":true}")))
			.isEqualTo(json("""
					{"previous": "set", "state": "clear", "released": 0, "applied": ["one", "two"], "pending": [],
					"lost": [], "active": 0, "activeByInstance": {}, "complete": true, "restored": false}"""));
		assertThat(get(one, "/actuator/events/orders-open").has("until")).isFalse();
	}

	@Test
	void anInstanceThatDoesNotAnswerIsPending() throws Exception {
		ConfigurableApplicationContext one = start("one", this.type);
		try (RedisStateStore ghost = store()) {
			StoreCalls.get(ghost.report("ghost", "ttl=60000"));
			HttpResponse<String> answer = post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"3s\"}");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(json(answer).path("applied")).isEqualTo(json("[\"one\"]"));
			assertThat(json(answer).path("pending")).isEqualTo(json("[\"ghost\"]"));
			assertThat(json(answer).path("lost")).isEmpty();
			assertThat(json(answer).path("complete").asBoolean()).isFalse();
			StoreCalls.get(ghost.report("ghost", "ttl=1"));
			await("the report has run out",
					() -> json(post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"1s\"}")).path("lost")
						.equals(json("[\"ghost\"]")));
			assertThat(json(post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"25s\",\"forget\":\"ghost\"}")))
				.isEqualTo(
						json("""
								{"previous": "set", "state": "set", "released": 0, "applied": ["one"], "pending": [], "lost": [],
								"complete": true}"""));
			JsonNode three = json(post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"1s\",\"expect\":3}"));
			assertThat(three.path("complete").asBoolean()).isFalse();
			assertThat(post(one, "orders-open", "{\"state\":\"set\",\"expect\":3}").statusCode()).isEqualTo(400);
			assertThat(post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"1s\",\"expect\":0}").statusCode())
				.isEqualTo(400);
		}
	}

	@Test
	void oneMoreThanAHundredWaitsForInstancesIs429() throws Exception {
		ConfigurableApplicationContext one = start("one", this.type);
		List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
		for (int i = 0; i < 101; i++) {
			waiting.add(WebCalls.to(one)
				.postAsync("/actuator/events/orders-open", "{\"state\":\"set\",\"acks\":\"25s\",\"expect\":2}"));
		}
		HttpResponse<?> refused = (HttpResponse<?>) CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new))
			.get();
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(String.valueOf(refused.body())).contains("100");
		assertThat(waiting).filteredOn(CompletableFuture::isDone).hasSize(1);
		start("two", this.type);
		CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
	}

	@Test
	void requestThatWaitsForInstancesHoldsNoThread() throws Exception {
		ConfigurableApplicationContext one = start("one", this.type, "server.tomcat.threads.max=1",
				"server.tomcat.threads.min-spare=1");
		try (RedisStateStore ghost = store()) {
			StoreCalls.get(ghost.report("ghost", "ttl=60000"));
			CompletableFuture<HttpResponse<String>> waiting = WebCalls.to(one)
				.postAsync("/actuator/events/orders-open", "{\"state\":\"set\",\"acks\":\"25s\"}");
			await("the switch", () -> get(one, "/actuator/events/orders-open").path("state").asString().equals("set"));
			assertThat(waiting).isNotDone();
			StoreCalls.get(ghost.forget(Set.of("ghost")));
			assertThat(json(waiting.get()).path("complete").asBoolean()).isTrue();
		}
	}

}
