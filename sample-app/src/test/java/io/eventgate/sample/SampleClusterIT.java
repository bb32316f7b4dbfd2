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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for several instances of the packaged sample that share an event through a real
 * Redis.
 */
class SampleClusterIT {

	/** As in README.md. */
	private static final String PROFILE = "--spring.profiles.active=redis";

	private final SampleJar jar = new SampleJar();

	private SampleRedis redis;

	@BeforeEach
	void startRedis() throws IOException {
		this.redis = SampleRedis.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.jar.stop();
		this.redis.stop();
	}

	@Test
	void instancesAgreeAfterSwitchesAndARestartOfRedis() throws Exception {
		Server one = start("one");
		Server two = start("two");

		JsonNode cleared = one.json(one.post("/actuator/events/orders-open",
				"{\"state\": \"clear\", \"reason\": \"stock count\", \"acks\": \"25s\"}"));
		assertThat(cleared.path("applied").valueStream().map(JsonNode::asString)).containsExactly("one", "two");
		awaitWaiters(OrderWorkers.COUNT, one, two);
		// The history of another instance is written by a thread of its own.
		await().untilAsserted(() -> {
			JsonNode transition = two.json("/actuator/events/orders-open").at("/transitions/0");
			assertThat(transition.path("instance").asString()).isEqualTo("one");
			assertThat(transition.path("reason").asString()).isEqualTo("stock count");
		});

		two.switchTo("orders-open", "set");
		awaitState("set", one, two);
		awaitWaiters(0, one, two);
		await().until(() -> "set".equals(state(two, "cache-warm")));
		one.switchTo("cache-warm", "clear");
		assertThat(state(two, "cache-warm")).as("which is not shared").isEqualTo("set");

		one.switchTo("orders-open", "clear");
		awaitState("clear", one, two);
		this.redis.kill();
		assertThat(two.post("/actuator/events/orders-open", "{\"state\": \"set\"}").statusCode()).isEqualTo(503);
		awaitState("clear", one, two);
		this.redis.restart();
		Server three = start("three");
		awaitState("clear", one, two, three);
		assertThat(two.json("/actuator/events/orders-open").at("/transitions/0/to").asString())
			.as("the refused set did not happen")
			.isEqualTo("clear");

		await().until(() -> three.json("/actuator/events/orders-open").path("waitersByInstance").size() == 3);
		JsonNode set = three
			.json(three.post("/actuator/events/orders-open", "{\"state\": \"set\", \"acks\": \"25s\"}"));
		assertThat(set.path("applied").valueStream().map(JsonNode::asString)).containsExactly("one", "three", "two");
		assertThat(Stream.of(one, two, three).map((server) -> state(server, "orders-open"))).containsOnly("set");
	}

	@Test
	void documentedAnswersAreReturned() throws Exception {
		assertThat(Path.of("..", "README.md")).content()
			.contains("java -jar sample-app/target/sample-app.jar " + PROFILE + " --server.port=");
		List<Console> consoles = Console.read(Path.of("..", "docs", "sample.md"));
		Server one = start("one");
		Server two = start("two");
		await().until(() -> one.json("/actuator/events/orders-open").path("waitersByInstance").size() == 2);
		await().until(() -> two.json("/orders/stats").path("done").asInt() > 0);
		consoles.get(consoles.size() - 1).run(Map.of(8080, one, 8081, two));
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
