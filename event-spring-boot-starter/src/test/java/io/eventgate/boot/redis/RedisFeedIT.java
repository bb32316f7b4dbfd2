/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.eventgate.Transition.Kind;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.FeedReader;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.StoreCalls;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.connect;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the stream of {@link RedisStateStore} and the hash of events are consistent,
 * even if Redis refuses commands or loses data or other programs write to it.
 */
@Timeout(60)
class RedisFeedIT {

	private static final RedisKeys KEYS = RedisKeys.of("feed");

	@RegisterExtension
	private static final RedisFixture redis = RedisFixture.shared();

	// Refusals; those for a missing right are in RedisStateStoreRightsIT

	@ParameterizedTest
	@EnumSource(Refusal.class)
	void refusedCallChangesNothing(Refusal refusal) {
		StateStore store = connect(redis.store("feed"));
		get(store.restore(Map.of("a", new State(3, "before"), "b", new State(4, "before"))));
		FeedReader reader = new FeedReader(connect(redis.store("feed")));
		RedisCommands<String, String> operator = redis.operator();
		try {
			refusal.begin.accept(operator);
			Map<String, String> events = events();
			List<?> feed = feed();
			for (Supplier<CompletionStage<?>> call : changes(store)) {
				assertThat(outcome(call.get())).isInstanceOf(RefusedException.class);
				assertThat(events()).isEqualTo(events);
				assertThat(feed()).isEqualTo(feed);
			}
		}
		finally {
			refusal.end.accept(operator);
		}
		if (!refusal.destroys) {
			StateStore again = connect(redis.store("feed"));
			get(again.transition(command("a", Kind.CLEAR, 0)));
			reader.readUntil("a", new State(4, "note of CLEAR"));
			assertThat(reader.changes()).hasSize(1);
		}
	}

	private static List<Supplier<CompletionStage<?>>> changes(StateStore store) {
		return List.of(() -> store.transition(command("a", Kind.PULSE, 0)),
				() -> store
					.transition(new Command("a", Kind.SET, 0, StoreCalls.NO_DEADLINE, "announced", "announced", null)),
				() -> store.transition(command("new", Kind.SET, 0)), () -> store.restore(Map.of("b", new State(9, ""))),
				() -> store.reset("a", new State(1, "")));
	}

	private static Map<String, String> events() {
		return redis.operator().type(KEYS.events()).equals("hash") ? redis.operator().hgetall(KEYS.events()) : Map.of();
	}

	private static List<?> feed() {
		return redis.operator().type(KEYS.feed()).equals("stream")
				? redis.operator().xrange(KEYS.feed(), Range.unbounded()) : List.of();
	}

	@Test
	void tooHighVersionIsRefusedInAllForms() {
		StateStore store = connect(redis.store("feed"));
		get(store.reset("a", new State(StateStore.MAX_VERSION - 1, "odd")));
		Map<String, String> events = events();
		List<?> feed = feed();
		for (Command refused : List.of(command("a", Kind.PULSE, StateStore.MAX_VERSION),
				command("b", Kind.SET, StateStore.MAX_VERSION), command("b", Kind.CLEAR, StateStore.MAX_VERSION + 1),
				command("b", Kind.CLEAR, Long.MAX_VALUE))) {
			assertThat(outcome(store.transition(refused))).as("%s", refused).isInstanceOf(RefusedException.class);
		}
		assertThat(events()).isEqualTo(events);
		assertThat(feed()).isEqualTo(feed);
		assertThat(get(store.transition(command("a", Kind.CLEAR, 0))).version()).isEqualTo(StateStore.MAX_VERSION);
	}

