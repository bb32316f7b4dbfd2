/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;

/**
 * A search for the primary of our keys. It asks the known servers until one answers a
 * check: a replica refuses it, and a node of a cluster without the keys redirects to the
 * node that has them. So single servers, lists of servers and clusters need neither
 * separate code nor rights to read their topology.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nested stages; closing needs no waiting
final class RedisPrimarySearch {

	private final RedisClient client;

	private final RedisKeys keys;

	private final BooleanSupplier over;

	private final Deque<RedisURI> candidates;

	private final Set<String> asked = new HashSet<>();

	/**
	 * Creates a search.
	 * @param client the client for connections
	 * @param nodes the known servers
	 * @param keys the keys to find
	 * @param over returns whether the result is no longer needed
	 */
	RedisPrimarySearch(RedisClient client, List<RedisURI> nodes, RedisKeys keys, BooleanSupplier over) {
		this.client = client;
		this.keys = keys;
		this.over = over;
		// In random order, so that one that does not answer is not always the first.
		List<RedisURI> shuffled = new ArrayList<>(nodes);
		Collections.shuffle(shuffled);
		this.candidates = new ArrayDeque<>(shuffled);
	}

	CompletableFuture<Primary> find() {
		return askNext(new RedisConnectionException("There is no Redis server to ask"));
	}

	private CompletableFuture<Primary> askNext(Throwable lastFailure) {
		RedisURI node = this.candidates.poll();
		if (node == null || this.over.getAsBoolean()) {
			return CompletableFuture.failedFuture(lastFailure);
		}
		this.asked.add(address(node));
		return ask(node).handle((primary, failure) -> {
			if (failure == null) {
				return CompletableFuture.completedFuture(primary);
			}
			Throwable cause = RedisErrors.unwrap(failure);
			follow(RedisErrors.redirection(cause, node));
			return askNext(cause);
		}).thenCompose(Function.identity());
	}

	private CompletableFuture<Primary> ask(RedisURI node) {
		return this.client.connectAsync(StringCodec.UTF8, node)
			.toCompletableFuture()
			.thenCompose((connection) -> check(connection).handle((reply, failure) -> {
				if (failure != null) {
					connection.closeAsync();
					return CompletableFuture.<Primary>failedFuture(failure);
				}
				return CompletableFuture.completedFuture(new Primary(node, connection));
			}).thenCompose(Function.identity()));
	}

	/** Sends a command that no replica answers. */
	private CompletableFuture<List<Object>> check(StatefulRedisConnection<String, String> connection) {
		return RedisScript.READ.run(connection, List.of(this.keys.events()), List.of(RedisReply.OWN));
	}

	private void follow(@Nullable RedisURI target) {
		if (target != null && !this.asked.contains(address(target))) {
			this.candidates.removeIf((other) -> address(other).equals(address(target)));
			this.candidates.addFirst(target);
		}
	}

	private static String address(RedisURI node) {
		return node.getHost() + ":" + node.getPort();
	}

	/**
	 * A server that is the primary.
	 *
	 * @param node the server
	 * @param connection a connection to it
	 */
	record Primary(RedisURI node, StatefulRedisConnection<String, String> connection) {

	}

}
