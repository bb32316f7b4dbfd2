/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Snapshot;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;

/**
 * A link to Redis: a connection for commands and one that waits for changes, both to the
 * primary. It opens once and ends once, for the first reason that occurs, together with
 * its connections and pending commands.
 *
 * <p>
 * The client belongs to the link, because its shutdown is the only way to close
 * connections that have not finished their handshake.
 */
@SuppressWarnings("FutureReturnValueIgnored") // all ends are in end()
final class RedisLink {

	private static final String FEED_LENGTH = "5000";

	private final RedisClient client;

	private final RedisPrimarySearch search;

	private final RedisKeys keys;

	private final RedisFeed feed;

	private final Consumer<Throwable> lost;

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

	private volatile @Nullable StatefulRedisConnection<String, String> commands;

	private volatile @Nullable StatefulRedisConnection<String, String> blocking;

	RedisLink(RedisClient client, List<RedisURI> nodes, RedisKeys keys, Consumer<Throwable> lost) {
		this.client = client;
		this.search = new RedisPrimarySearch(client, nodes, keys, this::hasEnded);
		this.keys = keys;
		this.feed = new RedisFeed(keys);
		this.lost = lost;
	}

	/** Returns a future that completes when both connections are open. */
	CompletableFuture<Void> opened() {
		return this.opened;
	}

	/** Returns a future that completes when all connections are closed. */
	CompletableFuture<Void> closed() {
		return this.closed;
	}

	/**
	 * Connects. The resolution of names may block, if the application has configured it
	 * so.
	 */
	void open() {
		if (hasEnded()) {
			return;
		}
		try {
			this.search.find().thenCompose((primary) -> {
				this.commands = keep(primary.connection());
				return this.client.connectAsync(StringCodec.UTF8, primary.node());
			}).whenComplete((connection, failure) -> {
				if (failure != null) {
					end(RedisErrors.translate(RedisErrors.unwrap(failure), this.keys));
				}
				else {
					// The caller limits the time that it may be blocked.
					connection.setTimeout(Duration.ZERO);
					this.blocking = keep(connection);
					this.opened.complete(null);
				}
			});
		}
		catch (RuntimeException ex) {
			end(ex);
		}
	}

	/**
	 * Runs a script, if the link is open.
	 * @param script the script
	 * @param scriptKeys its keys
	 * @param arguments its arguments
	 * @param decoder turns the reply into a result
	 * @param <T> the type of the result
	 * @return the result
	 */
	<T> CompletableFuture<T> run(RedisScript script, List<String> scriptKeys, List<String> arguments,
			Function<List<Object>, T> decoder) {
		return call(this.commands, (connection) -> script.run(connection, scriptKeys, arguments).thenApply(decoder));
	}

	/**
	 * Runs a script that changes events, whose arguments begin with the length of the
	 * feed and a mark, and whose reply begins with the number of entries in the feed.
	 * @param script the script
	 * @param arguments its other arguments
	 * @param decoder turns the reply into a result
	 * @param <T> the type of the result
	 * @return the result
	 */
	<T> CompletableFuture<T> change(RedisScript script, List<String> arguments, Function<List<Object>, T> decoder) {
		String mark = this.feed.sending();
		List<String> all = new ArrayList<>(List.of(FEED_LENGTH, mark));
		all.addAll(arguments);
		return run(script, this.keys.changing(), all, (reply) -> {
			this.feed.answered(mark, (Long) reply.get(0));
			return decoder.apply(reply);
		}).whenComplete((result, failure) -> {
			if (failure != null) {
				this.feed.answered(mark, 0);
			}
		});
	}

	CompletableFuture<Snapshot> snapshot() {
		return run(RedisScript.SNAPSHOT, this.keys.changing(), List.of(), this.feed::snapshot);
	}

	CompletableFuture<Changes> changes(String after, Duration wait) {
		return call(this.blocking, (connection) -> this.feed.changes(connection, after, wait));
	}

	private <T> CompletableFuture<T> call(@Nullable StatefulRedisConnection<String, String> connection,
			Function<StatefulRedisConnection<String, String>, CompletionStage<T>> call) {
		CompletableFuture<T> result = new CompletableFuture<>();
		if (connection == null || !this.opened.isDone() || hasEnded() || !connection.isOpen()) {
			result.completeExceptionally(new RefusedException("There is no connection to Redis", this.end.get()));
			return result;
		}
		call.apply(connection).whenComplete((value, failure) -> {
			if (failure == null) {
				result.complete(value);
				return;
			}
			Throwable cause = RedisErrors.unwrap(failure);
			if (RedisErrors.isNotPrimary(cause)) {
				// First, so that the link refuses what the caller calls next.
				end(cause);
			}
			result.completeExceptionally(RedisErrors.translate(cause, this.keys));
		});
		return result;
	}

	/** Ends the link at the request of its owner, which is no loss. */
	void close(String why) {
		end(new RefusedException(why, null), false);
	}

	/** Ends the link because it is lost, or could not be opened. */
	void end(Throwable why) {
		end(why, true);
	}

	private void end(Throwable why, boolean loss) {
		if (this.end.compareAndSet(null, why)) {
			this.client.shutdownAsync(0, 0, TimeUnit.NANOSECONDS)
				.whenComplete((nothing, failure) -> this.closed.complete(null));
			if (!this.opened.completeExceptionally(why) && loss) {
				this.lost.accept(why);
			}
		}
	}

	private boolean hasEnded() {
		return this.end.get() != null;
	}

	/** Ends the link when the connection ends, and the connection when the link ends. */
	private StatefulRedisConnection<String, String> keep(StatefulRedisConnection<String, String> connection) {
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
				end(new RedisConnectionException("A connection to Redis was lost"));
			}

		});
		if (!connection.isOpen()) {
			end(new RedisConnectionException("A connection to Redis was lost"));
		}
		if (hasEnded()) {
			connection.closeAsync();
		}
		return connection;
	}

}