	@Test
	void exhaustedNumbersOfChangesAreRefused() {
		StateStore store = connect(redis.store("feed"));
		get(store.transition(command("a", Kind.SET, 0)));
		// Another program has added the second last entry that can be counted exactly.
		redis.operator()
			.xadd(KEYS.feed(), new XAddArgs().id(StateStore.MAX_VERSION - 1 + "-5"), Map.of("anything", "else"));
		assertThat(get(store.transition(command("a", Kind.CLEAR, 1))).version()).isEqualTo(2);
		Map<String, String> events = events();
		List<?> feed = feed();
		assertThat(outcome(store.transition(command("a", Kind.SET, 2)))).isInstanceOf(RefusedException.class);
		assertThat(events()).isEqualTo(events);
		assertThat(feed()).isEqualTo(feed);
	}

	@Test
	void busyServerRefusesAndChangesNothing() {
		StateStore store = connect(redis.store("feed"));
		get(store.transition(command("a", Kind.SET, 0)));
		redis.operator().configSet("lua-time-limit", "5");
		CompletableFuture<?> busy = redis.connection()
			.async()
			.eval("while true do end", ScriptOutputType.STATUS)
			.toCompletableFuture();
		try {
			await("a refusal",
					() -> outcome(store.transition(command("a", Kind.CLEAR, 0))) instanceof RefusedException);
		}
		finally {
			killScript();
		}
		assertThat(outcome(busy)).isNotNull();
		assertThat(state(store, "a").version()).isBetween(1L, 2L);
		FeedReader reader = new FeedReader(store);
		assertThat(reader.state("a")).isEqualTo(state(store, "a"));
	}

	/** Uses another connection, because that of the operator hangs. */
	private static void killScript() {
		RedisClient client = RedisClient.create(redis.resources(), redis.uri());
		client.connect().sync().scriptKill();
		client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
	}

	// Losses, and changes by other programs

	@ParameterizedTest
	@EnumSource(Damage.class)
	void damageNeverLosesAState(Damage damage) {
		for (boolean read : new boolean[] { true, false }) {
			for (int more : new int[] { 0, 1, 6, 7 }) {
				redis.operator().flushall();
				String description = damage + ", read " + read + ", changes after it " + more;
				List<Instance> instances = List.of(new Instance(), new Instance());
				for (int i = 0; i < 5; i++) {
					instances.get(0).pulse("a");
				}
				instances.get(1).pulse("b");
				if (read) {
					instances.forEach((instance) -> instance.reader.readUntil("b", new State(2, "note of PULSE")));
				}
				damage.action.accept(redis.operator());
				for (int i = 0; i < more; i++) {
					instances.get(i % 2).pulse("a");
				}
				int gaps = instances.get(0).settle() + instances.get(1).settle() + instances.get(0).settle();
				assertThat(gaps).as(description).isLessThanOrEqualTo(damage.mostGaps);
				instances.get(0).pulse("last");
				instances.forEach(Instance::settle);
				Map<String, State> expected = get(instances.get(0).store.snapshot()).states();
				assertThat(expected).as(description).containsKeys("a", "b", "last");
				assertThat(expected.getOrDefault("a", State.UNKNOWN).version()).as(description)
					.isGreaterThanOrEqualTo(10);
				assertThat(instances).extracting((instance) -> instance.reader.states())
					.as(description)
					.containsOnly(expected);
				redis.closeStores();
			}
		}
	}

	/** A minimal instance, which restores events that a snapshot lacks. */
	private static final class Instance {

		private final StateStore store = connect(redis.store("feed"));

		private final FeedReader reader = new FeedReader(this.store);

		private final Map<String, State> own = new HashMap<>();

		void pulse(String event) {
			long known = Math.max(this.reader.state(event).version(),
					this.own.getOrDefault(event, State.UNKNOWN).version());
			long version = get(this.store.transition(command(event, Kind.PULSE, known))).version();
			this.own.put(event, new State(version, "note of PULSE"));
		}

		/** Reads until there are no more changes. */
		int settle() {
			int gaps = 0;
			for (int quiet = 0; quiet < 3;) {
				Changes answer = this.reader.read(Duration.ZERO);
				if (answer.gap()) {
					gaps++;
					Map<String, State> known = new HashMap<>(this.reader.states());
					this.own.forEach(
							(event, state) -> known.merge(event, state, (a, b) -> (a.version() < b.version()) ? b : a));
					this.reader.startAgain();
					get(this.store.restore(known));
				}
				quiet = (answer.gap() || !answer.changes().isEmpty()) ? 0 : quiet + 1;
			}
			return gaps;
		}

	}

