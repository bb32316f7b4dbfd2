package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.eventgate.cluster.StateStore;
import io.lettuce.core.resource.Transports;
import io.lettuce.core.resource.Transports.NativeTransports;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Events that instances share through Redis 6.2 or later, or Valkey.
 *
 * <p>
 * It connects as the application does: to a single server, to the primary that Sentinel
 * or a list of servers leads to, or to the node of a Redis Cluster that has the keys. But
 * it does so over two connections of its own, which it never opens again by itself.
 *
 * <p>
 * All keys begin with <code>eventgate:{namespace}:</code> and so does the channel of
 * hints. A user of Redis who lacks a right that is needed gets a
 * {@link StateStore.RefusedException} that lists all of them.
 *
 * @since 0.1.0
 */
public final class RedisStateStore implements StateStore {

	private static final String LOG_LENGTH = "1000";

	private static final String CLOSED = "The store is closed";

	private static final long CLOSING_MILLIS = 500;

	private final RedisKeys keys;

	/** Marks hints of this store, which nobody has to tell it. */
	private final String sender = Long.toHexString(UUID.randomUUID().getMostSignificantBits());

	private final RedisSettings settings;

	private final boolean ownResources;

	private final ClientResources resources;

	/** Held as long as the store lives, so that threads outlive the single link. */
	private final EventLoopGroup eventLoops;

	private final AtomicReference<@Nullable RedisLink> link = new AtomicReference<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Creates a store, which connects when it is subscribed.
	 * @param factory the application's connections, whose settings are copied; it must be
	 * one of Lettuce, and need not be started
	 * @param namespace what the instances that share events have in common, and nobody
	 * else; without braces and white space
	 * @param timeout how long to wait at most for a connection, or for an answer
	 * @throws IllegalArgumentException if the namespace, the time-out or the kind of the
	 * factory is not possible
	 */
	public RedisStateStore(RedisConnectionFactory factory, String namespace, Duration timeout) {
		this.keys = RedisKeys.of(namespace);
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be positive, but is " + timeout);
		}
		this.settings = RedisSettings.of(factory, timeout);
		ClientResources given = this.settings.resources();
		this.ownResources = given == null;
		this.resources = (given != null) ? given : ClientResources.create();
		Class<? extends EventLoopGroup> type = this.settings.usesDomainSocket()
				? NativeTransports.eventLoopGroupClass(true) : Transports.eventLoopGroupClass();
		this.eventLoops = this.resources.eventLoopGroupProvider().allocate(type);
	}

	@Override
	public CompletionStage<Void> subscribe(Listener listener) {
		Objects.requireNonNull(listener, "listener");
		if (this.closed.get()) {
			return CompletableFuture.failedFuture(new RefusedException(CLOSED, null));
		}
		RedisLink next = new RedisLink(this.settings.createClient(OneEventLoop.of(this.resources)),
				this.settings.nodes(), this.keys, this.sender, listener);
		RedisLink former = this.link.getAndSet(next);
		if (former != null) {
			former.close("The link to Redis is superseded by a new one");
		}
		if (this.closed.get()) {
			next.close(CLOSED);
		}
		try {
			this.resources.eventExecutorGroup().execute(next::open);
		}
		catch (RuntimeException ex) {
			next.end(ex);
		}
		return next.opened();
	}

	@Override
	public CompletionStage<Snapshot> read(Set<String> events) {
		List<String> names = List.copyOf(events);
		RedisLink current = this.link.get();
		if (current != null) {
			current.probeSubscription();
		}
		return run(RedisScript.READ, List.of(this.keys.events()), names, (reply) -> {
			long clock = RedisReply.clock(reply);
			return new Snapshot(clock, RedisReply.states(names, reply));
		});
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		List<String> arguments = List.of(this.keys.hints(), this.sender, LOG_LENGTH, command.event(),
				command.kind().name(), Long.toString(command.known()), Long.toString(command.deadlineMicros()),
				command.announce() ? "1" : "0", command.note());
		return run(RedisScript.TRANSITION, List.of(this.keys.events(), this.keys.log()), arguments, RedisReply::result);
	}

	@Override
	public CompletionStage<Set<String>> heal(Map<String, State> states) {
		List<String> arguments = new ArrayList<>(List.of(this.keys.hints(), this.sender, LOG_LENGTH));
		for (Map.Entry<String, State> state : states.entrySet()) {
			arguments
				.addAll(List.of(state.getKey(), Long.toString(state.getValue().version()), state.getValue().note()));
		}
		return run(RedisScript.HEAL, List.of(this.keys.events(), this.keys.log()), arguments, RedisReply::names);
	}

	@Override
	public CompletionStage<Void> report(String instance, String report, Duration timeToLive) {
		return run(RedisScript.REPORT, List.of(this.keys.instances()),
				List.of(instance, report, RedisReply.micros(timeToLive)), (reply) -> null);
	}

	@Override
	public CompletionStage<Map<String, String>> reports() {
		return run(RedisScript.REPORTS, List.of(this.keys.instances()), List.of(), RedisReply::reports);
	}

	/**
	 * Closes all connections. Waits a moment for that, so that who ends the threads next
	 * does not take them away from sockets that are being closed; never for Redis.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			RedisLink last = this.link.get();
			if (last != null) {
				last.close(CLOSED);
				awaitEnd(last);
			}
			endThreads();
		}
	}

	@Override
	public String toString() {
		return "Redis at " + this.settings.addresses() + ", namespace '" + this.keys.namespace() + "'";
	}

	@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for threads
	private void endThreads() {
		if (this.ownResources) {
			this.resources.shutdown(0, 2, TimeUnit.SECONDS);
		}
		else {
			this.resources.eventLoopGroupProvider().release(this.eventLoops, 0, 2, TimeUnit.SECONDS);
		}
	}

	private static void awaitEnd(RedisLink link) {
		try {
			link.closed().get(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// It goes on by itself.
		}
	}

	private <T> CompletableFuture<T> run(RedisScript script, List<String> keys, List<String> arguments,
			Function<List<Object>, T> decoder) {
		RedisLink current = this.link.get();
		if (current == null) {
			return CompletableFuture.failedFuture(new RefusedException("There is no connection to Redis yet", null));
		}
		return current.run(script, keys, arguments, decoder);
	}

}
