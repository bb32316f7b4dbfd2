/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.eventgate.sample.Operations.Expression;
import io.eventgate.sample.Prometheus.Series;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dashboard and the alerts with a real Prometheus, which scrapes two
 * instances of the packaged sample that share an event. Each expression has data in its
 * situation.
 */
class SamplePrometheusIT {

	private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	private final SampleJar jar = new SampleJar();

	private final List<Expression> alerts = Operations.alerts();

	private final List<Expression> all = Stream.concat(Operations.panels().stream(), this.alerts.stream()).toList();

	private final Set<String> shown = new HashSet<>();

	private SampleRedis redis;

	private Prometheus prometheus;

	private Server one;

	private Server two;

	SamplePrometheusIT() throws IOException {
	}

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		Prometheus.installed("prometheus");
		this.redis = SampleRedis.start();
		CompletableFuture<Server> second = CompletableFuture.supplyAsync(() -> start("two"));
		this.one = start("one");
		this.two = second.join();
		this.prometheus = Prometheus.start(directory, List.of(this.one.address(), this.two.address()));
	}

	private Server start(String instance) {
		try {
			return this.jar.start(List.of(), "--spring.profiles.active=redis", "--spring.data.redis.host=127.0.0.1",
					"--spring.data.redis.port=" + this.redis.port(), "--eventgate.store.instance=" + instance);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@AfterEach
	void stop() throws Exception {
		if (this.prometheus != null) {
			this.prometheus.stop();
		}
		this.jar.stop();
		if (this.redis != null) {
			this.redis.stop();
		}
	}

	@Test
	void eachExpressionHasDataInItsSituation() throws Exception {
		everythingIsWell();
		anEventIsCleared();
		aWaitTimesOut();
		theFeedHasAGap();
		theStoreIsDown();
		theStoreHasLostItsData();
		waitsWereLong();
		assertThat(this.shown)
			.containsExactlyInAnyOrderElementsOf(this.all.stream().map(Expression::owner).distinct().toList());
		assertThat(this.prometheus.data("/api/v1/rules").findValuesAsString("health")).hasSize(this.alerts.size())
			.containsOnly("ok");
	}

	private void everythingIsWell() throws Exception {
		await().until(() -> this.prometheus.query("eventgate_store_sync_age_seconds").size() == 2);
		for (Expression alert : this.alerts) {
			assertThat(this.prometheus.query(alert.evaluable())).as(alert.owner()).isEmpty();
		}
		for (JsonNode variable : Operations.dashboard().at("/templating/list")) {
			if (variable.path("type").asString().equals("query")) {
				Matcher query = LABEL_VALUES.matcher(variable.at("/query/query").asString());
				assertThat(query.matches()).as(variable.toString()).isTrue();
				assertThat(this.prometheus.labelValues(Operations.withoutVariables(query.group(1)), query.group(2)))
					.as(variable.toString())
					.isNotEmpty();
			}
		}
	}

	private void anEventIsCleared() throws Exception {
		this.one.switchTo("orders-open", "clear");
		show("State", (series) -> isOf(this.two, series) && isOf("orders-open", series) && series.value() == 0);
		show("Waiters", (series) -> isOf("orders-open", series) && series.value() == 2 * OrderWorkers.COUNT);
		show("EventGateClosed", (series) -> isOf("orders-open", series) && series.value() == 2 * OrderWorkers.COUNT);
		show("Longest wait", (series) -> isOf("orders-open", series) && series.value() > 0);
		show("Transitions", (series) -> "clear".equals(series.labels().get("to")) && series.value() > 0);
		show("Propagation", (series) -> isOf(this.two, series) && series.value() > 0);
	}

	private void aWaitTimesOut() throws Exception {
		await().until(() -> this.one.json("/actuator/events/cache-warm").path("state").asString(), "set"::equals);
		this.one.switchTo("cache-warm", "clear");
		assertThat(this.one.get("/products/1").statusCode()).isEqualTo(503);
		show("Waits that ended", (series) -> isOf("cache-warm", series)
				&& "timeout".equals(series.labels().get("outcome")) && series.value() > 0);
	}

	/** Deletes the feed, which leads to a gap. */
	private void theFeedHasAGap() throws Exception {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.redis.port());
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			RedisCommands<String, String> commands = connection.sync();
			commands.del("eventgate:{order-desk}:events", "eventgate:{order-desk}:feed");
		}
		finally {
			client.shutdown();
		}
		show("Gaps", (series) -> series.value() > 0);
	}

	private void waitsWereLong() throws Exception {
		show("Longest wait", (series) -> series.value() > 12);
		// One of the instances may not have found the store yet.
		await().untilAsserted(() -> this.one.switchTo("orders-open", "set"));
		show("Wait percentiles", (series) -> isOf("orders-open", series) && series.value() > 10);
		show("EventGateWaitsLong", (series) -> isOf("orders-open", series) && series.value() > 10);
	}

	private void theStoreIsDown() {
		this.redis.kill();
		show("Last read of the store", (series) -> isOf(this.two, series) && series.value() > 10);
		show("EventGateStoreStale", (series) -> isOf(this.two, series));
		show("Errors of the store", (series) -> isOf(this.two, series) && series.value() > 0);
	}

	private void theStoreHasLostItsData() throws IOException {
		this.redis.restart();
		show("Heals", (series) -> series.value() > 0);
		show("EventGateStoreLostData", (series) -> series.value() > 0);
	}

	private void show(String owner, Predicate<Series> wanted) {
		assertThat(this.all).extracting(Expression::owner).contains(owner);
		for (Expression expression : this.all) {
			if (expression.owner().equals(owner)) {
				await().untilAsserted(() -> assertThat(this.prometheus.query(expression.evaluable()))
					.as(expression.toString())
					.anyMatch(wanted)
					.allSatisfy((series) -> assertThat(series.labels().keySet()).containsAll(labels(expression))));
			}
		}
		this.shown.add(owner);
	}

	private static List<String> labels(Expression expression) {
		return LABEL.matcher(expression.legend()).results().map((match) -> match.group(1)).toList();
	}

	private static boolean isOf(Server server, Series series) {
		return server.address().equals(series.labels().get("instance"));
	}

	private static boolean isOf(String event, Series series) {
		return event.equals(series.labels().get("event"));
	}

}
