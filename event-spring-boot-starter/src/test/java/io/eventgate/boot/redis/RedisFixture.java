/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.boot.testing.SharedServer;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis server for tests, with the settings of an application and the connection of an
 * operator. As a JUnit extension, it gives each test an empty server.
 */
final class RedisFixture implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

	private static final SharedServer<RedisFixture> SHARED = new SharedServer<>(
			() -> new RedisFixture(RedisServerProcess.SHARED.get()));

	/** A time-out that is never reached. */
	static final Duration TIMEOUT = Duration.ofSeconds(20);

	final RedisServerProcess server;

	private final ClientResources resources = ClientResources.create();

	private final RedisClient client = RedisClient.create(this.resources);

	private @Nullable StatefulRedisConnection<String, String> connection;

	private final List<RedisStateStore> stores = new ArrayList<>();

	RedisFixture(RedisServerProcess server) {
		this.server = server;
	}

	/** Returns the fixture for the server that the tests of this JVM share. */
	static RedisFixture shared() {
		return SHARED.get();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		operator().flushall();
		operator().scriptFlush();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		closeStores();
	}

	/**
	 * Returns the commands of an operator, whose connection survives restarts of the
	 * server.
	 */
	RedisCommands<String, String> operator() {
		return connection().sync();
	}

	synchronized StatefulRedisConnection<String, String> connection() {
		if (this.connection == null) {
			this.connection = this.client.connect(uri());
		}
		return Objects.requireNonNull(this.connection);
	}

	ClientResources resources() {
		return this.resources;
	}

	RedisURI uri() {
		return RedisURI.create("127.0.0.1", this.server.port());
	}

	RedisStandaloneConfiguration standalone() {
		return new RedisStandaloneConfiguration("127.0.0.1", this.server.port());
	}

	/** Returns the application's factory, which is not started and shares its threads. */
	LettuceConnectionFactory factory(RedisConfiguration configuration) {
		return new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.builder().clientResources(this.resources).build());
	}

	RedisStateStore store(String namespace) {
		return store(standalone(), namespace, TIMEOUT);
	}

	RedisStateStore store(RedisConfiguration configuration, String namespace, Duration timeout) {
		RedisStateStore store = new RedisStateStore(factory(configuration), namespace, timeout);
		this.stores.add(store);
		return store;
	}

	/** Returns the number of connections of the server, without that of the operator. */
	long connections() {
		return operator().clientList().lines().count() - 1;
	}

	/** Returns the number of times that the server has run a command. */
	long calls(String command) {
		return operator().info("commandstats")
			.lines()
			.filter((line) -> line.startsWith("cmdstat_" + command + ":calls="))
			.map((line) -> line.replaceAll(".*:calls=(\\d+),.*", "$1"))
			.mapToLong(Long::parseLong)
			.sum();
	}

	/**
	 * Closes the connections that wait for changes.
	 * @return the number of closed connections
	 */
	int killWaiting() {
		List<String> waiting = operator().clientList().lines().filter((line) -> line.contains(" cmd=xread ")).toList();
		waiting.forEach((line) -> operator()
			.clientKill(KillArgs.Builder.id(Long.parseLong(line.replaceAll("^id=(\\d+) .*", "$1")))));
		return waiting.size();
	}

	void closeStores() {
		this.stores.forEach(RedisStateStore::close);
		this.stores.clear();
	}

	@Override
	public void close() {
		closeStores();
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		this.resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
		this.server.close();
	}

}
