/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Report;
import io.eventgate.cluster.StateStore.Reports;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Contract tests for implementations of {@link StateStore} while the store is reachable.
 * A subclass creates the stores; failures of the connection need tests of their own.
 *
 * @since 0.1.0
 */
@Timeout(60)
public abstract class AbstractStateStoreContractTests {

	private static final long NO_DEADLINE = StoreCalls.NO_DEADLINE;

	private static final Duration LONG = Duration.ofSeconds(30);

	/**
	 * A note with characters that an engine might misread. Without its first and last
	 * characters it is a name.
	 */
	private static final String ODD = " {a}:*?[x]\\ 'q\" %s $1 -- ; \u00e9\u4e2d\ud83d\ude00 ";

	private final List<StateStore> stores = new ArrayList<>();

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	/**
	 * Creates a store that is not connected. All stores of one test share their data,
	 * which is empty when the test begins.
	 * @return a new store, which this class closes
	 * @throws Exception if it cannot be created
	 */
	protected abstract StateStore createStore() throws Exception;

	/**
	 * Returns whether {@link StateStore#changes} waits for changes.
	 * @return {@code false} if it returns at once
	 */
	protected boolean waitsForChanges() {
		return true;
	}

	/**
	 * Returns whether the feed contains each change, and not only the last one of an
	 * event.
	 * @return {@code false} if changes may be omitted
	 */
	protected boolean deliversEachChange() {
		return true;
	}

	/**
	 * Deletes all data of the store in the server, without closing connections.
	 * @return {@code false} if this is not supported
	 * @throws Exception if the deletion fails
	 */
	protected boolean loseData() throws Exception {
		return false;
	}

	@AfterEach
	void closeStores() {
		this.stores.forEach(StateStore::close);
	}

	// Reading

	@Test
	void readOfAnUnknownEventFindsNone() {
		assertThat(state(connected(), "a")).isEqualTo(State.UNKNOWN);
	}

	@Test
	void readReturnsTheLatestChangeOfAnotherInstance() {
		StateStore here = connected();
		StateStore there = connected();
		for (int version = 1; version <= 200; version++) {
			StateStore writer = (version % 2 == 0) ? here : there;
			StateStore reader = (version % 2 == 0) ? there : here;
			get(writer.transition(command("a", (version % 2 == 0) ? Kind.CLEAR : Kind.SET, 0)));
			assertThat(state(reader, "a").version()).isEqualTo(version);
		}
	}

