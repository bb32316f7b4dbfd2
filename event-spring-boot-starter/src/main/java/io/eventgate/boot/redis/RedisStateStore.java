/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.eventgate.cluster.StateStore;
import io.lettuce.core.resource.Transports;
import io.lettuce.core.resource.Transports.NativeTransports;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * A store of shared events in Redis 6.2 or later, or Valkey.
 *
 * <p>
 * It connects like the application: to a single server, to the primary of a Sentinel or a
 * list of servers, or to the node of a Redis Cluster that has the keys. It uses two
 * separate connections, which it never reopens by itself.
 *
 * <p>
 * All keys begin with <code>eventgate:{namespace}:</code>. If the user of Redis lacks a
 * right, calls fail with a {@link StateStore.RefusedException} that lists all the rights
 * needed.
 *
 * @since 0.1.0
 */
@ImportRuntimeHints(RedisSettings.RedisSettingsRuntimeHints.class)
public final class RedisStateStore implements StateStore {

	private static final String CLOSED = "The store is closed";

	private static final long CLOSING_MILLIS = 500;

	private final RedisKeys keys;

	private final RedisSettings settings;

	private final boolean ownResources;

	private final ClientResources resources;

	/** Shared by all links of the store, so that threads outlive a single link. */
	private final EventLoopGroup eventLoops;

	private final AtomicReference<@Nullable RedisLink> link = new AtomicReference<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Creates a store, which does not connect yet.
	 * @param factory the application's connections, whose settings are copied; it must be
	 * one of Lettuce, and need not be started
	 * @param namespace the namespace of the instances that share events, and of no
	 * others; without braces and white space
	 * @param timeout the maximum time to wait for a connection, or for an answer
	 * @throws IllegalArgumentException if the namespace, the time-out or the kind of the
	 * factory is not valid
	 */
	public RedisStateStore(RedisConnectionFactory factory, String namespace, Duration timeout) {
		this.keys = RedisKeys.of(namespace);
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be positive but was " + timeout);
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
	public CompletionStage<Void> connect(Consumer<Throwable> lost) {
		Objects.requireNonNull(lost, "lost");
		if (this.closed.get()) {
			return CompletableFuture.failedFuture(new RefusedException(CLOSED, null));
		}
		RedisLink next = new RedisLink(this.settings.createClient(this.resources), this.settings.nodes(), this.keys,
				lost);
		RedisLink former = this.link.getAndSet(next);
		if (former != null) {
			former.close("The connection to Redis was replaced by a new one");
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
	public CompletionStage<Snapshot> snapshot() {
		return onLink(RedisLink::snapshot);
	}

	@Override
	public CompletionStage<Changes> changes(String after, Duration wait) {
		return onLink((current) -> current.changes(after, wait));
	}

	@Override
	public CompletionStage<Reading> read(String event) {
		return run(RedisScript.READ, this.keys.events(), List.of(event), RedisReply::reading);
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		Condition condition = command.condition();
		List<String> arguments = List.of(command.event(), command.kind().name(), Long.toString(command.known()),
				Long.toString(command.deadlineMicros()), new State(0, command.note()).note(),
				new State(0, command.repeatNote()).note(), (condition != null) ? entry(condition.expected()) : "",
				(condition != null) ? Long.toString(condition.notBeforeMicros()) : "");
		return onLink((current) -> current.change(RedisScript.SWITCH, arguments, RedisReply::result));
	}

	@Override
	public CompletionStage<Set<String>> restore(Map<String, State> states) {
		return restore("RESTORE", states);
	}

	@Override
	public CompletionStage<Void> reset(String event, State state) {
		return restore("RESET", Map.of(event, state)).thenApply((names) -> null);
	}

	private CompletionStage<Set<String>> restore(String kind, Map<String, State> states) {
		List<String> arguments = new ArrayList<>(List.of(kind));
		states
			.forEach((event, state) -> arguments.addAll(List.of(event, Long.toString(state.version()), state.note())));
		return onLink((current) -> current.change(RedisScript.RESTORE, arguments, RedisReply::names));
	}

	@Override
	public CompletionStage<Set<String>> remove(Map<String, State> states) {
		List<String> arguments = new ArrayList<>();
		states.forEach((event, state) -> arguments.addAll(List.of(event, entry(state))));
		return run(RedisScript.REMOVE, this.keys.events(), arguments, RedisReply::names);
	}

	/** Returns the entry of an event as {@link RedisScript} writes it. */
	private static String entry(State state) {
		return state.version() + " " + state.note();
	}

	@Override
	public CompletionStage<Integer> report(String instance, String report) {
		Report bounded = new Report(0, report);
		return run(RedisScript.REPORT, this.keys.reports(), List.of(instance, bounded.text()),
				(reply) -> Math.toIntExact((Long) reply.get(0)));
	}

	@Override
	public CompletionStage<Reports> reports() {
		return run(RedisScript.REPORTS, this.keys.reports(), List.of(), RedisReply::reports);
	}

	@Override
	public CompletionStage<Void> forget(Set<String> instances) {
		return run(RedisScript.FORGET, this.keys.reports(), List.copyOf(instances), (reply) -> null);
	}

	/**
	 * Closes all connections. Waits briefly for that, but never for Redis, because the
	 * caller may end the threads next, which must not happen while sockets are being
	 * closed.
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

	@SuppressWarnings("FutureReturnValueIgnored") // no thread waits for their end
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
			// It continues by itself.
		}
	}

	private <T> CompletionStage<T> run(RedisScript script, String key, List<String> arguments,
			Function<List<Object>, T> decoder) {
		return onLink((current) -> current.run(script, List.of(key), arguments, decoder));
	}

	private <T> CompletionStage<T> onLink(Function<RedisLink, CompletionStage<T>> call) {
		RedisLink current = this.link.get();
		if (current == null) {
			return CompletableFuture.failedFuture(new RefusedException("There is no connection to Redis yet", null));
		}
		return call.apply(current);
	}

}
