package io.eventgate.boot.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.eventgate.cluster.StateStore.Listener;
import io.eventgate.cluster.StateStore.RefusedException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

/**
 * One life of the link to Redis: a connection for commands and one for the subscription,
 * both to the primary. It opens once and ends once, for whatever reason comes first, and
 * then all of it is over: connections, pending commands, listener.
 *
 * <p>
 * The client belongs to the link, because to shut it down is the only way to close
 * connections that have not finished their handshake.
 */
@SuppressWarnings("FutureReturnValueIgnored") // all ends are in end()
final class RedisLink {

	private final RedisClient client;

	private final RedisPrimarySearch search;

	private final RedisKeys keys;

	/** How hints begin that need not be told, with the space after it. */
	private final String sender;

	private final Listener listener;

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

	/** Whether the subscription was heard since it was last looked at. */
	private final AtomicBoolean heard = new AtomicBoolean();

	private final AtomicBoolean probing = new AtomicBoolean();

	private volatile @Nullable StatefulRedisConnection<String, String> commands;

	private volatile @Nullable StatefulRedisPubSubConnection<String, String> subscription;

	RedisLink(RedisClient client, List<RedisURI> nodes, RedisKeys keys, String sender, Listener listener) {
		this.client = client;
		this.search = new RedisPrimarySearch(client, nodes, keys, this::hasEnded);
		this.keys = keys;
		this.sender = sender + ' ';
		this.listener = listener;
	}

	/** Completes with the acknowledgement of the subscription. */
	CompletableFuture<Void> opened() {
		return this.opened;
	}

	/** Completes when nothing is open any more. */
	CompletableFuture<Void> closed() {
		return this.closed;
	}

	/**
	 * Connects and subscribes. Resolving names may block, if the application has set it
	 * so.
	 */
	void open() {
		if (hasEnded()) {
			return;
		}
		try {
			this.search.find().thenCompose((primary) -> {
				this.commands = keep(primary.connection());
				return subscribe(primary.node());
			}).whenComplete((subscribed, failure) -> {
				if (failure != null) {
					end(RedisErrors.translate(RedisErrors.unwrap(failure), this.keys));
				}
				else {
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
		CompletableFuture<T> result = new CompletableFuture<>();
		StatefulRedisConnection<String, String> connection = this.commands;
		if (connection == null || !this.opened.isDone() || hasEnded() || !connection.isOpen()) {
			result.completeExceptionally(new RefusedException("There is no connection to Redis", this.end.get()));
			return result;
		}
		script.run(connection, scriptKeys, arguments).thenApply(decoder).whenComplete((value, failure) -> {
			if (failure == null) {
				result.complete(value);
				return;
			}
			Throwable cause = RedisErrors.unwrap(failure);
			result.completeExceptionally(RedisErrors.translate(cause, this.keys));
			if (RedisErrors.isNotPrimary(cause)) {
				end(cause);
			}
		});
		return result;
	}

	/**
	 * Asks for a sign of life on the subscription, unless it was heard since this method
	 * was last called. If none comes, the link is lost: commands may still be answered on
	 * the other connection while hints are lost for ever.
	 */
	void probeSubscription() {
		StatefulRedisPubSubConnection<String, String> connection = this.subscription;
		if (connection == null || !this.opened.isDone() || this.heard.getAndSet(false)
				|| !this.probing.compareAndSet(false, true)) {
			return;
		}
		connection.async().ping().whenComplete((pong, failure) -> {
			this.probing.set(false);
			if (failure != null && !(RedisErrors.unwrap(failure) instanceof RedisCommandExecutionException)) {
				end(new RedisConnectionException("The subscription to Redis does not answer", failure));
			}
		});
	}

	/** Ends the link because its owner wants it, which is no loss. */
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
				this.listener.onLost(why);
			}
		}
	}

	private boolean hasEnded() {
		return this.end.get() != null;
	}

	private CompletableFuture<Void> subscribe(RedisURI node) {
		return this.client.connectPubSubAsync(StringCodec.UTF8, node)
			.toCompletableFuture()
			.thenCompose((connection) -> {
				this.subscription = keep(connection);
				connection.addListener(new RedisPubSubAdapter<>() {

					@Override
					public void message(String channel, String message) {
						RedisLink.this.heard.set(true);
						if (!hasEnded() && !message.startsWith(RedisLink.this.sender)) {
							RedisLink.this.listener.onHint(message.substring(message.indexOf(' ') + 1));
						}
					}

				});
				return connection.async().subscribe(this.keys.hints());
			});
	}

	/** Makes the link and a connection share their end. */
	private <C extends StatefulConnection<?, ?>> C keep(C connection) {
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
