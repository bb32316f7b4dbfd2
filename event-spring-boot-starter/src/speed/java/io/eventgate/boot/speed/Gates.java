/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.StateStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.retry.RetryOneTime;
import org.postgresql.PGConnection;
import org.redisson.Redisson;
import org.redisson.api.RCountDownLatch;
import org.redisson.config.Config;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The gates that are compared.
 */
enum Gates {

	/** The lower bound for Redis: a message without any state. */
	REDIS_PUBLISH("Redis, `PUBLISH` alone") {

		@Override
		Gate create(int port, String instance) {
			return new RedisPublish(port);
		}

	},

	/** The least that keeps a state: a script that writes it, and a stream of changes. */
	REDIS_STREAM("Redis, a script with `HSET` and `XADD`, read by `XREAD`, alone") {

		@Override
		Gate create(int port, String instance) {
			return new RedisStream(port);
		}

	},

	/** EventGate on Redis. */
	EVENTGATE_REDIS("**EventGate on Redis**") {

		@Override
		Gate create(int port, String instance) {
			return new EventGate(new RedisStateStore(
					new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port)), "speed",
					EventGate.TIMEOUT), instance, EventGate.INTERVAL);
		}

	},

	/** Redisson's latch, reset to a count of one for each round. */
	REDISSON_LATCH("Redisson `RCountDownLatch`") {

		@Override
		Gate create(int port, String instance) {
			return new RedissonLatch(port);
		}

	},

	/** The lower bound for PostgreSQL: a notification without any state. */
	PG_NOTIFY("PostgreSQL, `pg_notify` alone") {

		@Override
		Gate create(int port, String instance) throws SQLException {
			return new PgNotify(port);
		}

	},

	/** EventGate on PostgreSQL. */
	EVENTGATE_POSTGRESQL("**EventGate on PostgreSQL**") {

		@Override
		Gate create(int port, String instance) {
			return new EventGate(
					Databases.store("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "speed"), instance,
					EventGate.INTERVAL);
		}

	},

	/** EventGate on MariaDB, which has no notifications and is polled. */
	EVENTGATE_MARIADB("**EventGate on MariaDB**, asked each 10 ms") {

		@Override
		Gate create(int port, String instance) {
			return new EventGate(Databases.store("jdbc:mariadb://127.0.0.1:" + port + "/test", "root", "speed"),
					instance, Duration.ofMillis(10));
		}

	},

	/** Curator's barrier, on ZooKeeper. */
	CURATOR_BARRIER("Curator `DistributedBarrier`") {

		@Override
		Gate create(int port, String instance) {
			return new CuratorBarrier(port);
		}

	};

	private final String title;

	Gates(String title) {
		this.title = title;
	}

	/** Returns the title for reports. */
	String title() {
		return this.title;
	}

	/**
	 * Creates a gate in this process.
	 * @param port the port of the server
	 * @param instance the name of this process
	 */
	abstract Gate create(int port, String instance) throws Exception;

	/** Returns the server that it needs. */
	Server server() {
		return switch (this) {
			case REDIS_PUBLISH, REDIS_STREAM, EVENTGATE_REDIS, REDISSON_LATCH -> Server.REDIS;
			case PG_NOTIFY, EVENTGATE_POSTGRESQL -> Server.POSTGRESQL;
			case EVENTGATE_MARIADB -> Server.MARIADB;
			case CURATOR_BARRIER -> Server.ZOOKEEPER;
		};
	}

	/** Returns the lower bound for the same server. ZooKeeper is compared with Redis. */
	Gates raw() {
		return (server() == Server.POSTGRESQL) ? PG_NOTIFY : REDIS_PUBLISH;
	}

	/** Returns whether it is only a lower bound for others. */
	boolean isRaw() {
		return this == raw() || this == REDIS_STREAM;
	}

	boolean isOurs() {
		return this == EVENTGATE_REDIS || this == EVENTGATE_POSTGRESQL || this == EVENTGATE_MARIADB;
	}

	/** Returns the greatest acceptable ratio, or 0 if there is no target. */
	double target() {
		return switch (this) {
			case EVENTGATE_REDIS -> 1.3;
			case EVENTGATE_POSTGRESQL -> 1.4;
			default -> 0;
		};
	}

	/** The servers. */
	enum Server {

		REDIS, POSTGRESQL, MARIADB, ZOOKEEPER

	}

	private static final class EventGate implements Gate {

		static final Duration TIMEOUT = Duration.ofSeconds(5);

		static final Duration INTERVAL = Duration.ofSeconds(1);

		private final Event event;

		EventGate(StateStore store, String instance, Duration interval) {
			ClusterEvents cluster = new ClusterEvents(store,
					ClusterSettings.builder(instance).commandTimeout(TIMEOUT).syncInterval(interval).build());
			cluster.start();
			this.event = cluster.create(EventDefinition.of("gate"));
		}

		@Override
		public void open() {
			untilDone(this.event::set);
		}

		@Override
		public void close(int round) {
			untilDone(this.event::clear);
		}

		/** A call may fail while its connections are killed. */
		private static void untilDone(Runnable call) {
			while (true) {
				try {
					call.run();
					return;
				}
				catch (EventStoreUnavailableException ex) {
					LockSupport.parkNanos(1_000_000);
				}
			}
		}

		@Override
		public void await() throws InterruptedException {
			this.event.await();
		}

		@Override
		public void awaitClosed() {
			while (this.event.isSet()) {
				LockSupport.parkNanos(50_000);
			}
		}

	}

	private static final class RedisPublish implements Gate {

		private final StatefulRedisConnection<String, String> connection;

		private final Semaphore messages = new Semaphore(0);

		RedisPublish(int port) {
			RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
			this.connection = client.connect();
			StatefulRedisPubSubConnection<String, String> subscription = client.connectPubSub();
			subscription.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String channel, String message) {
					RedisPublish.this.messages.release();
				}

			});
			subscription.sync().subscribe("raw");
		}

		@Override
		public void open() {
			this.connection.sync().publish("raw", "gate");
		}

		@Override
		public void close(int round) {
			// There is no state to reset.
		}

		@Override
		public void await() throws InterruptedException {
			this.messages.acquire();
		}

	}

	private static final class RedisStream implements Gate {

		private static final String SWITCH = """
				redis.call('HSET', KEYS[1], 'gate', ARGV[1])
				return redis.call('XADD', KEYS[2], 'MAXLEN', '~', '5000', '*', 'state', ARGV[1])
				""";

		private static final String[] KEYS = { "raw-state", "raw-changes" };

		private final StatefulRedisConnection<String, String> connection;

		private final StatefulRedisConnection<String, String> reading;

		private final String digest;

		private final Semaphore openings = new Semaphore(0);

		RedisStream(int port) {
			RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
			this.connection = client.connect();
			this.digest = this.connection.sync().scriptLoad(SWITCH);
			this.reading = client.connect();
			this.reading.setTimeout(Duration.ZERO);
			read(this.connection.sync().eval(SWITCH, ScriptOutputType.VALUE, KEYS, "closed"));
		}

		@SuppressWarnings("unchecked") // the array of a varargs parameter
		private void read(String after) {
			CompletionStage<?> unused = this.reading.async()
				.xread(XReadArgs.Builder.block(1_000), StreamOffset.from(KEYS[1], after))
				.thenAccept((entries) -> {
					String last = after;
					for (StreamMessage<String, String> entry : entries) {
						last = entry.getId();
						if (entry.getBody().containsValue("open")) {
							this.openings.release();
						}
					}
					read(last);
				});
		}

		@Override
		public void open() {
			change("open");
		}

		@Override
		public void close(int round) {
			change("closed");
		}

		private void change(String state) {
			this.connection.sync().evalsha(this.digest, ScriptOutputType.VALUE, KEYS, state);
		}

		@Override
		public void await() throws InterruptedException {
			this.openings.acquire();
		}

	}

	private static final class RedissonLatch implements Gate {

		private final RCountDownLatch latch;

		RedissonLatch(int port) {
			Config config = new Config();
			config.useSingleServer().setAddress("redis://127.0.0.1:" + port);
			this.latch = Redisson.create(config).getCountDownLatch("latch");
			this.latch.trySetCount(1);
		}

		@Override
		public void open() {
			this.latch.countDown();
		}

		@Override
		public void close(int round) {
			this.latch.trySetCount(1);
		}

		@Override
		public void await() throws InterruptedException {
			this.latch.await();
		}

		@Override
		public void awaitClosed() {
			while (this.latch.getCount() == 0) {
				LockSupport.parkNanos(50_000);
			}
		}

	}

	private static final class PgNotify implements Gate {

		private final Connection sending;

		private final Connection listening;

		PgNotify(int port) throws SQLException {
			String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
			this.sending = DriverManager.getConnection(url, "postgres", "");
			this.listening = DriverManager.getConnection(url, "postgres", "");
			this.listening.createStatement().execute("listen raw");
		}

		@Override
		public void open() throws SQLException {
			try (PreparedStatement statement = this.sending.prepareStatement("select pg_notify('raw', ?)")) {
				statement.setString(1, "gate");
				statement.executeQuery().close();
			}
		}

		@Override
		public void close(int round) {
			// There is no state to reset.
		}

		@Override
		public void await() throws SQLException {
			this.listening.unwrap(PGConnection.class).getNotifications(0);
		}

	}

	private static final class CuratorBarrier implements Gate {

		private final CuratorFramework client;

		private final DistributedBarrier barrier;

		CuratorBarrier(int port) {
			this.client = CuratorFrameworkFactory.newClient("127.0.0.1:" + port, new RetryOneTime(100));
			this.client.start();
			this.barrier = new DistributedBarrier(this.client, "/barrier");
			try {
				this.barrier.setBarrier();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void open() throws Exception {
			this.barrier.removeBarrier();
		}

		@Override
		public void close(int round) throws Exception {
			this.barrier.setBarrier();
		}

		@Override
		public void await() throws Exception {
			this.barrier.waitOnBarrier();
		}

		@Override
		public void awaitClosed() throws Exception {
			while (this.client.checkExists().forPath("/barrier") == null) {
				LockSupport.parkNanos(50_000);
			}
		}

	}

}
