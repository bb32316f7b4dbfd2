/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.boot.testing.AbstractFaultSuiteIT;
import io.eventgate.boot.testing.FaultyProxy;
import io.eventgate.boot.testing.FaultyProxy.Direction;
import io.eventgate.boot.testing.FaultyStore;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.InstanceReport;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.connect;
import static io.eventgate.cluster.StoreCalls.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the suite of faults on Redis, and tests for faults that only Redis has.
 */
class RedisFaultSuiteIT extends AbstractFaultSuiteIT {

	private static final String NAMESPACE = "faults";

	RedisFaultSuiteIT() {
		super("Redis", Path.of("target", "faults-redis.md"));
	}

	@Override
	protected FaultyStore start() throws IOException {
		return new FaultyRedis(fixture("--appendonly", "yes", "--appendfsync", "always"));
	}

	@Test
	void dataIsRestoredOnAServerWithoutPersistence() throws Exception {
		RedisFixture redis = keep(fixture());
		Event here = event(instance(redis, "here"), "a");
		pulse(here);
		set(here);
		long before = version(redis, "a");
		redis.server.kill();
		redis.server.restart();
		long start = System.nanoTime();
		await("the data", () -> version(redis, "a") == before);
		this.report.time("server killed, and started again empty: restored", AFTER_OUTAGE, System.nanoTime() - start);
		await("the late one", event(instance(redis, "late"), "a")::isSet);
	}

	@Test
	void setThatAReplicaMissedSurvivesItsPromotion() throws Exception {
		RedisFixture primary = keep(fixture());
		FaultyProxy replication = proxy(primary.server.port());
		RedisFixture replica = keep(
				fixture("--replicaof", "127.0.0.1", "" + replication.port(), "--repl-timeout", "60"));
		await("the replica", () -> replica.operator().info("replication").contains("master_link_status:up")
				&& primary.operator().info("replication").contains("state=online"));
		RedisStaticMasterReplicaConfiguration both = new RedisStaticMasterReplicaConfiguration("127.0.0.1",
				primary.server.port());
		both.addNode("127.0.0.1", replica.server.port());
		Event here = event(instance(primary, both, "here"), "a");
		Event there = event(instance(primary, both, "there"), "a");
		pulse(here);
		replication.stall();
		set(here);
		await("the other one", there::isSet);
		long before = version(primary, "a");
		primary.server.kill();
		replica.operator().replicaofNoOne();
		long start = System.nanoTime();
		await("the promoted one to know", () -> version(replica, "a") == before);
		this.report.time("lagging replica promoted: restored", AFTER_OUTAGE, System.nanoTime() - start);
		assertThat(here.isSet()).isTrue();
		assertThat(there.isSet()).isTrue();
		await("switches", () -> switchable(there));
	}

	@Test
	void entriesOfOtherProgramsHaveNoEffect() throws Exception {
		RedisFixture redis = keep(fixture());
		Event here = event(instance(redis, "here"), "a");
		ClusterEvents other = instance(redis, "there");
		Event there = event(other, "a");
		CompletableFuture<Void> waiter = there.whenSet();
		for (int i = 0; i < 1_000; i++) {
			redis.operator().xadd(RedisKeys.of(NAMESPACE).feed(), "event", "a", "version", "9");
		}
		Event second = event(other, "b");
		set(second);
		assertThat(waiter).isNotDone();
		assertThat(version(redis, "a")).isZero();
		set(here);
		awaitRelease(waiter);
		assertThat(version(redis, "a")).isEqualTo(1);
		assertThat(other.status().gaps()).isZero();
	}

	@Test
	void entriesOfAnotherVersionAreRead() throws Exception {
		RedisFixture redis = keep(fixture());
		ClusterEvents cluster = instance(redis, "here");
		Event here = event(cluster, "a");
		CompletableFuture<Void> waiter = here.whenSet();
		RedisKeys keys = RedisKeys.of(NAMESPACE);
		StateStore newer = connect(redis.store(NAMESPACE));
		get(newer.report("newer", "format=9&a=7&{json}"));
		get(newer.reset("a", new State(7, "kind=toggle&format=9&at=soon&op&=&%zz")));
		awaitRelease(waiter);
		assertThat(cluster.instances()).extracting(InstanceReport::instance).contains("here", "newer");
		await("a clear", () -> switchable(here));
		assertThat(version(redis, "a")).isEqualTo(8);
		assertThat(redis.operator().hlen(keys.reports())).isEqualTo(3);
	}

	@Test
	void slowReaderStillFollows() throws Exception {
		RedisFixture redis = keep(fixture("--client-output-buffer-limit", "normal", "100kb", "100kb", "0"));
		FaultyProxy network = proxy(redis.server.port());
		Event here = event(instance(redis, "here"), "a");
		Event there = event(instance(redis, configuration(network.port()), "there"), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.connections().get(1).stall(Direction.TO_CLIENT);
		set(here);
		this.report.time("reader too slow for the server: released after a set", Duration.ofSeconds(5),
				awaitRelease(waiter));
	}

	private static long version(RedisFixture redis, String event) {
		String entry = redis.operator().hget(RedisKeys.of(NAMESPACE).events(), event);
		return (entry != null) ? Long.parseLong(entry.substring(0, entry.indexOf(' '))) : 0;
	}

	private static RedisFixture fixture(String... options) throws IOException {
		return new RedisFixture(RedisServerProcess.start(options));
	}

	private static RedisConfiguration configuration(int port) {
		return new RedisStandaloneConfiguration("127.0.0.1", port);
	}

	private ClusterEvents instance(RedisFixture redis, String name) {
		return instance(redis, redis.standalone(), name);
	}

	private ClusterEvents instance(RedisFixture redis, RedisConfiguration configuration, String name) {
		return instance(redis.store(configuration, NAMESPACE, TIMEOUT), name, INTERVAL);
	}

	private record FaultyRedis(RedisFixture redis) implements FaultyStore {

		@Override
		public StateStore connect(int port, Duration timeout) {
			return this.redis.store(configuration(port), NAMESPACE, timeout);
		}

		@Override
		public int port() {
			return this.redis.server.port();
		}

		@Override
		public void pause() {
			this.redis.server.pause();
		}

		@Override
		public void resume() {
			this.redis.server.resume();
		}

		@Override
		public void kill() {
			this.redis.server.kill();
		}

		@Override
		public void restart() throws IOException {
			this.redis.server.restart();
		}

		@Override
		public void loseData() {
			this.redis.operator().flushall();
		}

		@Override
		public int killSubscriptions() {
			return this.redis.killWaiting();
		}

		@Override
		public long version(String event) {
			return RedisFaultSuiteIT.version(this.redis, event);
		}

		@Override
		public long connections() {
			return this.redis.connections();
		}

		@Override
		public int mostConnections() {
			return 2;
		}

		@Override
		public int mostInstances() {
			return 50;
		}

		@Override
		public String type() {
			return "redis";
		}

		@Override
		public void close() {
			this.redis.close();
		}

	}

}
