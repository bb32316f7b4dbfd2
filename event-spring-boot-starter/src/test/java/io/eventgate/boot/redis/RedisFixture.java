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
 * A Redis server with whatever tests need to use it: settings as an application has them,
 * and an operator's connection. As an extension of JUnit it leaves each test an empty
 * server.
 */
final class RedisFixture implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

	private static final SharedServer<RedisFixture> SHARED = new SharedServer<>(
			() -> new RedisFixture(RedisServerProcess.SHARED.get()));

	/** So long that it does not matter. */
	static final Duration TIMEOUT = Duration.ofSeconds(20);

	final RedisServerProcess server;

	private final ClientResources resources = ClientResources.create();

	private final RedisClient client = RedisClient.create(this.resources);

	private @Nullable StatefulRedisConnection<String, String> connection;

	private final List<RedisStateStore> stores = new ArrayList<>();

	RedisFixture(RedisServerProcess server) {
		this.server = server;
	}

	/** The one for the server that the tests of this JVM share. */
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

	/** An operator's commands; the connection survives restarts of the server. */
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

	/** The application's factory: not started, with threads that it shares. */
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

	/** The number of connections that the server has, the operator's one left out. */
	long connections() {
		return operator().clientList().lines().count() - 1;
	}

	/** How often the server has run a command. */
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
	 * @return how many
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
