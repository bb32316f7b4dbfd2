/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Report;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Reports;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.FeedReader;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.connect;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the data of {@link RedisStateStore} in Redis and for its resources in the
 * application.
 */
@Timeout(60)
class RedisStateStoreIT {

	private static final RedisKeys KEYS = RedisKeys.of("orders");

	private static final String OWN = "\u0001";

	@RegisterExtension
	private static final RedisFixture redis = RedisFixture.shared();

	@Test
	void dataIsReadableByOperators() {
		StateStore store = connected();
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.restore(Map.of("a", new State(4, "restored"))));
		get(store.reset("a", new State(2, "reset")));
		get(store.report("me", "text"));
		List<StreamMessage<String, String>> feed = redis.operator().xrange(KEYS.feed(), Range.unbounded());
		assertThat(feed).extracting(StreamMessage::getBody)
			.containsExactly(Map.of("previous", "", "event", "a", "kind", "SET", "version", "1", "note", "note of SET"),
					Map.of("previous", feed.get(0).getId(), "event", "a", "kind", "RESTORE", "version", "4", "note",
							"restored"),
					Map.of("previous", feed.get(1).getId(), "event", "a", "kind", "RESET", "version", "2", "note",
							"reset"));
		assertThat(redis.operator().hgetall(KEYS.events()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("a", "2 reset", OWN, feed.get(2).getId()));
		assertThat(redis.operator().hget(KEYS.reports(), "me")).matches("\\d{16} text");
		assertThat(redis.operator().hget(KEYS.reports(), OWN)).matches("\\d{16}");
		assertThat(redis.operator().keys("*")).containsExactlyInAnyOrder(KEYS.events(), KEYS.feed(), KEYS.reports());
	}

	@Test
	void feedIsCappedAndSlowReaderFindsAGap() {
		StateStore store = connected();
		FeedReader late = new FeedReader(connected());
		for (int i = 0; i < 70; i++) {
			Map<String, State> states = new HashMap<>();
			for (int event = 0; event < StateStore.MAX_BATCH; event++) {
				states.put("event-" + event, new State(i + 1, ""));
			}
			get(store.restore(states));
		}
		assertThat(redis.operator().xlen(KEYS.feed())).isBetween(5_000L, 5_200L);
		late.readUntilGap();
		assertThat(late.startAgain().states()).hasSize(StateStore.MAX_BATCH)
			.containsEntry("event-7", new State(70, ""));
		assertThat(late.read(Duration.ZERO).gap()).isFalse();
	}

	@Test
	void namespacesDoNotDisturbEachOther() {
		StateStore store = connected();
		StateStore other = connect(redis.store("other"));
		FeedReader reader = new FeedReader(other);
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.report("me", "text"));
		assertThat(state(other, "a")).isEqualTo(State.UNKNOWN);
		assertThat(get(other.reports()).byInstance()).isEmpty();
		get(connect(redis.store("other")).transition(command("b", Kind.SET, 0)));
		reader.readUntil("b", new State(1, "note of SET"));
		assertThat(reader.changes()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "x", "-7 x", "1e3 x", "9007199254740991 x", "99999999999999999999 x" })
	void invalidEntryIsUnknownAndRestored(String entry) {
		StateStore store = connected();
		redis.operator().hset(KEYS.events(), Map.of("a", entry, "b", entry));
		assertThat(get(store.snapshot()).states().values()).containsOnly(State.UNKNOWN);
		assertThat(state(store, "a")).isEqualTo(State.UNKNOWN);
		assertThat(get(store.restore(Map.of("a", new State(3, "restored"))))).containsExactly("a");
		assertThat(get(store.transition(command("b", Kind.PULSE, 0)))).isEqualTo(new Result(0, 2));
		assertThat(state(store, "a")).isEqualTo(new State(3, "restored"));
	}

	@Test
	void tooLongNoteIsReadOnce() {
		StateStore store = connected();
		String tooLong = "x".repeat(20_000_000);
		redis.operator()
			.hset(KEYS.events(), Map.of("a", "7 " + tooLong, "b", "1 fine", "c", tooLong, "d", "5 " + tooLong));
		assertThat(state(store, "d")).isEqualTo(new State(5, ""));
		for (int i = 0; i < 3; i++) {
			assertThat(get(store.snapshot()).states()).isEqualTo(Map.of("a", new State(7, ""), "b",
					new State(1, "fine"), "c", State.UNKNOWN, "d", new State(5, "")));
		}
		assertThat(redis.operator().hgetall(KEYS.events()))
			.isEqualTo(Map.of("a", "7 ", "b", "1 fine", "c", "", "d", "5 "));
		redis.operator().hset(KEYS.reports(), "eve", "9999999999999999 " + tooLong);
		assertThat(get(store.reports()).byInstance()).isEqualTo(Map.of("eve", new Report(9_999_999_999_999_999L, "")));
		assertThat(redis.operator().hget(KEYS.reports(), "eve")).isEqualTo("9999999999999999 ");
	}

	@Test
	void reportsUnderAKeyOfAnotherTypeAreRefused() {
		StateStore store = connected();
		redis.operator().set(KEYS.reports(), "text");
		assertThat(outcome(store.reports())).isInstanceOf(RefusedException.class).hasMessageContaining("WRONGTYPE");
		assertThat(outcome(store.report("me", "text"))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("WRONGTYPE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "9999999999999999" })
	void reportsWithAnInvalidStartAreKeptSinceNow(String since) {
		StateStore store = connected();
		redis.operator().hset(KEYS.reports(), Map.of(OWN, since, "old", "1 text", "garbage", "text"));
		long before = get(store.read("a")).clockMicros();
		get(store.report("me", "text"));
		Reports reports = get(store.reports());
		assertThat(reports.sinceMicros()).isBetween(before, reports.clockMicros());
		assertThat(reports.byInstance()).containsOnlyKeys("me", "old");
	}

	@Test
	void storeUsesTwoConnectionsOfItsOwn() {
		LettuceConnectionFactory factory = redis.factory(redis.standalone());
		RedisStateStore store = new RedisStateStore(factory, "orders", RedisFixture.TIMEOUT);
		connect(store);
		await("two connections, and those of earlier tests to be gone", () -> redis.connections() == 2);
		assertThat(factory.isRunning()).isFalse();
		store.close();
		await("no connection", () -> redis.connections() == 0);
	}

	@Test
	void storeEndsItsOwnThreads() {
		Set<Thread> before = lettuceThreads();
		RedisStateStore store = new RedisStateStore(new LettuceConnectionFactory(redis.standalone()), "orders",
				RedisFixture.TIMEOUT);
		for (int i = 0; i < 5; i++) {
			connect(store);
		}
		assertThat(lettuceThreads()).hasSizeGreaterThan(before.size());
		store.close();
		await("the threads to end", () -> before.containsAll(lettuceThreads()));
	}

	@Test
	void toStringHasAddressAndNamespace() {
		assertThat(redis.store("orders"))
			.hasToString("Redis at 127.0.0.1:" + redis.server.port() + ", namespace 'orders'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void timeoutMustBePositive(Duration timeout) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedisStateStore(redis.factory(redis.standalone()), "orders", timeout))
			.withMessageContaining(timeout.toString());
	}

	private StateStore connected() {
		return connect(redis.store("orders"));
	}

	private static Set<Thread> lettuceThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("lettuce"))
			.collect(Collectors.toSet());
	}

}