	@Test
	void clockOfEachAnswerRunsAsFastAsTheLocalOne() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		assertThatClockGoesAsOursDoes(store, (any) -> get(any.read("a")).clockMicros());
		assertThatClockGoesAsOursDoes(store, (any) -> get(any.snapshot()).clockMicros());
		assertThatClockGoesAsOursDoes(store, (any) -> get(any.reports()).clockMicros());
		reader.startAgain();
		assertThatClockGoesAsOursDoes(store, (any) -> reader.read(Duration.ZERO).clockMicros());
	}

	private static void assertThatClockGoesAsOursDoes(StateStore store, ToLongFunction<StateStore> clock) {
		long before = System.nanoTime();
		long first = clock.applyAsLong(store);
		long between = System.nanoTime();
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		long pause = System.nanoTime();
		long second = clock.applyAsLong(store);
		long after = System.nanoTime();
		assertThat(second - first).isBetween((pause - between) / 1000 - 2_000, (after - before) / 1000 + 2_000);
	}

	@Test
	void allAnswersHaveTheSameClock() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		List<Long> clocks = List.of(get(store.read("a")).clockMicros(), reader.startAgain().clockMicros(),
				reader.read(Duration.ZERO).clockMicros(), get(store.reports()).clockMicros(),
				get(store.read("a")).clockMicros());
		for (int i = 1; i < clocks.size(); i++) {
			assertThat(clocks.get(i)).isGreaterThanOrEqualTo(clocks.get(i - 1) - 2_000);
		}
	}

	@Test
	void snapshotOfAnEmptyStoreIsEmpty() {
		assertThat(get(connected().snapshot()).states()).isEmpty();
	}

	@Test
	void snapshotHasAllEvents() {
		StateStore store = connected();
		Map<String, State> states = IntStream.rangeClosed(1, 1_000)
			.boxed()
			.collect(Collectors.toMap((i) -> "event-" + i, (i) -> new State(i, "note " + i)));
		restoreAll(store, states);
		assertThat(get(store.snapshot()).states()).isEqualTo(states);
		get(store.transition(command("event-7", Kind.CLEAR, 0)));
		assertThat(get(connected().snapshot()).states()).hasSameSizeAs(states)
			.containsEntry("event-7", new State(8, "note of CLEAR"));
	}

	private static void restoreAll(StateStore store, Map<String, State> states) {
		List<Map.Entry<String, State>> rest = new ArrayList<>(states.entrySet());
		while (!rest.isEmpty()) {
			List<Map.Entry<String, State>> batch = rest.subList(0, Math.min(StateStore.MAX_BATCH, rest.size()));
			Map<String, State> some = batch.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
			assertThat(get(store.restore(some))).isEqualTo(some.keySet());
			batch.clear();
		}
	}

	// The feed

	@Test
	void feedAfterASnapshotIsEmptyUntilSomethingChanges() {
		StateStore store = connected();
		StateStore other = connected();
		get(other.transition(command("a", Kind.SET, 0)));
		FeedReader reader = new FeedReader(store);
		assertThat(reader.state("a").version()).isEqualTo(1);
		for (int i = 0; i < 3; i++) {
			Changes none = reader.read(Duration.ofMillis(10));
			assertThat(none.gap()).isFalse();
			assertThat(none.changes()).isEmpty();
		}
		get(other.transition(command("a", Kind.CLEAR, 0)));
		Changes one = reader.read(LONG);
		assertThat(one.changes()).containsExactly(new Change("a", new State(2, "note of CLEAR")));
		assertThat(reader.read(Duration.ZERO).changes()).isEmpty();
	}

	@Test
	void presentChangesAreReturnedAtOnce() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		get(connected().transition(command("a", Kind.SET, 0)));
		assertThat(reader.read(Duration.ZERO).changes()).hasSize(1);
		get(connected().transition(command("b", Kind.SET, 0)));
		assertThat(timeOf(() -> reader.read(LONG))).isLessThan(LONG);
		assertThat(reader.states()).containsOnlyKeys("a", "b");
	}

	@Test
	void waitEndsWithTheFirstChange() throws Exception {
		Assumptions.assumeTrue(waitsForChanges());
		StateStore store = connected();
		StateStore other = connected();
		FeedReader reader = new FeedReader(store);
		for (int i = 0; i < 20; i++) {
			CompletableFuture<Changes> pending = store.changes(reader.position(), LONG).toCompletableFuture();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(10)));
			assertThat(pending).isNotDone();
			get(other.transition(command("a", Kind.PULSE, 0)));
			assertThat(pending.get(LONG.toSeconds() / 2, TimeUnit.SECONDS).changes())
				.containsExactly(new Change("a", new State(2L * i + 2, "note of PULSE")));
			reader.startAgain();
		}
	}

	@Test
	void waitWithoutChangesEndsAndReadsTheClockAfterwards() {
		Assumptions.assumeTrue(waitsForChanges());
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		long before = get(store.read("a")).clockMicros();
		Changes none = reader.read(Duration.ofMillis(300));
		long after = get(store.read("a")).clockMicros();
		assertThat(none.gap()).isFalse();
		assertThat(none.changes()).isEmpty();
		assertThat(none.clockMicros()).isBetween(before + 290_000, after + 2_000);
	}

	@Test
	void waitBlocksNoOtherCallAndEndsWithAnOwnChange() {
		Assumptions.assumeTrue(waitsForChanges());
		StateStore store = connected();
		CompletionStage<Changes> pending = store.changes(get(store.snapshot()).position(), LONG);
		Duration time = timeOf(() -> {
			get(store.read("a"));
			get(store.snapshot());
			get(store.report("me", "text"));
			get(store.reports());
			get(store.restore(Map.of()));
			get(store.forget(Set.of("me")));
			get(store.transition(command("a", Kind.CLEAR, 0)));
			assertThat(pending.toCompletableFuture()).isNotDone();
			get(store.transition(command("a", Kind.SET, 0)));
			assertThat(get(pending).changes()).containsExactly(new Change("a", new State(1, "note of SET")));
		});
		assertThat(time).isLessThan(LONG.dividedBy(2));
	}

	@Test
	void changesAreOrderedAndBatchesAreBounded() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		StateStore other = connected();
		List<Change> expected = new ArrayList<>();
		int count = 2 * StateStore.MAX_BATCH + StateStore.MAX_BATCH / 2;
		for (int i = 0; i < count; i++) {
			String event = "event-" + i;
			get(((i % 2 == 0) ? store : other).transition(command(event, Kind.SET, i)));
			expected.add(new Change(event, state(store, event)));
		}
		reader.readUntil("all changes", () -> reader.changes().size() >= count);
		assertThat(reader.changes()).isEqualTo(expected);
		assertThat(reader.read(Duration.ZERO).changes()).isEmpty();
	}

	@Test
	void feedContainsOnlyChangesAndAnnouncements() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(connected());
		get(store.transition(command("unchanged", Kind.CLEAR, 0)));
		get(store.transition(new Command("late", Kind.SET, 0, 0, "", "", null)));
		get(store.restore(Map.of("restored", new State(3, "restored"))));
		get(store.restore(Map.of("restored", new State(2, ""), "also restored", new State(1, ""))));
		get(store.transition(new Command("announced", Kind.CLEAR, 0, NO_DEADLINE, "why", "why", null)));
		get(store.reset("reset", new State(4, "reset")));
		get(store.report("me", "text"));
		get(store.transition(command("last", Kind.SET, 0)));
		reader.readUntil("last", new State(1, "note of SET"));
		assertThat(reader.changes()).containsExactly(new Change("restored", new State(3, "restored")),
				new Change("also restored", new State(1, "")), new Change("announced", new State(0, "why")),
				new Change("reset", new State(4, "reset")), new Change("last", new State(1, "note of SET")));
	}

	@Test
	void eachRestoredEventIsInTheFeed() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		Map<String, State> states = IntStream.range(0, StateStore.MAX_BATCH)
			.boxed()
			.collect(Collectors.toMap((i) -> "event-" + i, (i) -> new State(i + 1, "note " + i)));
		assertThat(get(store.restore(states))).isEqualTo(states.keySet());
		get(store.transition(command("last", Kind.SET, 0)));
		reader.readUntil("last", new State(1, "note of SET"));
		assertThat(reader.changes()).hasSize(StateStore.MAX_BATCH + 1);
		assertThat(reader.states()).containsAllEntriesOf(states);
	}

	@Test
	void readerThatFollowsMissesNoChangeOfSeveralWriters() throws Exception {
		List<StateStore> writers = List.of(connected(), connected(), connected());
		FeedReader other = new FeedReader(connected());
		FeedReader own = new FeedReader(writers.get(0));
		List<Kind> kinds = List.of(Kind.values());
		Map<String, List<Long>> versions = new HashMap<>();
		List<CompletableFuture<Void>> writing = new ArrayList<>();
		for (StateStore writer : writers) {
			writing.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 300; i++) {
					String event = "event-" + ThreadLocalRandom.current().nextInt(5);
					Kind kind = kinds.get(ThreadLocalRandom.current().nextInt(3));
					Result result = get(writer.transition(command(event, kind, 0)));
					if (result.version() != result.before()) {
						synchronized (versions) {
							versions.computeIfAbsent(event, (name) -> new ArrayList<>()).add(result.version());
						}
					}
				}
			}));
		}
		CompletableFuture<Void> all = CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new));
		for (FeedReader reader : List.of(other, own)) {
			reader.readUntil("the end of all writers", all::isDone);
			all.get();
			versions.values().forEach(Collections::sort);
			reader.readUntil("all that was written",
					() -> reader.states().equals(get(writers.get(1).snapshot()).states()));
			versions.forEach((event, written) -> {
				if (deliversEachChange()) {
					assertThat(reader.versions(event)).as(event).isEqualTo(written);
				}
				else {
					assertThat(reader.versions(event)).as(event).isSorted().doesNotHaveDuplicates();
					assertThat(written).containsAll(reader.versions(event));
				}
			});
		}
	}

	@Test
	void snapshotAndLaterChangesAreComplete() throws Exception {
		List<StateStore> writers = List.of(connected(), connected());
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		for (int round = 0; round < 20; round++) {
			List<CompletableFuture<Void>> writing = new ArrayList<>();
			for (StateStore writer : writers) {
				writing.add(CompletableFuture.runAsync(() -> {
					for (int i = 0; i < 20; i++) {
						get(writer
							.transition(command("event-" + ThreadLocalRandom.current().nextInt(30), Kind.PULSE, 0)));
					}
				}));
			}
			while (writing.stream().anyMatch((one) -> !one.isDone())) {
				reader.startAgain();
				assertThat(reader.read(Duration.ZERO).gap()).isFalse();
			}
			for (CompletableFuture<Void> one : writing) {
				one.get();
			}
			Map<String, State> expected = get(writers.get(0).snapshot()).states();
			reader.readUntil("all that was written", () -> reader.states().equals(expected));
		}
	}

	@Test
	void snapshotsDuringConstantSwitchingLeadToNoGap() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		for (int round = 0; round < 100; round++) {
			List<CompletionStage<Result>> pending = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				pending.add(store.transition(command("a", Kind.PULSE, 0)));
			}
			reader.startAgain();
			assertThat(reader.read(Duration.ZERO).gap()).isFalse();
			pending.forEach(StoreCalls::get);
			assertThat(reader.read(Duration.ZERO).gap()).isFalse();
			reader.readUntil("a", state(store, "a"));
		}
	}

	@Test
	void lossOfDataIsAGap() throws Exception {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		FeedReader other = new FeedReader(connected());
		for (int i = 0; i < 10; i++) {
			get(store.transition(command("a", Kind.PULSE, 0)));
		}
		reader.readUntil("a", new State(20, "note of PULSE"));
		other.readUntil("a", new State(20, "note of PULSE"));
		Assumptions.assumeTrue(loseData());
		reader.readUntilGap();
		assertThat(reader.startAgain().states()).isEmpty();
		assertThat(reader.read(Duration.ZERO).gap()).isFalse();
		assertThat(get(store.restore(Map.of("a", new State(20, "restored"))))).containsExactly("a");
		reader.readUntil("a", new State(20, "restored"));
		other.readUntilGap();
		assertThat(other.startAgain().states()).containsExactly(Map.entry("a", new State(20, "restored")));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 9, 10, 11, 150 })
	void lossOfDataIsAGapEvenIfOthersContinue(int changes) throws Exception {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		StateStore other = connected();
		for (int i = 0; i < 10; i++) {
			get(other.transition(command("a", Kind.PULSE, 0)));
		}
		reader.readUntil("a", new State(20, "note of PULSE"));
		Assumptions.assumeTrue(loseData());
		for (int i = 0; i < changes; i++) {
			get(other.transition(command("b", Kind.PULSE, 0)));
		}
		reader.readUntilGap();
		assertThat(reader.startAgain().states())
			.containsExactly(Map.entry("b", new State(2L * changes, "note of PULSE")));
		get(other.transition(command("b", Kind.PULSE, 0)));
		reader.readUntil("b", new State(2L * changes + 2, "note of PULSE"));
	}

	@Test
	void lossOfAnOwnUnreadChangeIsAGap() throws Exception {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		get(store.transition(command("a", Kind.SET, 0)));
		Assumptions.assumeTrue(loseData());
		reader.readUntilGap();
		reader.startAgain();
		get(store.restore(Map.of("a", new State(1, ""))));
		assertThat(loseData()).isTrue();
		reader.readUntilGap();
		reader.startAgain();
		assertThat(reader.read(Duration.ZERO).gap()).isFalse();
		assertThat(reader.read(Duration.ZERO).gap()).isFalse();
	}

	// Transitions

	@ParameterizedTest
	@EnumSource(Kind.class)
	void transitionAppliesToTheHigherVersion(Kind kind) {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		for (long stored = 0; stored <= 3; stored++) {
			for (long known = 0; known <= 5; known++) {
				String event = "event-" + stored + "-" + known;
				State before = (stored > 0) ? new State(stored, "before") : State.UNKNOWN;
				if (stored > 0) {
					get(store.restore(Map.of(event, before)));
				}
				Command command = command(event, kind, known);
				long expected = command.apply(stored);
				assertThat(get(store.transition(command))).as("%s", command).isEqualTo(new Result(stored, expected));
				State after = (expected != stored) ? new State(expected, command.note()) : before;
				assertThat(state(store, event)).as("%s", command).isEqualTo(after);
				reader.readUntil(event, after);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "SET, 1", "CLEAR, 0", "PULSE, 2" })
	void firstTransitionOfAnEventStartsAtZero(Kind kind, long expected) {
		StateStore store = connected();
		assertThat(get(store.transition(command("a", kind, 0)))).isEqualTo(new Result(0, expected));
		assertThat(state(store, "a").version()).isEqualTo(expected);
	}

	@Test
	void unchangedEventKeepsItsNoteUnlessAnnounced() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, "first")));
		assertThat(get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, "second"))))
			.isEqualTo(new Result(1, 1));
		assertThat(state(store, "a")).isEqualTo(new State(1, "first"));
		reader.readUntil("a", new State(1, "first"));
		assertThat(get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, "third", "third", null))))
			.isEqualTo(new Result(1, 1));
		assertThat(state(store, "a")).isEqualTo(new State(1, "third"));
		reader.readUntil("a", new State(1, "third"));
		assertThat(reader.changes()).hasSize(2);
	}

	@Test
	void announcedClearOfAnUnknownEventIsStored() {
		StateStore store = connected();
		assertThat(get(store.transition(new Command("a", Kind.CLEAR, 0, NO_DEADLINE, "reason", "reason", null))))
			.isEqualTo(new Result(0, 0));
		assertThat(state(store, "a")).isEqualTo(new State(0, "reason"));
	}

	@Test
	void transitionWorksOnHugeVersions() {
		StateStore store = connected();
		long version = (1L << 52) + 1;
		get(store.restore(Map.of("a", new State(version, ""))));
		assertThat(state(store, "a").version()).isEqualTo(version);
		assertThat(get(store.transition(command("a", Kind.CLEAR, 0)))).isEqualTo(new Result(version, version + 1));
		assertThat(get(store.transition(command("a", Kind.PULSE, version + 7))))
			.isEqualTo(new Result(version + 1, version + 9));
		assertThat(state(store, "a").version()).isEqualTo(version + 9);
	}

	@Test
	void versionBeyondTheHighestIsRefused() {
		StateStore store = connected();
		State highest = new State(StateStore.MAX_VERSION, "");
		get(store.restore(Map.of("a", highest)));
		FeedReader reader = new FeedReader(store);
		assertThat(reader.state("a")).isEqualTo(highest);
		assertThat(get(store.transition(command("a", Kind.CLEAR, 0))))
			.isEqualTo(new Result(highest.version(), highest.version()));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.transition(command("a", Kind.PULSE, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.transition(command("b", Kind.SET, highest.version()))))
			.isInstanceOf(RefusedException.class);
		assertThat(state(store, "b")).isEqualTo(State.UNKNOWN);
		assertThat(state(store, "a")).isEqualTo(highest);
		assertThat(reader.read(Duration.ZERO).changes()).isEmpty();
	}

	@Test
	void transitionAtOrAfterItsDeadlineDoesNothing() {
		StateStore store = connected();
		get(store.transition(command("a", Kind.SET, 0)));
		long now = get(store.read("a")).clockMicros();
		for (long deadline : new long[] { now, now - 1, 0, Long.MIN_VALUE }) {
			for (boolean announce : new boolean[] { false, true }) {
				assertThat(get(store
					.transition(new Command("a", Kind.CLEAR, 0, deadline, "late", announce ? "late" : "", null))))
					.isEqualTo(Result.EXPIRED);
			}
		}
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@Test
	void transitionBeforeItsDeadlineIsDone() {
		StateStore store = connected();
		long deadline = get(store.read("a")).clockMicros() + TimeUnit.MINUTES.toMicros(1);
		assertThat(get(store.transition(new Command("a", Kind.SET, 0, deadline, "")))).isEqualTo(new Result(0, 1));
	}

	@Test
	void transitionWithUnmetConditionHasNoEffect() {
		StateStore store = connected();
		get(store.transition(new Command("a", Kind.CLEAR, 1, NO_DEADLINE, "it's temporary")));
		State temporary = new State(2, "it's temporary");
		FeedReader reader = new FeedReader(store);
		long now = get(store.read("a")).clockMicros();
		for (Condition condition : List.of(new Condition(temporary, now + TimeUnit.HOURS.toMicros(1)),
				new Condition(new State(2, "another note"), 0), new Condition(new State(2, "It's temporary"), 0),
				new Condition(new State(2, "it's temporary "), 0), new Condition(new State(4, "it's temporary"), 0))) {
			assertThat(get(store.transition(conditional("a", condition)))).isEqualTo(Result.UNMET);
		}
		assertThat(get(store.transition(conditional("unknown", new Condition(temporary, 0))))).isEqualTo(Result.UNMET);
		assertThat(state(store, "a")).isEqualTo(temporary);
		assertThat(state(store, "unknown")).isEqualTo(State.UNKNOWN);
		assertThat(reader.read(Duration.ZERO).changes()).isEmpty();
	}

	@Test
	void transitionWithMetConditionIsDoneOnce() {
		StateStore store = connected();
		get(store.transition(new Command("a", Kind.CLEAR, 1, NO_DEADLINE, "temporary")));
		FeedReader reader = new FeedReader(store);
		Condition condition = new Condition(new State(2, "temporary"), get(store.read("a")).clockMicros());
		List<CompletionStage<Result>> pending = new ArrayList<>();
		for (StateStore each : List.of(store, connected(), connected())) {
			pending.add(each.transition(conditional("a", condition)));
		}
		// A transition that loses the race may be refused instead.
		assertThat(pending.stream().filter((each) -> StoreCalls.outcome(each) == null).map(StoreCalls::get))
			.containsOnlyOnce(new Result(2, 3));
		reader.readUntil("a", new State(3, "back"));
		assertThat(reader.changes()).hasSize(1);
		assertThat(get(store.transition(conditional("a", condition)))).isEqualTo(Result.UNMET);
	}

	@Test
	void noteForAnUnchangedEventDiffersFromThatOfAChange() {
		StateStore store = connected();
		get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, "changed", "unchanged", null)));
		assertThat(state(store, "a")).isEqualTo(new State(1, "changed"));
		get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, "changed", "unchanged", null)));
		assertThat(state(store, "a")).isEqualTo(new State(1, "unchanged"));
	}

	@Test
	void noteOfAnUnchangedEventIsReplacedOnACondition() {
		StateStore store = connected();
		get(store.transition(new Command("a", Kind.CLEAR, 1, NO_DEADLINE, "temporary")));
		FeedReader reader = new FeedReader(store);
		Command keeping = new Command("a", Kind.CLEAR, 2, NO_DEADLINE, "", "lasting",
				new Condition(new State(2, "temporary"), 0));
		assertThat(get(store.transition(keeping))).isEqualTo(new Result(2, 2));
		reader.readUntil("a", new State(2, "lasting"));
		assertThat(get(store.transition(keeping))).isEqualTo(Result.UNMET);
	}

	private static Command conditional(String event, Condition condition) {
		return new Command(event, Kind.SET, 0, NO_DEADLINE, "back", "", condition);
	}

	@Test
	void transitionsOfOneEventAreInOneOrder() {
		List<StateStore> instances = List.of(connected(), connected(), connected());
		List<CompletionStage<Result>> pending = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			for (StateStore store : instances) {
				pending.add(store.transition(command("a", Kind.PULSE, 0)));
			}
		}
		List<Result> results = pending.stream()
			.map(StoreCalls::get)
			.sorted(Comparator.comparingLong(Result::version))
			.toList();
		for (int i = 0; i < results.size(); i++) {
			assertThat(results.get(i)).isEqualTo(new Result(2L * i, 2L * i + 2));
		}
	}

	@Test
	void eventsDoNotDisturbEachOther() {
		StateStore store = connected();
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.transition(command("A", Kind.PULSE, 0)));
		get(store.transition(command("a b", Kind.PULSE, 4)));
		assertThat(get(store.snapshot()).states()).containsExactlyInAnyOrderEntriesOf(Map.of("a",
				new State(1, "note of SET"), "A", new State(2, "note of PULSE"), "a b", new State(6, "note of PULSE")));
		assertThat(state(store, "A").version()).isEqualTo(2);
		assertThat(state(store, "b")).isEqualTo(State.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10, 50 })
	void namesAndNotesAreReturnedUnchanged(int repetitions) {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		String note = ODD.repeat(repetitions);
		String event = (repetitions < 5) ? ("e" + note).strip() : "x".repeat(EventDefinition.MAX_NAME_LENGTH);
		get(store.transition(new Command(event, Kind.SET, 0, NO_DEADLINE, note)));
		assertThat(state(store, event)).isEqualTo(new State(1, note));
		reader.readUntil(event, new State(1, note));
		get(store.restore(Map.of(event, new State(4, note + "!"))));
		assertThat(state(store, event)).isEqualTo(new State(4, note + "!"));
		reader.readUntil(event, new State(4, note + "!"));
		get(store.reset(event, new State(2, note + "?")));
		assertThat(get(store.snapshot()).states()).isEqualTo(Map.of(event, new State(2, note + "?")));
		reader.readUntil(event, new State(2, note + "?"));
	}

	@Test
	void longestNoteIsReturnedAndALongerOneIsNot() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(store);
		String longest = "\u4e2d".repeat(StateStore.MAX_NOTE_LENGTH);
		get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, longest)));
		get(store.transition(new Command("b", Kind.SET, 0, NO_DEADLINE, "x".repeat(500_000))));
		get(store.transition(command("c", Kind.SET, 0)));
		Map<String, State> expected = Map.of("a", new State(1, longest), "b", new State(1, ""), "c",
				new State(1, "note of SET"));
		assertThat(get(store.snapshot()).states()).isEqualTo(expected);
		expected.forEach((event, state) -> assertThat(state(store, event)).isEqualTo(state));
		reader.readUntil("all of them", () -> reader.states().equals(expected));
	}

	// Restoring

	@Test
	void restoreRaisesLowerAndUnknownVersionsOnly() {
		StateStore store = connected();
		get(store.restore(
				Map.of("lower", new State(3, "old"), "equal", new State(5, "old"), "higher", new State(7, "old"))));
		State given = new State(5, "given");
		assertThat(get(store.restore(Map.of("lower", given, "equal", given, "higher", given, "unknown", given))))
			.containsExactlyInAnyOrder("lower", "unknown");
		assertThat(get(store.snapshot()).states()).containsExactlyInAnyOrderEntriesOf(
				Map.of("lower", given, "equal", new State(5, "old"), "higher", new State(7, "old"), "unknown", given));
	}

	@Test
	void restoreOfNothingRaisesNothing() {
		assertThat(get(connected().restore(Map.of()))).isEmpty();
	}

	@Test
	void restorationsAndTransitionsTogetherNeverLowerAVersion() {
		StateStore store = connected();
		StateStore other = connected();
		FeedReader reader = new FeedReader(connected());
		List<CompletionStage<?>> pending = new ArrayList<>();
		long highest = 0;
		for (int i = 0; i < 200; i++) {
			pending.add(store.transition(command("a", Kind.PULSE, 0)));
			pending.add(other.restore(Map.of("a", new State(i, "restored"))));
			if (i % 20 == 0) {
				long version = state(other, "a").version();
				assertThat(version).isGreaterThanOrEqualTo(highest);
				highest = version;
			}
		}
		pending.forEach(StoreCalls::get);
		assertThat(state(store, "a").version()).isGreaterThanOrEqualTo(400);
		reader.readUntil("a", state(store, "a"));
		assertThat(reader.versions("a")).isSorted();
	}

	@Test
	void removalIsOfExactlyTheGivenStates() {
		StateStore store = connected();
		State note = new State(3, ODD);
		State other = new State(4, "b");
		get(store.restore(Map.of("a", note, "b", other, "c", new State(5, "c"), ODD.strip(), note)));
		FeedReader reader = new FeedReader(connected());
		assertThat(get(store.remove(Map.of("a", note, "b", new State(4, "B"), "c", new State(6, "c"), ODD.strip(), note,
				"unknown", new State(1, "")))))
			.containsExactlyInAnyOrder("a", ODD.strip());
		assertThat(get(store.snapshot()).states()).isEqualTo(Map.of("b", other, "c", new State(5, "c")));
		assertThat(get(store.remove(Map.of("a", note)))).isEmpty();
		assertThat(get(store.remove(Map.of()))).isEmpty();
		get(store.transition(command("a", Kind.SET, 0)));
		assertThat(state(store, "a").version()).isOne();
		reader.readUntil("a", state(store, "a"));
		assertThat(reader.changes()).extracting(Change::event).containsExactly("a");
	}

	@Test
	void removalsAndTransitionsAreInOneOrder() {
		StateStore store = connected();
		StateStore other = connected();
		List<CompletionStage<Result>> switches = new ArrayList<>();
		int removals = 0;
		for (int i = 0; i < 200 || removals == 0; i++) {
			switches.add(store.transition(command("a", Kind.PULSE, 0)));
			State seen = state(other, "a");
			if (!seen.equals(State.UNKNOWN)) {
				removals += get(other.remove(Map.of("a", seen))).size();
			}
		}
		long first = switches.stream().filter((result) -> get(result).before() == 0).count();
		boolean removedLast = state(store, "a").equals(State.UNKNOWN);
		assertThat(first).isEqualTo(removals + (removedLast ? 0 : 1));
	}

	@Test
	void removalAndConditionalTransitionExcludeEachOther() {
		StateStore store = connected();
		StateStore other = connected();
		for (int i = 0; i < 100; i++) {
			get(store.restore(Map.of("a", new State(2, "given"))));
			State seen = state(store, "a");
			Command toggle = new Command("a", (seen.version() % 2 == 0) ? Kind.SET : Kind.CLEAR, seen.version(),
					NO_DEADLINE, "note " + i, "", new Condition(seen, 0));
			CompletionStage<Set<String>> removed = other.remove(Map.of("a", seen));
			Result result = get(store.transition(toggle));
			assertThat(get(removed).isEmpty()).as("in round %d, with %s", i, result).isEqualTo(result.isExecuted());
			assertThat(result.isExecuted() || result.equals(Result.UNMET)).isTrue();
		}
	}

	@Test
	void resetPutsAnEventIntoAnyState() {
		StateStore store = connected();
		FeedReader reader = new FeedReader(connected());
		get(store.reset("a", new State(7, "up")));
		assertThat(state(store, "a")).isEqualTo(new State(7, "up"));
		get(store.reset("a", new State(2, "down")));
		assertThat(state(store, "a")).isEqualTo(new State(2, "down"));
		get(store.reset("a", new State(2, "again")));
		assertThat(state(store, "a")).isEqualTo(new State(2, "again"));
		assertThat(get(store.transition(command("a", Kind.SET, 0)))).isEqualTo(new Result(2, 3));
		reader.readUntil("a", new State(3, "note of SET"));
		if (deliversEachChange()) {
			assertThat(reader.versions("a")).containsExactly(7L, 2L, 2L, 3L);
		}
	}

	// The connection

	@Test
	void callsBeforeTheFirstConnectAreRefused() {
		assertThatAllIsRefused(open());
	}

	@Test
	void callsAfterCloseAreRefusedWithoutHanging() {
		StateStore store = open();
		connect(store);
		List<CompletionStage<?>> pending = new ArrayList<>();
		pending.add(store.changes(get(store.snapshot()).position(), LONG));
		for (int i = 0; i < 100; i++) {
			pending.add(store.transition(command("a", Kind.PULSE, 0)));
		}
		store.close();
		pending.forEach(StoreCalls::outcome);
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class);
		assertThatAllIsRefused(store);
		assertThat(this.losses).as("closing is not a loss").isEmpty();
		assertThatCode(store::close).doesNotThrowAnyException();
	}

	private static void assertThatAllIsRefused(StateStore store) {
		State state = new State(99, "");
		List<CompletionStage<?>> calls = List.of(store.snapshot(), store.changes("", Duration.ZERO), store.read("a"),
				store.transition(command("a", Kind.SET, 0)), store.restore(Map.of("a", state)), store.reset("a", state),
				store.report("me", "text"), store.reports(), store.forget(Set.of("me")));
		assertThat(calls).extracting(StoreCalls::outcome)
			.hasSize(9)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOf(RefusedException.class));
	}

	@Test
	void newConnectionReplacesTheOldOne() {
		StateStore store = open();
		connect(store);
		new FeedReader(store);
		connect(store);
		FeedReader reader = new FeedReader(store);
		get(connected().transition(command("a", Kind.SET, 0)));
		reader.readUntil("a", new State(1, "note of SET"));
		assertThat(state(store, "a").version()).isEqualTo(1);
		assertThat(this.losses).isEmpty();
	}

	@Test
	void newConnectionFailsPendingCallsOfTheOldOne() {
		Assumptions.assumeTrue(waitsForChanges());
		StateStore store = open();
		connect(store);
		CompletionStage<Changes> pending = store.changes(get(store.snapshot()).position(), LONG);
		Duration time = timeOf(() -> {
			connect(store);
			assertThat(outcome(pending)).isNotNull();
		});
		assertThat(time).isLessThan(LONG.dividedBy(2));
		FeedReader reader = new FeedReader(store);
		get(store.transition(command("a", Kind.SET, 0)));
		reader.readUntil("a", new State(1, "note of SET"));
		assertThat(this.losses).isEmpty();
	}

	@Test
	void connectSupersedesAPendingOne() {
		StateStore store = open();
		List<CompletionStage<Void>> pending = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			pending.add(store.connect(this.losses::add));
		}
		connect(store);
		pending.forEach(StoreCalls::outcome);
		FeedReader reader = new FeedReader(store);
		get(connected().transition(command("a", Kind.SET, 0)));
		reader.readUntil("a", new State(1, "note of SET"));
		assertThat(this.losses).isEmpty();
	}

	@Test
	void dataOutlivesTheLinkAndTheInstance() {
		StateStore store = open();
		connect(store);
		get(store.transition(command("a", Kind.SET, 0)));
		connect(store);
		assertThat(state(store, "a").version()).isEqualTo(1);
		store.close();
		assertThat(state(connected(), "a")).isEqualTo(new State(1, "note of SET"));
		assertThat(get(connected().snapshot()).states()).containsOnlyKeys("a");
	}

	@Test
	void closingOneStoreLeavesOthersAlone() {
		FeedReader reader = new FeedReader(connected());
		connected().close();
		get(connected().transition(command("a", Kind.SET, 0)));
		reader.readUntil("a", new State(1, "note of SET"));
		assertThat(this.losses).isEmpty();
	}

	// Reports

	@Test
	void reportReplacesTheFormerOneOfTheSameInstance() {
		StateStore store = connected();
		assertThat(texts(store)).isEmpty();
		assertThat(get(store.report("one", "x".repeat(3_000)))).isEqualTo(1);
		assertThat(get(store.report("two", ODD))).isEqualTo(2);
		assertThat(get(store.report("one", "second"))).isEqualTo(2);
		assertThat(get(connected().report(ODD.strip(), ""))).isEqualTo(3);
		assertThat(texts(connected()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("one", "second", "two", ODD, ODD.strip(), ""));
	}

	@Test
	void reportHasItsTimeOfWriting() {
		StateStore store = connected();
		long before = get(store.read("a")).clockMicros();
		get(store.report("one", "first"));
		long between = get(store.read("a")).clockMicros();
		await("a later time", () -> get(store.read("a")).clockMicros() > between + 15_000);
		get(store.report("two", "first"));
		get(store.report("one", "second"));
		Reports reports = get(connected().reports());
		assertThat(reports.sinceMicros()).as("since").isBetween(before - 2_000, between + 2_000);
		for (Report report : reports.byInstance().values()) {
			assertThat(report.writtenMicros()).as("written").isBetween(between + 15_000, reports.clockMicros() + 2_000);
		}
		get(store.report("three", "first"));
		assertThat(get(store.reports()).sinceMicros()).as("since").isEqualTo(reports.sinceMicros());
	}

	@Test
	void lostReportsAreKeptSinceTheNextOne() throws Exception {
		StateStore store = connected();
		get(store.report("one", "text"));
		get(store.report("two", "text"));
		Assumptions.assumeTrue(loseData());
		long loss = get(store.read("a")).clockMicros();
		await("the clock to go on", () -> get(store.read("a")).clockMicros() > loss + 5_000);
		assertThat(get(store.report("two", "again"))).isEqualTo(1);
		Reports reports = get(store.reports());
		assertThat(reports.byInstance()).containsOnlyKeys("two");
		assertThat(reports.sinceMicros()).isBetween(loss + 1, reports.clockMicros());
	}

	@Test
	void tooLongReportIsReadAsEmpty() {
		StateStore store = connected();
		String longest = "x".repeat(StateStore.MAX_REPORT_LENGTH);
		get(store.report("longest", longest));
		get(store.report("too long", "x".repeat(500_000)));
		assertThat(texts(store)).isEqualTo(Map.of("longest", longest, "too long", ""));
	}

	@Test
	void reportsAreNotEvents() {
		StateStore store = connected();
		get(store.report("orders", "text"));
		assertThat(state(store, "orders")).isEqualTo(State.UNKNOWN);
		assertThat(get(store.snapshot()).states()).isEmpty();
		get(store.transition(command("orders", Kind.SET, 0)));
		assertThat(texts(store)).containsExactlyEntriesOf(Map.of("orders", "text"));
	}

	@Test
	void forgottenReportsAreRemoved() {
		StateStore store = connected();
		get(store.forget(Set.of("unknown")));
		for (int i = 0; i < 20; i++) {
			get(store.report("instance-" + i, "text " + i));
		}
		get(store.forget(Set.of()));
		get(store.forget(IntStream.range(1, 20).mapToObj((i) -> "instance-" + i).collect(Collectors.toSet())));
		get(store.forget(Set.of("instance-1", "unknown")));
		assertThat(texts(store)).isEqualTo(Map.of("instance-0", "text 0"));
		assertThat(get(store.report("another", "text"))).isEqualTo(2);
	}

	private static Map<String, String> texts(StateStore store) {
		Map<String, String> texts = new HashMap<>();
		get(store.reports()).byInstance().forEach((instance, report) -> texts.put(instance, report.text()));
		return texts;
	}

	// For the tests of implementations

	/**
	 * Creates a store and connects it. Some tests fail if its connection is lost.
	 * @return the store
	 */
	protected final StateStore connected() {
		StateStore store = open();
		connect(store);
		return store;
	}

	/**
	 * Creates a store that is not connected.
	 * @return the store
	 */
	protected final StateStore open() {
		try {
			StateStore store = createStore();
			this.stores.add(store);
			return store;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void connect(StateStore store) {
		get(store.connect(this.losses::add));
	}

	private static Duration timeOf(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

}
