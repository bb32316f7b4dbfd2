/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Many instances with many events on one Redis, each with connections of its own. It
 * measures the time until all follow when one instance switches everything, and the load
 * on an idle server.
 */
final class Crowd implements AutoCloseable {

	private static final int EVENTS = 1_000;

	/**
	 * Long enough for the periodic snapshots of all instances, which are taken every 22
	 * to 38 seconds.
	 */
	private static final int IDLE_SECONDS = 75;

	private final int instances;

	private final StatefulRedisConnection<String, String> redis;

	private final ClientResources resources = ClientResources.create();

	private final List<ClusterEvents> clusters = new ArrayList<>();

	private final List<List<Event>> copies = new ArrayList<>();

	Crowd(int port, int instances) {
		this.instances = instances;
		this.redis = RedisClient.create(RedisURI.create("127.0.0.1", port)).connect();
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.clientResources(this.resources)
			.build();
		for (int i = 0; i < instances; i++) {
			Duration timeout = Duration.ofSeconds(5);
			ClusterEvents cluster = new ClusterEvents(
					new RedisStateStore(
							new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port), client),
							"crowd", timeout),
					ClusterSettings.builder("client-" + i)
						.commandTimeout(timeout)
						.syncInterval(Duration.ofSeconds(1))
						.build());
			this.clusters.add(cluster);
			this.copies.add(IntStream.range(0, EVENTS)
				.mapToObj((event) -> cluster.create(EventDefinition.of("event-" + event)))
				.toList());
			cluster.start();
		}
		await(() -> this.clusters.stream().allMatch((cluster) -> cluster.status().connected()));
	}

	/** Switches all events in one instance. */
	void burst(Table table) {
		settle();
		double cpu = cpu();
		long start = System.nanoTime();
		this.copies.get(0).forEach(Event::set);
		long set = System.nanoTime();
		await(() -> this.copies.stream().allMatch((copy) -> copy.stream().allMatch(Event::isSet)));
		long end = System.nanoTime();
		double used = cpu() - cpu;
		table.row("%,d events set in one of %,d instances, one after the other", "%,d ms", EVENTS, this.instances,
				millis(set - start));
		table.row("from the last of them until all %,d follow (≤ 100 ms)", "%,d ms", this.instances, millis(end - set));
		table.row("time of Redis's processor meanwhile (≤ 3 s)", "%.2f s", used);
	}

	/** Measures idle instances whose events have been switched once. */
	void idle(Table table) {
		this.copies.get(0).forEach(Event::set);
		await(() -> this.copies.stream().allMatch((copy) -> copy.stream().allMatch(Event::isSet)));
		settle();
		long snapshots = snapshots();
		double[] before = { info("total_net_input_bytes"), info("total_net_output_bytes"), cpu(),
				info("total_commands_processed") };
		long start = System.nanoTime();
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
		double seconds = (System.nanoTime() - start) / 1e9;
		double[] after = { info("total_net_input_bytes"), info("total_net_output_bytes"), cpu(),
				info("total_commands_processed") };
		double each = seconds * this.instances;
		table.row("%,d instances that do nothing, connections", "%,.0f", this.instances, info("connected_clients"));
		table.row("their snapshots", "%.1f/s", (snapshots() - snapshots) / seconds);
		table.row("their commands", "%,.0f/s", (after[3] - before[3]) / seconds);
		table.row("bytes to Redis, of each", "%,.0f/s", (after[0] - before[0]) / each);
		table.row("bytes from Redis, to each (≤ 5,000/s)", "%,.0f/s", (after[1] - before[1]) / each);
		table.row("time of Redis's processor, for all of them" + ((this.instances == 1_000) ? " (≤ 0.08 s/s)" : ""),
				"%.3f s/s", (after[2] - before[2]) / seconds);
	}

	/** Waits until earlier work no longer affects the measurement. */
	private static void settle() {
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	private long snapshots() {
		return this.clusters.stream().mapToLong((cluster) -> cluster.status().snapshots()).sum();
	}

	private double cpu() {
		return info("used_cpu_user") + info("used_cpu_sys");
	}

	private double info(String field) {
		return this.redis.sync()
			.info()
			.lines()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToDouble((line) -> Double.parseDouble(line.substring(field.length() + 1).trim()))
			.findFirst()
			.orElseThrow();
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	@Override
	public void close() {
		this.clusters.forEach(ClusterEvents::close);
		this.redis.close();
		this.resources.shutdown();
	}

}
