/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documented behavior of the sample over real HTTP. No orders or products
 * are created automatically.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "server.address=127.0.0.1",
		"sample.order-interval=1h", "sample.order-work=1ms", "sample.warm-up=1h" })
class SampleApplicationIT {

	private final Server server;

	SampleApplicationIT(@LocalServerPort int port, @Autowired ProductCatalog catalog) {
		this.server = new Server(port);
		catalog.load();
	}

	@BeforeEach
	@AfterEach
	void open() throws Exception {
		this.server.switchTo("orders-open", "set");
		this.server.switchTo("cache-warm", "set");
		await().until(() -> {
			JsonNode stats = this.server.json("/orders/stats");
			return stats.path("done").asLong() == stats.path("placed").asLong();
		});
	}

	@Test
	void placedOrderIsDone() throws Exception {
		long before = this.server.json("/orders/stats").path("placed").asLong();
		HttpResponse<String> answer = this.server.post("/orders", "");
		assertThat(answer.statusCode()).isEqualTo(202);
		assertThat(answer.body()).isEqualTo("{\"number\":%d}", before + 1);
		await().until(() -> this.server.json("/orders/stats").path("done").asLong() == before + 1);
	}

	@Test
	void switchOverActuatorHoldsAndReleasesWorkers() throws Exception {
		long done = this.server.json("/orders/stats").path("done").asLong();
		hold(10);
		JsonNode stats = this.server.json("/orders/stats");
		assertThat(stats.path("queued").asInt()).isEqualTo(10);
		assertThat(stats.path("working").asInt()).isZero();
		assertThat(stats.path("done").asLong()).isEqualTo(done);
		assertThat(this.server.switchTo("orders-open", "set").toString())
			.isEqualTo("{\"previous\":\"clear\",\"state\":\"set\",\"released\":4}");
		await().until(() -> this.server.json("/orders/stats").path("done").asLong() == done + 10);
	}

	@Test
	void waitingThreadsAreShownWithTheirStart() throws Exception {
		hold(4);
		JsonNode event = this.server.json("/actuator/events/orders-open");
		assertThat(event.path("state").asString()).isEqualTo("clear");
		assertThat(event.path("description").asString()).isEqualTo("Workers take orders");
		assertThat(Duration.parse(event.path("longestWait").asString())).isPositive();
		boolean virtual = Runtime.version().feature() >= 21;
		assertThat(event.path("waitingThreads").valueStream()).hasSize(4).allSatisfy((thread) -> {
			assertThat(thread.path("name").asString()).startsWith("order-worker-");
			assertThat(thread.path("virtual").asBoolean()).isEqualTo(virtual);
		});
		JsonNode transition = event.at("/transitions/0");
		assertThat(transition.path("to").asString()).isEqualTo("clear");
		assertThat(transition.path("source").asString()).isEqualTo("endpoint");
		assertThat(transition.path("reason").asString()).isEqualTo("a test");
	}

	@Test
	void prometheusHasStateAndWaiters() throws Exception {
		assertThat(prometheus()).contains("eventgate_state{event=\"orders-open\"} 1.0");
		hold(4);
		assertThat(prometheus()).contains("eventgate_state{event=\"orders-open\"} 0.0",
				"eventgate_waiters{event=\"orders-open\"} 4.0", "eventgate_state{event=\"cache-warm\"} 1.0");
		assertThat(value("eventgate_wait_longest_seconds{event=\"orders-open\"}")).isPositive();
		double waits = value("eventgate_wait_seconds_count{event=\"orders-open\",outcome=\"set\"}");
		this.server.switchTo("orders-open", "set");
		await().until(() -> value("eventgate_wait_seconds_count{event=\"orders-open\",outcome=\"set\"}") == waits + 4);
		assertThat(value("eventgate_transitions_total{event=\"orders-open\",to=\"clear\"}")).isPositive();
	}

	@Test
	void requestForAProductTimesOut() throws Exception {
		this.server.switchTo("cache-warm", "clear");
		HttpResponse<String> answer = this.server.get("/products/1");
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).contains("5");
		assertThat(answer.body()).contains("\"status\":503", "not set in time");
		assertThat(value("eventgate_wait_seconds_count{event=\"cache-warm\",outcome=\"timeout\"}")).isPositive();
	}

	@Test
	void unknownProductIs404() throws Exception {
		assertThat(this.server.get("/products/99").statusCode()).isEqualTo(404);
	}

	@Test
	void unknownNameIs404AndCreatesNothing() throws Exception {
		assertThat(this.server.post("/actuator/events/order-open", "{\"state\":\"set\"}").statusCode()).isEqualTo(404);
		HttpResponse<String> answer = this.server.post("/actuator/events/orders-open", "{\"state\":\"open\"}");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("'open'", "set", "clear", "pulse");
		assertThat(this.server.json("/actuator/events").path("events").propertyNames()).containsExactly("cache-warm",
				"orders-open");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void clearEventIsHealthy(String path) throws Exception {
		hold(4);
		assertThat(this.server.json(path).path("status").asString()).isEqualTo("UP");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/info", "/actuator/metrics/eventgate.waiters", "/actuator/prometheus" })
	void operatorsFindTheUsualEndpoints(String path) throws Exception {
		assertThat(this.server.get(path).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/desk.css", "/desk.js", "/chart.js", "/format.js", "/icon.svg" })
	void pageLoadsNothingFromOtherServers(String path) throws Exception {
		HttpResponse<String> answer = this.server.get(path);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body().replace("http://www.w3.org/2000/svg", "")).isNotBlank()
			.doesNotContain("//cdn", "http");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/webjars/uplot/dist/uPlot.esm.js", "/webjars/uplot/dist/uPlot.min.css",
			"/actuator/eventgate/uPlot.esm.js" })
	void theChartsAreServedToo(String path) throws Exception {
		assertThat(this.server.get(path).statusCode()).isEqualTo(200);
	}

	@Test
	void thePageLeadsToTheConsole() throws Exception {
		assertThat(this.server.get("/").body()).contains("href=\"actuator/eventgate\"");
		HttpResponse<String> console = this.server.get("/actuator/eventgate");
		assertThat(console.statusCode()).isEqualTo(200);
		assertThat(console.body()).contains("order-desk", "data-events=\"./events\"", "data-switchable=\"true\"",
				"data-charts=\"true\"");
	}

	private void hold(int orders) throws Exception {
		this.server.switchTo("orders-open", "clear");
		for (int i = 0; i < orders; i++) {
			this.server.post("/orders", "");
		}
		await().until(() -> this.server.json("/actuator/events/orders-open").path("waiters").asInt() == 4);
	}

	private String prometheus() throws Exception {
		return this.server.get("/actuator/prometheus").body();
	}

	private double value(String sample) throws Exception {
		return prometheus().lines()
			.filter((line) -> line.startsWith(sample + " "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(sample.length())))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No " + sample));
	}

}