	@Test
	void entriesOfOthersOnlyMoveTheCursor() {
		StateStore store = connect(redis.store("feed"));
		FeedReader reader = new FeedReader(store);
		for (int i = 1; i <= 3; i++) {
			redis.operator().xadd(KEYS.feed(), Map.of("event", "forged", "version", "7"));
			for (int more = 0; more < StateStore.MAX_BATCH; more++) {
				redis.operator().xadd(KEYS.feed(), Map.of("made", "by hand"));
			}
			get(store.transition(command("a", Kind.PULSE, 0)));
			reader.readUntil("a", new State(2L * i, "note of PULSE"));
		}
		assertThat(reader.changes()).extracting(Change::event).containsOnly("a");
		reader.startAgain();
		assertThat(reader.read(Duration.ZERO).gap()).isFalse();
	}

	@Test
	void restartWithAnOlderDumpLeadsToASnapshot() throws IOException {
		try (RedisFixture own = new RedisFixture(RedisServerProcess.start())) {
			StateStore store = connect(own.store("feed"));
			get(store.transition(command("a", Kind.PULSE, 0)));
			own.operator().save();
			for (int i = 0; i < 3; i++) {
				get(store.transition(command("a", Kind.PULSE, 0)));
			}
			own.server.kill();
			own.server.restart();
			await("the link", () -> outcome(store.connect((cause) -> {
			})) == null);
			FeedReader reader = new FeedReader(store);
			assertThat(reader.state("a").version()).isEqualTo(2);
			get(store.restore(Map.of("a", new State(8, "restored"))));
			reader.readUntil("a", new State(8, "restored"));
		}
	}

	@Test
	void laggingCopyOnTheSameConnectionIsAGap() throws IOException {
		try (RedisFixture server = new RedisFixture(RedisServerProcess.start());
				RedisFixture copy = new RedisFixture(RedisServerProcess.start())) {
			StateStore store = connect(server.store("feed"));
			FeedReader reader = new FeedReader(store);
			get(store.transition(command("a", Kind.PULSE, 0)));
			copy.operator().replicaof("127.0.0.1", server.server.port());
			await("the copy", () -> copy.operator().exists(KEYS.feed()) == 1);
			copy.operator().replicaofNoOne();
			for (int i = 0; i < 3; i++) {
				get(store.transition(command("a", Kind.PULSE, 0)));
			}
			reader.readUntil("a", new State(8, "note of PULSE"));
			server.operator().replicaof("127.0.0.1", copy.server.port());
			await("the older data", () -> server.operator().info("replication").contains("master_link_status:up"));
			server.operator().replicaofNoOne();
			StateStore other = connect(server.store("feed"));
			for (int i = 0; i < 4; i++) {
				get(other.transition(command("b", Kind.PULSE, 0)));
			}
			reader.readUntilGap();
			assertThat(reader.startAgain().states()).containsEntry("a", new State(2, "note of PULSE"))
				.containsEntry("b", new State(8, "note of PULSE"));
		}
	}

	// Load

	@Test
	void eachInstanceSeesEachOfTenThousandSwitchesInOrder() throws Exception {
		int writers = 4;
		int switches = 10_000 / writers;
		List<FeedReader> readers = IntStream.range(0, 3)
			.mapToObj((i) -> new FeedReader(connect(redis.store("feed"))))
			.toList();
		List<CompletableFuture<Void>> running = new ArrayList<>();
		for (int i = 0; i < writers; i++) {
			StateStore writer = connect(redis.store("feed"));
			running.add(CompletableFuture.runAsync(() -> {
				for (int n = 0; n < switches; n++) {
					get(writer.transition(command("event-" + n % 3, Kind.PULSE, 0)));
				}
			}, (task) -> new Thread(task).start()));
		}
		for (FeedReader reader : readers) {
			running.add(CompletableFuture.runAsync(
					() -> reader.readUntil("all switches", () -> reader.changes().size() == writers * switches),
					(task) -> new Thread(task).start()));
		}
		for (CompletableFuture<Void> one : running) {
			one.get();
		}
		for (FeedReader reader : readers) {
			for (int event = 0; event < 3; event++) {
				List<Long> versions = reader.versions("event-" + event);
				assertThat(versions)
					.isEqualTo(LongStream.rangeClosed(1, versions.size()).mapToObj((n) -> 2 * n).toList());
			}
		}
	}

