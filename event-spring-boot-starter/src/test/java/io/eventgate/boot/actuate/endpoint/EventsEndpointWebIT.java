/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.boot.testing.WebCalls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint in a complete application over real HTTP.
 */
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EventsEndpointWebIT extends EventsEndpointWaitsIT {

	private final WebApplicationType type;

	private ConfigurableApplicationContext context;

	private WebCalls calls;

	EventsEndpointWebIT(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(this.type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "spring.jmx.enabled=false",
					"eventgate.events.cache-warm.description=Product cache is loaded",
					"eventgate.events.orders-open.initially-set=true", "eventgate.events.public.initially-set=false",
					"eventgate.events.secret.initially-set=false")
			.run();
		this.calls = WebCalls.to(this.context);
	}

	@Override
	WebCalls calls() {
		return this.calls;
	}

	@Override
	AutoCloseable beginCall() throws InterruptedException {
		EventRegistry registry = this.context.getBean(EventRegistry.class);
		registry.get("public").set();
		GuardedCall call = registry.beginCall("public");
		call.await();
		return call;
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void listsEventsWithAllTheirFields() throws Exception {
		this.context.getBean(EventRegistry.class).create("untouched", true);
		HttpResponse<String> answer = this.calls.get("/actuator/events");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(json(answer).propertyNames()).containsExactly("events");
		JsonNode events = json(answer).path("events");
		assertThat(events.path("untouched")).isEqualTo(json("""
				{"state": "set", "description": "", "scope": "local", "waiters": 0,
				 "active": 0, "longestWait": null, "waits": null, "lastChange": null}"""));
		assertThat(events.at("/cache-warm/description").asString()).isEqualTo("Product cache is loaded");
		assertThat(events.at("/orders-open/state").asString()).isEqualTo("set");
	}

	@Test
	void aSwitchIsInTheHistoryWithItsSourceAndReason() throws Exception {
		this.context.getBean(EventRegistry.class).create("switched", false);
		assertThat(json(post("switched", "{\"state\":\"set\",\"reason\":\"partner is back\"}")))
			.isEqualTo(json("{\"previous\":\"clear\",\"state\":\"set\",\"released\":0}"));
		JsonNode body = json(this.calls.get("/actuator/events/switched"));
		assertThat(body.propertyNames()).containsExactlyInAnyOrder("state", "description", "scope", "waiters", "active",
				"longestWait", "waits", "lastChange", "waitingThreads", "transitions");
		assertThat(body.path("transitions")).hasSize(1);
		ObjectNode transition = (ObjectNode) body.path("transitions").path(0);
		String time = transition.remove("time").asString();
		assertThat(Instant.parse(time)).isBeforeOrEqualTo(Instant.now());
		assertThat(body.path("lastChange").asString()).isEqualTo(time);
		assertThat(transition).isEqualTo(json("""
				{"from": "clear", "to": "set", "source": "endpoint", "principal": null,
				 "reason": "partner is back", "instance": null, "released": 0}"""));
	}

	@Test
	void theNewestTransitionComesFirst() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("changing", false);
		event.set();
		event.clear();
		event.pulse();
		assertThat(json(this.calls.get("/actuator/events/changing")).path("transitions").valueStream())
			.extracting((transition) -> transition.path("to").asString() + " " + transition.path("source").asString())
			.containsExactly("pulse application", "clear application", "set application");
	}

	@Test
	void temporaryStateIsShownAndReverted() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("temporary", true);
		JsonNode closed = json(post("temporary", "{\"state\":\"clear\",\"reason\":\"migration\",\"for\":\"1d\"}"));
		String until = closed.path("until").asString();
		assertThat(Instant.parse(until)).isBetween(Instant.now().plus(Duration.ofHours(23)),
				Instant.now().plus(Duration.ofDays(1)));
		assertThat(json(this.calls.get("/actuator/events")).at("/events/temporary/until").asString()).isEqualTo(until);
		JsonNode details = json(this.calls.get("/actuator/events/temporary"));
		assertThat(details.path("until").asString()).isEqualTo(until);
		assertThat(details.at("/transitions/0/until").asString()).isEqualTo(until);
		assertThat(json(post("temporary", "{\"state\":\"clear\",\"for\":\"PT0.05S\"}")).path("previous").asString())
			.isEqualTo("clear");
		Awaitility.await()
			.until(() -> json(this.calls.get("/actuator/events/temporary")).path("transitions").size() == 3);
		JsonNode back = json(this.calls.get("/actuator/events/temporary"));
		assertThat(event.isSet()).isTrue();
		assertThat(back.has("until")).isFalse();
		assertThat(back.at("/transitions/0/source").asString()).isEqualTo("reversal");
		assertThat(back.at("/transitions/0/to").asString()).isEqualTo("set");
		assertThat(json(post("temporary", "{\"state\":\"set\",\"for\":\"1h\"}")).has("until")).isFalse();
	}

	@Test
	void moveAndCancellationOfAnEndAreInTheHistory() throws Exception {
		this.context.getBean(EventRegistry.class).create("extended", true);
		post("extended", "{\"state\":\"clear\",\"reason\":\"migration\",\"for\":\"1h\"}");
		String later = json(post("extended", "{\"state\":\"clear\",\"reason\":\"takes longer\",\"for\":\"2h\"}"))
			.path("until")
			.asString();
		post("extended", "{\"state\":\"clear\",\"reason\":\"keep it\"}");
		post("extended", "{\"state\":\"clear\",\"reason\":\"changes nothing\"}");
		JsonNode transitions = json(this.calls.get("/actuator/events/extended")).path("transitions");
		assertThat(transitions.valueStream())
			.extracting((transition) -> transition.path("from").asString() + " " + transition.path("to").asString()
					+ " " + transition.path("reason").asString())
			.containsExactly("clear clear keep it", "clear clear takes longer", "set clear migration");
		assertThat(transitions.at("/0/source").asString()).isEqualTo("endpoint");
		assertThat(transitions.path(0).has("until")).isFalse();
		assertThat(transitions.at("/1/until").asString()).isEqualTo(later);
	}

	@Test
	void invalidDurationIsRefusedAndChangesNothing() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("unlimited", true);
		for (String bad : List.of("0s", "-5m", "30", "soon", "366d", "99999999999999999999d", "")) {
			HttpResponse<String> answer = post("unlimited", "{\"state\":\"clear\",\"for\":\"" + bad + "\"}");
			assertThat(answer.statusCode()).as(bad).isEqualTo(400);
			assertThat(answer.body()).contains("'for' must be a duration with a unit", "'" + bad + "'");
		}
		HttpResponse<String> pulse = post("unlimited", "{\"state\":\"pulse\",\"for\":\"1m\"}");
		assertThat(pulse.statusCode()).isEqualTo(400);
		assertThat(pulse.body()).contains("a pulse leaves no state to revert");
		assertThat(post("unlimited", "{\"state\":\"clear\",\"duration\":\"1m\"}").statusCode()).isEqualTo(400);
		assertThat(event.isSet()).isTrue();
	}

	@Test
	void switchingIsIdempotent() throws Exception {
		this.context.getBean(EventRegistry.class).create("idempotent", false);
		post("idempotent", "{\"state\":\"set\"}");
		HttpResponse<String> again = post("idempotent", "{\"state\":\"set\"}");
		assertThat(again.statusCode()).isEqualTo(200);
		assertThat(json(again)).isEqualTo(json("{\"previous\":\"set\",\"state\":\"set\",\"released\":0}"));
		post("idempotent", "{\"state\":\"clear\"}");
		assertThat(json(post("idempotent", "{\"state\":\"clear\"}")))
			.isEqualTo(json("{\"previous\":\"clear\",\"state\":\"clear\",\"released\":0}"));
	}

	@Test
	void showsWaitingThreadsAndReleasesThemByAPulse() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("awaited", false);
		Thread waiter = new Thread(event::awaitUninterruptibly, "worker-1");
		waiter.start();
		while (event.getQueueLength() == 0) {
			Thread.onSpinWait();
		}
		JsonNode body = json(this.calls.get("/actuator/events/awaited"));
		assertThat(body.path("waiters").asInt()).isEqualTo(1);
		assertThat(Duration.parse(body.path("longestWait").asString())).isPositive();
		JsonNode thread = body.at("/waitingThreads/0");
		assertThat(thread.path("name").asString()).isEqualTo("worker-1");
		assertThat(thread.path("virtual").booleanValue()).isFalse();
		assertThat(Instant.parse(thread.path("since").asString())).isBeforeOrEqualTo(Instant.now());
		assertThat(json(post("awaited", "{\"state\":\"pulse\"}")))
			.isEqualTo(json("{\"previous\":\"clear\",\"state\":\"clear\",\"released\":1}"));
		waiter.join();
	}

	@Test
	void showsDurationsOfWaits() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("measured", false);
		event.await(Duration.ofMillis(1));
		event.await(Duration.ofMillis(2));
		for (String pointer : List.of("/actuator/events/measured /waits", "/actuator/events /events/measured/waits")) {
			JsonNode waits = json(this.calls.get(pointer.split(" ", -1)[0])).at(pointer.split(" ", -1)[1]);
			assertThat(waits.propertyNames()).containsExactly("count", "p50", "p90", "p99", "max");
			assertThat(waits.path("count").asInt()).isEqualTo(2);
			assertThat(Duration.parse(waits.path("p50").asString())).isGreaterThanOrEqualTo(Duration.ofMillis(1));
			assertThat(Duration.parse(waits.path("p99").asString())).isGreaterThanOrEqualTo(Duration.ofMillis(2));
		}
	}

	@Test
	void detailsHaveTheRecentNumbersOfWaiters() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("remembered", false);
		assertThat(json(this.calls.get("/actuator/events/remembered")).has("recentWaiters")).isFalse();
		event.whenSet().cancel(false);
		JsonNode waiters = json(this.calls.get("/actuator/events/remembered")).path("recentWaiters");
		assertThat(waiters.propertyNames()).containsExactly("since", "step", "peaks");
		assertThat(Instant.parse(waiters.path("since").asString())).isBefore(Instant.now());
		assertThat(waiters.path("step").asString()).isEqualTo("PT10S");
		assertThat(waiters.path("peaks").valueStream().map(JsonNode::asInt)).contains(1);
		assertThat(json(this.calls.get("/actuator/events")).at("/events/remembered").has("recentWaiters")).isFalse();
	}

	@Test
	void unusualValidNameIsFound() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("a.b: c?d#e&f+g\u00fc", false);
		String path = "a.b%3A%20c%3Fd%23e%26f%2Bg%C3%BC";
		CompletableFuture<HttpResponse<String>> wait = this.calls
			.getAsync("/actuator/events/" + path + "?until=set&timeout=5m");
		Awaitility.await().until(() -> event.getQueueLength() == 1);
		assertThat(post(path, "{\"state\":\"set\"}").statusCode()).isEqualTo(200);
		assertThat(event.isSet()).isTrue();
		assertThat(wait.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
		assertThat(json(this.calls.get("/actuator/events/" + path)).path("state").asString()).isEqualTo("set");
	}

	@Test
	void anUnknownNameIs404AndCreatesNothing() throws Exception {
		HttpResponse<String> read = this.calls.get("/actuator/events/cache-wram");
		assertThat(read.statusCode()).isEqualTo(404);
		assertThat(json(read).path("message").asString()).contains("'cache-wram'");
		assertThat(post("cache-wram", "{\"state\":\"set\"}").statusCode()).isEqualTo(404);
		assertThat(this.context.getBean(EventRegistry.class).find("cache-wram")).isEmpty();
	}

	@Test
	void invalidStateIs400AndNamesTheValidOnes() throws Exception {
		for (String body : List.of("{\"state\":\"open\"}", "{\"state\":\"SET\"}", "{\"state\":null}", "{}",
				"{\"status\":\"set\"}", "{\"state\":\"\"}")) {
			assertRejected(post("cache-warm", body), body);
		}
	}

	@Test
	void brokenJsonIs400AndNamesTheValidStates() throws Exception {
		for (String body : List.of("{\"state\":", "set", "[]", "[\"set\"]", "\"set\"", "{\"state\":{}}", "null", "")) {
			assertRejected(post("cache-warm", body), body);
		}
	}

	@Test
	void tooLongReasonIs400() throws Exception {
		HttpResponse<String> answer = post("cache-warm", "{\"state\":\"set\",\"reason\":\"" + "x".repeat(501) + "\"}");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(json(answer).path("message").asString()).contains("500 characters", "501");
	}

	private void assertRejected(HttpResponse<String> answer, String body) {
		assertThat(answer.statusCode()).as(body).isEqualTo(400);
		assertThat(json(answer).path("allowed")).as(body).isEqualTo(json("[\"set\", \"clear\", \"pulse\"]"));
		assertThat(json(answer).path("message").asString()).as(body).contains("[set, clear, pulse]");
		assertThat(this.context.getBean("cacheWarm", Event.class).isSet()).isFalse();
	}

	private HttpResponse<String> post(String name, String body) throws Exception {
		return this.calls.post("/actuator/events/" + name, body);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
