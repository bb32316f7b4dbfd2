/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.boot.testing.WebCalls;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.StoreCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoints of two applications that share events through a real Redis.
 * Those for requests that wait for instances are in {@link SharedEventsAcksIT}.
 */
class SharedEventsWebIT extends AbstractSharedEventsIT {

	@Test
	void instanceThatStartsLaterShowsTheLastSwitch() throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		Instant before = Instant.now();
		post(one, "orders-open", "{\"state\":\"set\"}");
		post(one, "orders-open", "{\"state\":\"clear\",\"reason\":\"stock count\"}");
		ConfigurableApplicationContext two = start("two", WebApplicationType.SERVLET);
		JsonNode event = get(two, "/actuator/events/orders-open");
		assertThat(event.path("state").asString()).isEqualTo("clear");
		assertThat(event.path("transitions")).hasSize(1);
		JsonNode last = event.at("/transitions/0");
		assertThat(last.path("to").asString()).isEqualTo("clear");
		assertThat(last.path("source").asString()).isEqualTo("cluster");
		assertThat(last.path("instance").asString()).isEqualTo("one");
		assertThat(last.path("reason").asString()).isEqualTo("stock count");
		assertThat(Instant.parse(last.path("time").asString())).isBetween(before.minusSeconds(1),
				Instant.now().plusSeconds(1));
		assertThat(event.path("lastChange").isString()).isTrue();
		assertThat(get(two, "/actuator/events/cache-warm").path("lastChange").isNull()).isTrue();
	}

	@Test
	void eventThatAllInstancesHaveRemovedIsForgotten() {
		List<EventRegistry> registries = Stream.of("one", "two")
			.map((name) -> start(name, WebApplicationType.NONE, "eventgate.store.sync-interval=20ms",
					"eventgate.store.forget-events-after=20ms"))
			.map((context) -> context.getBean(EventRegistry.class))
			.toList();
		try (RedisStateStore store = store()) {
			registries.get(0).get("orders-open").set();
			registries.forEach((registry) -> registry.create("partner", true));
			await("the event is in the store", () -> StoreCalls.state(store, "partner").version() == 1);
			registries.forEach((registry) -> registry.remove("partner"));
			await("the event is forgotten", () -> StoreCalls.state(store, "partner").equals(State.UNKNOWN));
			assertThat(StoreCalls.get(store.snapshot()).states()).containsOnlyKeys("orders-open");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "SERVLET", "REACTIVE" })
	void requestThatWaitsEndsWithASwitchOfAnotherInstance(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext one = start("one", type);
		ConfigurableApplicationContext two = start("two", type);
		CompletableFuture<HttpResponse<String>> waiting = WebCalls.to(two)
			.getAsync("/actuator/events/orders-open?until=set&timeout=5m");
		await("the wait", () -> two.getBean("ordersOpen", Event.class).getQueueLength() == 1);
		post(one, "orders-open", "{\"state\":\"pulse\",\"reason\":\"migrated\"}");
		assertThat(waiting.get().statusCode()).isEqualTo(200);
		JsonNode transition = json(waiting.get()).at("/transitions/0");
		assertThat(transition.path("source").asString()).isEqualTo("cluster");
		assertThat(transition.path("reason").asString()).isEqualTo("migrated");
	}

	@Test
	void waitersOfAllInstancesAreCounted() throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		ConfigurableApplicationContext two = start("two", WebApplicationType.SERVLET);
		List<CompletableFuture<Void>> waits = List.of(one.getBean("ordersOpen", Event.class).whenSet(),
				two.getBean("ordersOpen", Event.class).whenSet(), two.getBean("ordersOpen", Event.class).whenSet());
		await("the report of the other instance", () -> {
			JsonNode event = get(one, "/actuator/events/orders-open");
			return event.path("waitersByInstance").equals(json("{\"one\": 1, \"two\": 2}"));
		});
		JsonNode events = get(one, "/actuator/events").path("events");
		assertThat(events.at("/orders-open/waitersByInstance")).isEqualTo(json("{\"one\": 1, \"two\": 2}"));
		assertThat(events.at("/orders-open/waiters").asInt()).isEqualTo(1);
		assertThat(events.at("/orders-open/scope").asString()).isEqualTo("cluster");
		JsonNode there = get(two, "/actuator/events/orders-open");
		assertThat(there.path("instance").asString()).isEqualTo("two");
		assertThat(there.at("/recentWaiters/peaks").valueStream().map(JsonNode::asInt)).endsWith(2);
		assertThat(get(one, "/actuator/events/cache-warm").has("instance")).isFalse();
		assertThat(events.at("/cache-warm/scope").asString()).isEqualTo("local");
		assertThat(events.path("cache-warm").has("waitersByInstance")).isFalse();
		assertThat(waits).noneMatch(CompletableFuture::isDone);
	}

	@Test
	void whileTheStoreIsDownASwitchIs503AndChangesNothing() throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		this.redis.kill();
		for (String body : List.of("{\"state\":\"set\"}", "{\"state\":\"pulse\",\"acks\":\"1s\"}")) {
			HttpResponse<String> answer = post(one, "orders-open", body);
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(json(answer).path("error").asString()).isEqualTo("Service Unavailable");
			assertThat(json(answer).path("message").asString()).contains("'orders-open'");
		}
		JsonNode event = get(one, "/actuator/events/orders-open");
		assertThat(event.path("state").asString()).isEqualTo("clear");
		assertThat(event.path("transitions")).isEmpty();
		assertThat(event.has("waitersByInstance")).isFalse();
		assertThat(post(one, "cache-warm", "{\"state\":\"set\"}").statusCode()).isEqualTo(200);
		this.redis.restart();
		await("the store", () -> post(one, "orders-open", "{\"state\":\"set\"}").statusCode() == 200);
		assertThat(get(one, "/actuator/events/orders-open").path("transitions")).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "orders-open, soon", "orders-open, -1s", "orders-open, 26s", "cache-warm, 5s" })
	void impossibleAcknowledgementsAre400AndChangeNothing(String event, String acks) throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		HttpResponse<String> answer = post(one, event, "{\"state\":\"set\",\"acks\":\"" + acks + "\"}");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(json(answer).path("message").asString()).contains("acks");
		assertThat(get(one, "/actuator/events/" + event).path("state").asString()).isEqualTo("clear");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			orders-open | {"state": "set", "acks": "1s", "forget": "two"}      | The lost instances are []
			orders-open | {"state": "clear", "drain": "1s", "forget": "one"}   | The lost instances are []
			orders-open | {"state": "set", "forget": "ghost"}                  | requires acks or drain
			cache-warm  | {"state": "clear", "drain": "1s", "forget": "ghost"} | is local
			""")
	void onlyLostInstancesCanBeForgotten(String event, String body, String words) throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		HttpResponse<String> answer = post(one, event, body);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(json(answer).path("message").asString()).contains("forget", words);
		assertThat(get(one, "/actuator/events/" + event).path("transitions")).isEmpty();
	}

}
