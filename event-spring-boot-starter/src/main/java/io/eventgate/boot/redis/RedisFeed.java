package io.eventgate.boot.redis;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.eventgate.boot.redis.RedisReply.Entry;
import io.eventgate.boot.redis.RedisReply.Position;
import io.eventgate.cluster.ChainCursor;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Snapshot;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * Follows the stream of changes, over a connection of its own that may be blocked by the
 * server. Belongs to one {@link RedisLink}.
 */
final class RedisFeed {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final RedisKeys keys;

	private final ChainCursor cursor = new ChainCursor();

	RedisFeed(RedisKeys keys) {
		this.keys = keys;
	}

	/**
	 * A change of this link is going to be sent.
	 * @return its mark, the second half of its ids
	 */
	String sending() {
		String mark = Long.toString(RANDOM.nextLong() & Long.MAX_VALUE);
		this.cursor.sending(mark);
		return mark;
	}

	/** A change was answered with the number of its entries, or 0 if it has failed. */
	void answered(String mark, long entries) {
		this.cursor.answered(mark, entries > 0);
	}

	/**
	 * A snapshot was answered. It has all changes that were answered before, because they
	 * came over the same connection.
	 */
	Snapshot snapshot(List<Object> reply) {
		this.cursor.tookSnapshot();
		return RedisReply.snapshot(reply);
	}

	/**
	 * Reads the changes after a position. The check follows at once on the end of the
	 * wait: the reply of XREAD has no clock, comes from replicas too, and does not differ
	 * if the stream was deleted meanwhile.
	 */
	CompletionStage<Changes> changes(StatefulRedisConnection<String, String> connection, String after, Duration wait) {
		Position position = Position.parse(after);
		if (position == null) {
			return CompletableFuture.completedFuture(Changes.GAP);
		}
		boolean waiting = !this.cursor.startRead(position.head());
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("COUNT")
			.add(StateStore.MAX_BATCH);
		if (waiting && wait.toMillis() > 0) { // 0 would wait for ever
			arguments.add("BLOCK").add(wait.toMillis());
		}
		arguments.add("STREAMS").addKey(this.keys.feed()).add(position.id());
		CompletionStage<List<Object>> reply = connection.async()
			.dispatch(CommandType.XREAD, new NestedMultiOutput<>(StringCodec.UTF8), arguments);
		return reply.thenCombine(check(connection, this.keys),
				(entries, check) -> follow(position.id(), RedisReply.entries(entries), check));
	}

	/** Reads the clock and the head of the feed, from no replica. */
	static CompletableFuture<List<Object>> check(StatefulRedisConnection<String, String> connection, RedisKeys keys) {
		return RedisScript.READ.run(connection, List.of(keys.events()), List.of(RedisReply.OWN));
	}

	private Changes follow(String start, List<Entry> entries, List<Object> check) {
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
		if (!this.cursor.finishRead(entries.size() < StateStore.MAX_BATCH, (String) check.get(2))) {
			return Changes.GAP;
		}
		return new Changes(false, RedisReply.clock(check), new Position(last, this.cursor.position()).toString(),
				changes);
	}

}