	/** Reasons for which Redis refuses to write. */
	@SuppressWarnings("ImmutableEnumChecker")
	enum Refusal {

		HASH_OF_A_WRONG_TYPE(true, (operator) -> operator.set(KEYS.events(), "no hash"),
				(operator) -> operator.del(KEYS.events())),

		STREAM_OF_A_WRONG_TYPE(true, (operator) -> operator.set(KEYS.feed(), "no stream"),
				(operator) -> operator.del(KEYS.feed())),

		MEMORY(false, (operator) -> operator.configSet("maxmemory", "1"),
				(operator) -> operator.configSet("maxmemory", "0")),

		TOO_FEW_REPLICAS(false, (operator) -> operator.configSet("min-replicas-to-write", "1"),
				(operator) -> operator.configSet("min-replicas-to-write", "0")),

		REPLICA(false, (operator) -> operator.replicaof("127.0.0.1", 1), RedisCommands::replicaofNoOne),

		HIGHEST_ID_IS_TAKEN(
				true, (operator) -> operator.xadd(KEYS.feed(),
						new XAddArgs().id("18446744073709551615-18446744073709551615"), Map.of("made", "by hand")),
				(operator) -> operator.del(KEYS.feed()));

		private final boolean destroys;

		private final Consumer<RedisCommands<String, String>> begin;

		private final Consumer<RedisCommands<String, String>> end;

		Refusal(boolean destroys, Consumer<RedisCommands<String, String>> begin,
				Consumer<RedisCommands<String, String>> end) {
			this.destroys = destroys;
			this.begin = begin;
			this.end = end;
		}

	}

	/** Kinds of damage to the keys of a namespace. */
	@SuppressWarnings("ImmutableEnumChecker")
	enum Damage {

		FLUSHALL(6, RedisCommands::flushall),

		STREAM_DELETED(4, (operator) -> operator.del(KEYS.feed())),

		HASH_DELETED(6, (operator) -> operator.del(KEYS.events())),

		TRIMMED_TO_NOTHING(4, (operator) -> operator.xtrim(KEYS.feed(), 0)),

		TRIMMED(4, (operator) -> operator.xtrim(KEYS.feed(), XTrimArgs.Builder.maxlen(2))),

		ENTRY_ADDED(0, (operator) -> operator.xadd(KEYS.feed(), Map.of("made", "by hand"))),

		ENTRY_FORGED(4,
				(operator) -> operator.xadd(KEYS.feed(),
						Map.of("event", "a", "version", "99", "note", "", "previous",
								operator.hget(KEYS.events(), "\u0001")))),

		LAST_ENTRY_DELETED(4,
				(operator) -> operator.xdel(KEYS.feed(),
						operator.xrevrange(KEYS.feed(), Range.unbounded()).get(0).getId())),

		HEAD_DELETED(6, (operator) -> operator.hdel(KEYS.events(), "\u0001")),

		HEAD_FORGED(6, (operator) -> operator.hset(KEYS.events(), "\u0001", "made by hand")),

		STREAM_RENAMED(4, (operator) -> operator.rename(KEYS.feed(), "elsewhere")),

		SWAPPED(6, (operator) -> operator.swapdb(0, 1));

		private final int mostGaps;

		private final Consumer<RedisCommands<String, String>> action;

		Damage(int mostGaps, Consumer<RedisCommands<String, String>> action) {
			this.mostGaps = mostGaps;
			this.action = action;
		}

	}

}
