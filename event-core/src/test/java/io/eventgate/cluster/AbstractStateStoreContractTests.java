package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
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
 * What every implementation of {@link StateStore} must do while the store is reachable. A
 * subclass says how a store is made; what happens when it is not reachable is for tests
 * of its own.
 *
 * @since 0.1.0
 */
@Timeout(60)
public abstract class AbstractStateStoreContractTests {

	private static final long NO_DEADLINE = StoreCalls.NO_DEADLINE;

	/** Names and notes that an engine might take for something else. */
	private static final String ODD = " {a}:*?[x]\\ 'q\" %s $1 -- ; \u00e9\u4e2d\ud83d\ude00 ";

	private final List<StateStore> stores = new ArrayList<>();

	/**
	 * Creates a store, which is not subscribed. All stores of one test share their data,
	 * and nothing is in it when a test begins.
	 * @return a new store, that this class closes
	 * @throws Exception if it cannot be created
	 */
	protected abstract StateStore createStore() throws Exception;

	/**
	 * Tells whether the store gives hints at all.
	 * @return {@code false} if it has to be polled
	 */
	protected boolean givesHints() {
		return true;
	}

	@AfterEach
	void closeStores() {
		this.stores.forEach(StateStore::close);
	}

	// Reading

	@Test
	void readOfUnknownEventsFindsNone() {
		assertThat(get(subscribed().read(Set.of("a", "b"))).states()).isEmpty();
	}

	@Test
	void readOfNothingTellsTheTimeOfAClockThatGoesAsOursDoes() {
		StateStore store = subscribed();
		long before = System.nanoTime();
		long first = get(store.read(Set.of())).clockMicros();
		long between = System.nanoTime();
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		long pause = System.nanoTime();
		long second = get(store.read(Set.of())).clockMicros();
		long after = System.nanoTime();
		assertThat(second - first).isBetween((pause - between) / 1000 - 2_000, (after - before) / 1000 + 2_000);
	}

	@Test
	void readFindsWhatAnotherInstanceJustDid() {
		StateStore here = subscribed();
		StateStore there = subscribed();
		for (int version = 1; version <= 200; version++) {
			StateStore writer = (version % 2 == 0) ? here : there;
			StateStore reader = (version % 2 == 0) ? there : here;
			get(writer.transition(command("a", (version % 2 == 0) ? Kind.CLEAR : Kind.SET, 0)));
			assertThat(state(reader, "a").version()).isEqualTo(version);
		}
	}

	@Test
	void readOfManyEventsFindsEachOfThem() {
		StateStore store = subscribed();
		Map<String, State> states = IntStream.rangeClosed(1, 5_000)
			.boxed()
			.collect(Collectors.toMap((i) -> "event-" + i, (i) -> new State(i, "note " + i)));
		assertThat(get(store.heal(states))).isEqualTo(states.keySet());
		assertThat(get(store.read(states.keySet())).states()).containsAllEntriesOf(states);
		assertThat(get(store.read(Set.of("event-7", "unknown"))).states())
			.containsEntry("event-7", states.get("event-7"))
			.doesNotContainKey("unknown");
	}

	// Transitions

