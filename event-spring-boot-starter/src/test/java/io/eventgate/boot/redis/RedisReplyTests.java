/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.eventgate.boot.redis.RedisReply.Entry;
import io.eventgate.boot.redis.RedisReply.Position;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RedisReply}.
 */
class RedisReplyTests {

	@Test
	void snapshotHasAPositionAndAllEventsButTheHead() {
		List<Object> reply = List.of("1", "2", "8-7", List.of("a", "1 x", "\u0001", "5-6", "b", "9007199254740990 "));
		assertThat(RedisReply.snapshot(reply)).isEqualTo(new Snapshot(1_000_002, "8-7 5-6",
				Map.of("a", new State(1, "x"), "b", new State(StateStore.MAX_VERSION, ""))));
		assertThat(RedisReply.snapshot(List.of("1", "2", "0-0", List.of())))
			.isEqualTo(new Snapshot(1_000_002, "0-0 ", Map.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1", "x", "x 1", "-1 x", "1.5 x", "9007199254740991 x", "9999999999999999 x",
			"99999999999999999999 x" })
	void invalidEntryIsUnknown(String entry) {
		assertThat(RedisReply.state(entry)).isEqualTo(State.UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource({ "0-0 , 0-0, ''", "8-7 5-6, 8-7, 5-6", "8-7 made by hand, 8-7, made by hand" })
	void positionIsReadAsItWasWritten(String text, String id, String head) {
		assertThat(Position.parse(text.contains(" ") ? text : text + " ")).isEqualTo(new Position(id, head));
		assertThat(Position.parse("")).isNull();
		assertThat(Position.parse("x")).isNull();
	}

	@Test
	void entriesOfTheFeedAreReadInBothProtocols() {
		List<Object> entry = List.of("2-7",
				List.of("previous", "", "event", "a", "kind", "SET", "version", "1", "note", ""));
		List<Object> foreign = List.of("3-0", List.of("event", "a"));
		List<Object> stream = List.of("key", List.of(entry, foreign));
		assertThat(RedisReply.entries(stream)).isEqualTo(RedisReply.entries(List.of(stream)))
			.containsExactly(new Entry("2-7", "", new Change("a", new State(1, ""))), new Entry("3-0", "", null));
		assertThat(RedisReply.entries(List.of())).isEmpty();
		assertThat(RedisReply.entries(Arrays.asList((Object) null))).isEmpty();
	}

}
