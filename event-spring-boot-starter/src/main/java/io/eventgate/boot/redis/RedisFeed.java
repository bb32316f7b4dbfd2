/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.eventgate.boot.redis.RedisReply.Entry;
import io.eventgate.boot.redis.RedisReply.Position;
import io.eventgate.cluster.ChainCursor;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Snapshot;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * The reader of the stream of changes, on a separate connection that the server may
 * block. Belongs to one {@link RedisLink}.
 */
final class RedisFeed {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final RedisKeys keys;

	private final ChainCursor cursor = new ChainCursor();

	RedisFeed(RedisKeys keys) {
		this.keys = keys;
	}

	/**
	 * Called before a change of this link is sent.
	 * @return its mark, the second half of its ids
	 */
	String sending() {
		String mark = Long.toString(RANDOM.nextLong() & Long.MAX_VALUE);
		this.cursor.sending(mark);
		return mark;
	}

	/** Called with the number of entries of an answered change, 0 if it has failed. */
	void answered(String mark, long entries) {
		this.cursor.answered(mark, entries > 0);
	}

	/**
	 * Called when a snapshot was answered. It has all changes that were answered before,
	 * because they came over the same connection.
	 */
	Snapshot snapshot(List<Object> reply) {
		this.cursor.tookSnapshot();
		return RedisReply.snapshot(reply);
	}

	/**
	 * Reads the changes after a position. The check comes at once after the wait: the
	 * reply of XREAD has no clock, comes from replicas too, and does not differ if the
	 * stream was deleted meanwhile. The check uses plain commands, because the server
	 * sends the reply to XREAD only after it has executed them, and a script takes much
	 * longer.
	 */
	CompletionStage<Changes> changes(StatefulRedisConnection<String, String> connection, String after, Duration wait) {
		Position position = Position.parse(after);
		if (position == null) {
			return CompletableFuture.completedFuture(Changes.GAP);
		}
		boolean waiting = !this.cursor.startRead(position.head());
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("COUNT")
			.add(StateStore.MAX_BATCH);
		if (waiting && wait.toMillis() > 0) { // 0 would wait indefinitely
			arguments.add("BLOCK").add(wait.toMillis());
		}
		arguments.add("STREAMS").addKey(this.keys.feed()).add(position.id());
		AsyncCommand<String, String, List<Object>> read = command(CommandType.XREAD,
				new NestedMultiOutput<>(StringCodec.UTF8), arguments);
		// Removes nothing. Only a replica refuses it for its role, and only that matters.
		AsyncCommand<String, String, Long> write = command(CommandType.HDEL, new IntegerOutput<>(StringCodec.UTF8),
				field(""));
		AsyncCommand<String, String, List<Object>> time = command(CommandType.TIME,
				new NestedMultiOutput<>(StringCodec.UTF8), new CommandArgs<>(StringCodec.UTF8));
		AsyncCommand<String, String, String> head = command(CommandType.HGET, new ValueOutput<>(StringCodec.UTF8),
				field(RedisReply.OWN));
		connection.dispatch(List.of(read, write, time, head));
		CompletableFuture<?> role = write.exceptionallyCompose((failure) -> role(connection, failure));
		return CompletableFuture.allOf(read, time, head, role)
			.thenApply((done) -> follow(position.id(), RedisReply.entries(read.join()), RedisReply.clock(time.join()),
					Objects.requireNonNullElse(head.join(), "")));
	}

	private CommandArgs<String, String> field(String name) {
		return new CommandArgs<>(StringCodec.UTF8).addKey(this.keys.events()).add(name);
	}

	private static <T> AsyncCommand<String, String, T> command(CommandType type,
			CommandOutput<String, String, T> output, CommandArgs<String, String> arguments) {
		return new AsyncCommand<>(new Command<>(type, output, arguments));
	}

	/**
	 * Judges a server that has refused the write. Its disk may be full, for instance,
	 * which Redis 7 finds before it looks at the role. A script looks at the role first.
	 */
	private CompletionStage<Long> role(StatefulRedisConnection<String, String> connection, Throwable failure) {
		Throwable cause = RedisErrors.unwrap(failure);
		if (!(cause instanceof RedisCommandExecutionException) || RedisErrors.isNotPrimary(cause)) {
			return CompletableFuture.failedFuture(cause);
		}
		return RedisScript.READ.run(connection, List.of(this.keys.events()), List.of(RedisReply.OWN))
			.thenApply((reply) -> 0L);
	}

	private Changes follow(String start, List<Entry> entries, long clockMicros, String head) {
		String last = start;
		List<Change> changes = new ArrayList<>();
		for (Entry entry : entries) {
			last = entry.id();
			Change change = entry.change();
			if (change != null) {
				this.cursor.follow(last, entry.previous(), last.substring(last.indexOf('-') + 1));
				changes.add(change);
			}
		}
		if (!this.cursor.finishRead(entries.size() < StateStore.MAX_BATCH, head)) {
			return Changes.GAP;
		}
		return new Changes(false, clockMicros, new Position(last, this.cursor.position()).toString(), changes);
	}

}