	@ParameterizedTest
	@EnumSource(Kind.class)
	void transitionAppliesTheCommandToTheHigherOfStoredAndKnownVersion(Kind kind) {
		StateStore store = subscribed();
		for (long stored = 0; stored <= 3; stored++) {
			for (long known = 0; known <= 5; known++) {
				String event = "event-" + stored + "-" + known;
				State before = (stored > 0) ? new State(stored, "before") : State.UNKNOWN;
				if (stored > 0) {
					get(store.heal(Map.of(event, before)));
				}
				Command command = command(event, kind, known);
				long expected = command.apply(stored);
				assertThat(get(store.transition(command))).as("%s", command).isEqualTo(new Result(stored, expected));
				assertThat(state(store, event)).as("%s", command)
					.isEqualTo((expected != stored) ? new State(expected, command.note()) : before);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "SET, 1", "CLEAR, 0", "PULSE, 2" })
	void firstTransitionOfAnEventStartsAtZero(Kind kind, long expected) {
		StateStore store = subscribed();
		assertThat(get(store.transition(command("a", kind, 0)))).isEqualTo(new Result(0, expected));
		assertThat(state(store, "a").version()).isEqualTo(expected);
	}

	@Test
	void transitionThatChangesNothingKeepsTheNoteUnlessItIsToBeAnnounced() {
		StateStore store = subscribed();
		get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, false, "first")));
		assertThat(get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, false, "second"))))
			.isEqualTo(new Result(1, 1));
		assertThat(state(store, "a")).isEqualTo(new State(1, "first"));
		assertThat(get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, true, "third"))))
			.isEqualTo(new Result(1, 1));
		assertThat(state(store, "a")).isEqualTo(new State(1, "third"));
	}

	@Test
	void announcedClearOfAnUnknownEventIsStored() {
		StateStore store = subscribed();
		assertThat(get(store.transition(new Command("a", Kind.CLEAR, 0, NO_DEADLINE, true, "reason"))))
			.isEqualTo(new Result(0, 0));
		assertThat(state(store, "a")).isEqualTo(new State(0, "reason"));
	}

	@Test
	void transitionWorksOnVersionsThatNoProgramReaches() {
		StateStore store = subscribed();
		long version = (1L << 52) + 1;
		get(store.heal(Map.of("a", new State(version, ""))));
		assertThat(state(store, "a").version()).isEqualTo(version);
		assertThat(get(store.transition(command("a", Kind.CLEAR, 0)))).isEqualTo(new Result(version, version + 1));
		assertThat(get(store.transition(command("a", Kind.PULSE, version + 7))))
			.isEqualTo(new Result(version + 1, version + 9));
		assertThat(state(store, "a").version()).isEqualTo(version + 9);
	}

	@Test
	void transitionAtOrAfterItsDeadlineDoesNothing() {
		StateStore store = subscribed();
		get(store.transition(command("a", Kind.SET, 0)));
		long now = get(store.read(Set.of())).clockMicros();
		for (long deadline : new long[] { now, now - 1, 0, Long.MIN_VALUE }) {
			for (boolean announce : new boolean[] { false, true }) {
				assertThat(get(store.transition(new Command("a", Kind.CLEAR, 0, deadline, announce, "late"))))
					.isEqualTo(Result.EXPIRED);
			}
		}
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@Test
	void transitionBeforeItsDeadlineIsDone() {
		StateStore store = subscribed();
		long deadline = get(store.read(Set.of())).clockMicros() + TimeUnit.MINUTES.toMicros(1);
		assertThat(get(store.transition(new Command("a", Kind.SET, 0, deadline, false, ""))))
			.isEqualTo(new Result(0, 1));
	}

	@Test
	void transitionsOfOneEventAreInOneOrder() {
		List<StateStore> instances = List.of(subscribed(), subscribed(), subscribed());
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
		StateStore store = subscribed();
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.transition(command("A", Kind.PULSE, 0)));
		get(store.transition(command("a ", Kind.PULSE, 4)));
		assertThat(get(store.read(Set.of("a", "A", "a "))).states()).containsExactlyInAnyOrderEntriesOf(Map.of("a",
				new State(1, "note of SET"), "A", new State(2, "note of PULSE"), "a ", new State(6, "note of PULSE")));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10, 50 })
	void namesAndNotesComeBackAsTheyWere(int repetitions) {
		StateStore store = subscribed();
		String note = ODD.repeat(repetitions);
		String event = (repetitions < 5) ? "e" + note : "x".repeat(EventDefinition.MAX_NAME_LENGTH);
		get(store.transition(new Command(event, Kind.SET, 0, NO_DEADLINE, false, note)));
		assertThat(state(store, event)).isEqualTo(new State(1, note));
		get(store.heal(Map.of(event, new State(4, note + "!"))));
		assertThat(state(store, event)).isEqualTo(new State(4, note + "!"));
	}

	@Test
	void noteThatIsTooLongIsNotRead() {
		StateStore store = subscribed();
		get(store.transition(new Command("a", Kind.SET, 0, NO_DEADLINE, false, "x".repeat(500_000))));
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(get(store.read(Set.of("a", "b"))).states())
			.isEqualTo(Map.of("a", new State(1, ""), "b", new State(1, "note of SET")));
	}

	// Healing

	@Test
	void healRaisesWhatIsLowerOrUnknownAndNothingElse() {
		StateStore store = subscribed();
		get(store
			.heal(Map.of("lower", new State(3, "old"), "equal", new State(5, "old"), "higher", new State(7, "old"))));
		State given = new State(5, "given");
		assertThat(get(store.heal(Map.of("lower", given, "equal", given, "higher", given, "unknown", given))))
			.containsExactlyInAnyOrder("lower", "unknown");
		assertThat(get(store.read(Set.of("lower", "equal", "higher", "unknown"))).states())
			.containsExactlyInAnyOrderEntriesOf(Map.of("lower", given, "equal", new State(5, "old"), "higher",
					new State(7, "old"), "unknown", given));
	}

	@Test
	void healOfNothingRaisesNothing() {
		assertThat(get(subscribed().heal(Map.of()))).isEmpty();
	}

	@Test
	void healsAndTransitionsTogetherNeverLowerAVersion() {
		StateStore store = subscribed();
		StateStore other = subscribed();
		List<CompletionStage<?>> pending = new ArrayList<>();
		long highest = 0;
		for (int i = 0; i < 200; i++) {
			pending.add(store.transition(command("a", Kind.PULSE, 0)));
			pending.add(other.heal(Map.of("a", new State(i, "healed"))));
			if (i % 20 == 0) {
				long version = state(other, "a").version();
				assertThat(version).isGreaterThanOrEqualTo(highest);
				highest = version;
			}
		}
		pending.forEach(StoreCalls::get);
		assertThat(state(store, "a").version()).isGreaterThanOrEqualTo(400);
	}

	// Hints

	@Test
	void eachTransitionThatChangesSomethingLeadsToAHintForOthers() {
		Assumptions.assumeTrue(givesHints());
		Hints hints = new Hints();
		StateStore store = subscribed();
		get(open().subscribe(hints));
		for (int i = 0; i < 200; i++) {
			get(store.transition(command("event-" + i, Kind.SET, 0)));
		}
		hints.awaitAll(IntStream.range(0, 200).mapToObj((i) -> "event-" + i).collect(Collectors.toSet()));
		get(store.transition(command("event-0", Kind.CLEAR, 0)));
		hints.await("event-0");
	}

	@Test
	void onlyWhatChangesOrIsAnnouncedLeadsToHints() {
		Assumptions.assumeTrue(givesHints());
		Hints hints = new Hints();
		StateStore store = subscribed();
		get(open().subscribe(hints));
		get(store.transition(command("unchanged", Kind.CLEAR, 0)));
		get(store.transition(new Command("late", Kind.SET, 0, 0, true, "")));
		get(store.heal(Map.of("healed", new State(3, ""))));
		get(store.heal(Map.of("healed", new State(2, ""), "also healed", new State(1, ""))));
		get(store.transition(new Command("announced", Kind.CLEAR, 0, NO_DEADLINE, true, "")));
		get(store.transition(command("last", Kind.SET, 0)));
		assertThat(hints.upTo("last")).containsExactly("healed", "also healed", "announced", "last");
	}

	@Test
	void hintsHaveTheNameAsItIs() {
		Assumptions.assumeTrue(givesHints());
		Hints hints = new Hints();
		StateStore store = subscribed();
		get(open().subscribe(hints));
		get(store.transition(command(ODD, Kind.SET, 0)));
		hints.await(ODD);
	}

	// The link

	@Test
	void newSubscriptionTakesTheOldOnesPlace() {
		Hints old = new Hints();
		Hints recent = new Hints();
		StateStore store = open();
		get(store.subscribe(old));
		get(store.subscribe(recent));
		StateStore other = subscribed();
		get(other.transition(command("a", Kind.SET, 0)));
		if (givesHints()) {
			recent.await("a");
		}
		assertThat(state(store, "a").version()).isEqualTo(1);
		assertThat(old.received).isEmpty();
		assertThat(old.losses).isEmpty();
		assertThat(recent.losses).isEmpty();
	}

	@Test
	void subscriptionSupersedesOneThatIsStillUnderWay() {
		StateStore store = open();
		List<Hints> superseded = new ArrayList<>();
		List<CompletionStage<Void>> pending = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			Hints hints = new Hints();
			superseded.add(hints);
			pending.add(store.subscribe(hints));
		}
		Hints last = new Hints();
		get(store.subscribe(last));
		pending.forEach(StoreCalls::outcome);
		get(subscribed().transition(command("a", Kind.SET, 0)));
		if (givesHints()) {
			last.await("a");
		}
		assertThat(state(store, "a").version()).isEqualTo(1);
		assertThat(superseded).allSatisfy((hints) -> {
			assertThat(hints.received).isEmpty();
			assertThat(hints.losses).isEmpty();
		});
	}

	@Test
	void dataOutlivesTheLinkAndTheInstance() {
		StateStore store = open();
		get(store.subscribe(new Hints()));
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.subscribe(new Hints()));
		assertThat(state(store, "a").version()).isEqualTo(1);
		store.close();
		assertThat(state(subscribed(), "a")).isEqualTo(new State(1, "note of SET"));
	}

	@Test
	void everythingFailsAfterCloseAndNothingThrowsOrHangs() {
		Hints hints = new Hints();
		StateStore store = open();
		get(store.subscribe(hints));
		List<CompletionStage<?>> pending = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			pending.add(store.transition(command("a", Kind.PULSE, 0)));
		}
		store.close();
		pending.forEach(StoreCalls::outcome);
		assertThat(outcome(store.subscribe(hints))).isNotNull();
		assertThat(outcome(store.read(Set.of("a")))).isNotNull();
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isNotNull();
		assertThat(outcome(store.heal(Map.of("a", new State(99, ""))))).isNotNull();
		assertThat(outcome(store.report("me", "text", Duration.ofMinutes(1)))).isNotNull();
		assertThat(outcome(store.reports())).isNotNull();
		assertThat(hints.losses).as("closing is not a loss").isEmpty();
		assertThatCode(store::close).doesNotThrowAnyException();
	}

	@Test
	void closingOneStoreLeavesOthersAlone() {
		Hints hints = new Hints();
		StateStore store = open();
		get(store.subscribe(hints));
		StateStore other = subscribed();
		other.close();
		get(subscribed().transition(command("a", Kind.SET, 0)));
		if (givesHints()) {
			hints.await("a");
		}
		assertThat(hints.losses).isEmpty();
	}

	// Reports

	@Test
	void reportReplacesTheFormerOneOfTheSameInstance() {
		StateStore store = subscribed();
		assertThat(get(store.reports())).isEmpty();
		get(store.report("one", "x".repeat(3_000), Duration.ofMinutes(1)));
		get(store.report("two", ODD, Duration.ofMinutes(1)));
		get(store.report("one", "second", Duration.ofMinutes(1)));
		get(store.report(ODD, "", Duration.ofDays(100)));
		assertThat(get(subscribed().reports()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("one", "second", "two", ODD, ODD, ""));
	}

	@Test
	void reportThatIsTooLongIsReadAsAnEmptyOne() {
		StateStore store = subscribed();
		String longest = "x".repeat(StateStore.MAX_REPORT_LENGTH);
		get(store.report("longest", longest, Duration.ofMinutes(1)));
		get(store.report("too long", "x".repeat(500_000), Duration.ofMinutes(1)));
		assertThat(get(store.reports())).isEqualTo(Map.of("longest", longest, "too long", ""));
	}

	@Test
	void reportsAreNoEvents() {
		StateStore store = subscribed();
		get(store.report("orders", "text", Duration.ofMinutes(1)));
		assertThat(state(store, "orders")).isEqualTo(State.UNKNOWN);
		get(store.transition(command("orders", Kind.SET, 0)));
		assertThat(get(store.reports())).containsExactlyEntriesOf(Map.of("orders", "text"));
	}

	@Test
	void reportIsForgottenWhenItsTimeIsOver() {
		StateStore store = subscribed();
		get(store.report("brief", "text", Duration.ofMillis(300)));
		get(store.report("renewed", "text", Duration.ofMillis(300)));
		get(store.report("renewed", "text", Duration.ofMinutes(1)));
		assertThat(get(store.reports())).containsKey("renewed");
		await("the report to be forgotten", () -> !get(store.reports()).containsKey("brief"));
		assertThat(get(store.reports())).containsOnlyKeys("renewed");
	}

	@Test
	void reportWithoutTimeToLiveIsForgottenAtOnce() {
		StateStore store = subscribed();
		get(store.report("one", "text", Duration.ofMinutes(1)));
		get(store.report("two", "text", Duration.ofMinutes(1)));
		get(store.report("one", "bye", Duration.ZERO));
		get(store.report("unknown", "bye", Duration.ZERO));
		assertThat(get(store.reports())).containsOnlyKeys("two");
	}

	@Test
	void manyReportsAreKeptThoughOthersExpire() {
		StateStore store = subscribed();
		Map<String, String> expected = new HashMap<>();
		for (int i = 0; i < 100; i++) {
			get(store.report("gone-" + i, "text", Duration.ofMillis(1)));
			get(store.report("here-" + i, "text " + i, Duration.ofMinutes(1)));
			expected.put("here-" + i, "text " + i);
		}
		await("the others to be forgotten", () -> get(store.reports()).equals(expected));
	}

	// What implementations may need for tests of their own

	/**
	 * Creates a store and subscribes it.
	 * @return the store
	 */
	protected final StateStore subscribed() {
		StateStore store = open();
		get(store.subscribe(new Hints()));
		return store;
	}

	/**
	 * Creates a store that is not subscribed.
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

}
