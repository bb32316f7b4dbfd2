/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for several instances of the packaged sample that share an event through a real
 * Redis.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleClusterIT {

	/** As in README.md. */
	private static final String PROFILE = "--spring.profiles.active=redis";

	private final SampleJar jar = new SampleJar();

	private SampleRedis redis;

	private Server one;

	private Server two;

	@BeforeAll
	void start() throws IOException {
		this.redis = SampleRedis.start();
		this.one = start("one");
		this.two = start("two");
	}

	@BeforeEach
	void open() throws Exception {
		this.one.switchTo("orders-open", "set");
		awaitState("set", this.one, this.two);
	}

	@AfterAll
	void stop() throws Exception {
		this.jar.stop();
		this.redis.stop();
	}

	@Order(1)
	@Test
	void documentedAnswersAreReturned() throws Exception {
		assertThat(Path.of("..", "README.md")).content()
			.contains("java -jar sample-app/target/sample-app.jar " + PROFILE + " --server.port=");
		List<Console> consoles = Console.read(Path.of("..", "docs", "sample.md"));
		await().until(() -> this.one.json("/actuator/events/orders-open").path("waitersByInstance").size() == 2);
		await().until(() -> this.two.json("/orders/stats").path("done").asInt() > 0);
		consoles.get(consoles.size() - 1).run(Map.of(8080, this.one, 8081, this.two));
	}

	/** The last one, because it starts a third instance. */
	@Order(2)
	@Test
	void instancesAgreeAfterSwitchesAndARestartOfRedis() throws Exception {
		JsonNode cleared = this.one.json(this.one.post("/actuator/events/orders-open",
				"{\"state\": \"clear\", \"reason\": \"stock count\", \"acks\": \"25s\"}"));
		assertThat(cleared.path("applied").valueStream().map(JsonNode::asString)).containsExactly("one", "two");
		awaitWaiters(OrderWorkers.COUNT, this.one, this.two);
		// The history of another instance is written by a thread of its own.
		await().untilAsserted(() -> {
			JsonNode transition = this.two.json("/actuator/events/orders-open").at("/transitions/0");
			assertThat(transition.path("instance").asString()).isEqualTo("one");
			assertThat(transition.path("reason").asString()).isEqualTo("stock count");
		});

		this.two.switchTo("orders-open", "set");
		awaitState("set", this.one, this.two);
		awaitWaiters(0, this.one, this.two);
		await().until(() -> "set".equals(state(this.two, "cache-warm")));
		this.one.switchTo("cache-warm", "clear");
		assertThat(state(this.two, "cache-warm")).as("which is not shared").isEqualTo("set");

		this.one.switchTo("orders-open", "clear");
		awaitState("clear", this.one, this.two);
		this.redis.kill();
		assertThat(this.two.post("/actuator/events/orders-open", "{\"state\": \"set\"}").statusCode()).isEqualTo(503);
		awaitState("clear", this.one, this.two);
		this.redis.restart();
		Server three = start("three");
		awaitState("clear", this.one, this.two, three);
		assertThat(this.two.json("/actuator/events/orders-open").at("/transitions/0/to").asString())
			.as("the refused set did not happen")
			.isEqualTo("clear");

		await().until(() -> three.json("/actuator/events/orders-open").path("waitersByInstance").size() == 3);
		JsonNode set = three
			.json(three.post("/actuator/events/orders-open", "{\"state\": \"set\", \"acks\": \"25s\"}"));
		assertThat(set.path("applied").valueStream().map(JsonNode::asString)).containsExactly("one", "three", "two");
		assertThat(Stream.of(this.one, this.two, three).map((server) -> state(server, "orders-open")))
			.containsOnly("set");
	}

	private Server start(String instance) throws IOException {
		return this.jar.start(List.of(), PROFILE, "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + this.redis.port(), "--eventgate.store.instance=" + instance,
				"--eventgate.store.sync-interval=500ms");
	}

	private void awaitState(String state, Server... servers) {
		for (Server server : servers) {
			await().until(() -> state(server, "orders-open"), state::equals);
		}
	}

	private void awaitWaiters(int count, Server... servers) {
		for (Server server : servers) {
			await().until(() -> server.json("/actuator/events/orders-open").path("waiters").asInt() == count);
		}
	}

	private static String state(Server server, String event) {
		try {
			return server.json("/actuator/events/" + event).path("state").asString();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
