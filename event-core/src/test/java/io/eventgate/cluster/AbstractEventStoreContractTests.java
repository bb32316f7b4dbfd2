package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.EventStore.Command;
import io.eventgate.cluster.EventStore.Listener;
import io.eventgate.cluster.EventStore.Result;
import io.eventgate.cluster.EventStore.Snapshot;
import io.eventgate.cluster.EventStore.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link EventStore} must do. A subclass says how a client of the store is
 * made; all clients of one test share their data, and each test begins without any.
 *
 * @since 0.1.0
 */
@Timeout(60)
public abstract class AbstractEventStoreContractTests {

	private static final String ODD_NAME = "a b:c/d{e}'f\"g%h*\u00fc\u20ac";

	private static final String NOTE = "kind=set&who=al%26ice&why=it%27s%20%22so%22;--\u00fc";

	private final List<EventStore> stores = new ArrayList<>();

	/**
	 * Creates a client of the store; it is closed after the test.
	 * @return a new client
	 */
	protected abstract EventStore createStore();

	/**
	 * Tells whether the store gives hints.
	 * @return {@code false} if it is only polled
	 */
	protected boolean givesHints() {
		return true;
	}

	@AfterEach
	void closeStores() {
		this.stores.forEach(EventStore::close);
	}

	@ParameterizedTest
	@CsvSource({ "SET, 0, 0, 1", "SET, 1, 0, 1", "SET, 6, 0, 7", "CLEAR, 0, 0, 0", "CLEAR, 1, 0, 2", "CLEAR, 6, 0, 6",
			"PULSE, 0, 0, 2", "PULSE, 1, 0, 2", "PULSE, 6, 0, 8", "PULSE, 7, 0, 8", "SET, 0, 4, 5", "SET, 3, 4, 5",
			"SET, 3, 5, 5", "CLEAR, 2, 5, 6", "CLEAR, 3, 6, 6", "PULSE, 1, 4, 6", "PULSE, 7, 4, 8" })
	void transitionLeadsToTheNextVersion(Kind kind, long stored, long known, long expected) {
		EventStore store = subscribed();
		State before = new State(stored, "before");
		if (stored > 0) {
			get(store.heal(Map.of("orders", before)));
		}
		assertThat(get(store.transition(command(store, "orders", kind, known, NOTE))))
			.isEqualTo(new Result(stored, expected));
		State state = state(store, "orders");
		assertThat(state.version()).isEqualTo(expected);
		assertThat(state.note()).isEqualTo((expected != stored) ? NOTE : (stored > 0) ? "before" : "");
	}

	@Test
	void versionsMayBeLargeAndNamesAndNotesMayBeOdd() {
		EventStore store = subscribed();
		State large = new State((1L << 52) + 1, "");
		assertThat(get(store.heal(Map.of(ODD_NAME, large)))).containsExactly(ODD_NAME);
		assertThat(get(store.transition(command(store, ODD_NAME, Kind.CLEAR, 0, NOTE))))
			.isEqualTo(new Result((1L << 52) + 1, (1L << 52) + 2));
		assertThat(state(store, ODD_NAME)).isEqualTo(new State((1L << 52) + 2, NOTE));
	}

	@Test
	void longestNameAndLongNoteAreKept() {
		EventStore store = subscribed();
		String name = "n".repeat(EventDefinition.MAX_NAME_LENGTH);
		String note = "why=" + "%20".repeat(1_000);
		get(store.transition(command(store, name, Kind.SET, 0, note)));
		assertThat(state(store, name)).isEqualTo(new State(1, note));
	}

	@Test
	void namesThatDifferInCaseAreDifferent() {
		EventStore store = subscribed();
		get(store.transition(command(store, "Orders", Kind.SET, 0, "")));
		assertThat(state(store, "orders").version()).isZero();
	}

	@Test
	void transitionAfterItsDeadlineDoesNothing() {
		EventStore store = subscribed();
		long now = clock(store);
		Command late = new Command("orders", Kind.SET, 0, now, false, NOTE);
		assertThat(get(store.transition(late)).expired()).isTrue();
		assertThat(state(store, "orders")).isEqualTo(State.UNKNOWN);
		Command longAgo = new Command("orders", Kind.SET, 0, Long.MIN_VALUE, false, NOTE);
		assertThat(get(store.transition(longAgo)).expired()).isTrue();
	}

	@Test
	void clockOfTheStoreGoesOnAtTheRateOfOurs() {
		EventStore store = subscribed();
		long before = System.nanoTime();
		long first = clock(store);
		long between = System.nanoTime();
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		long pause = System.nanoTime();
		long second = clock(store);
		long after = System.nanoTime();
		assertThat(second - first).isBetween((pause - between) / 1000 - 2_000, (after - before) / 1000 + 2_000);
	}

	@Test
	void redundantTransitionStoresItsNoteOnlyIfItIsToBeAnnounced() {
		EventStore store = subscribed();
		get(store.transition(command(store, "orders", Kind.SET, 0, "first")));
		get(store.transition(command(store, "orders", Kind.SET, 0, "second")));
		assertThat(state(store, "orders")).isEqualTo(new State(1, "first"));
		Command announced = new Command("orders", Kind.SET, 0, Long.MAX_VALUE / 4, true, "third");
		assertThat(get(store.transition(announced))).isEqualTo(new Result(1, 1));
		assertThat(state(store, "orders")).isEqualTo(new State(1, "third"));
	}

	@Test
	void readTellsTheEventsThatAreKnown() {
		EventStore store = subscribed();
		assertThat(get(store.read(Set.of())).states()).isEmpty();
		get(store.heal(Map.of("a", new State(1, "x"), "b", new State(2, ""))));
		assertThat(get(store.read(Set.of("a", "b", "c"))).states()).containsEntry("a", new State(1, "x"))
			.containsEntry("b", new State(2, ""))
			.doesNotContainKey("c");
	}

	@Test
	void thousandEventsAreHealedAndReadAtOnce() {
		EventStore store = subscribed();
		Map<String, State> states = new HashMap<>();
		for (int i = 1; i <= 1_000; i++) {
			states.put("event-" + i, new State(i, "note " + i));
		}
		assertThat(get(store.heal(states))).isEqualTo(states.keySet());
		assertThat(get(store.read(states.keySet())).states()).containsAllEntriesOf(states);
		assertThat(get(store.heal(states))).isEmpty();
	}

	@Test
	void healRaisesButNeverLowers() {
		EventStore store = subscribed();
		get(store.heal(Map.of("low", new State(3, "old"), "high", new State(9, "old"), "same", new State(5, "old"))));
		assertThat(get(store.heal(Map.of("low", new State(5, "new"), "high", new State(5, "new"), "same",
				new State(5, "new"), "unknown", new State(5, "new")))))
			.containsExactlyInAnyOrder("low", "unknown");
		assertThat(get(store.read(Set.of("low", "high", "same", "unknown"))).states()).containsOnly(
				Map.entry("low", new State(5, "new")), Map.entry("high", new State(9, "old")),
				Map.entry("same", new State(5, "old")), Map.entry("unknown", new State(5, "new")));
	}

	@Test
	void changesOfOneClientAreHintedToAnother() throws InterruptedException {
		if (!givesHints()) {
			return;
		}
		Recorder recorder = new Recorder();
		get(create().subscribe(recorder));
		EventStore other = subscribed();
		get(other.transition(command(other, ODD_NAME, Kind.SET, 0, "")));
		assertThat(recorder.next()).isEqualTo(ODD_NAME);
		get(other.heal(Map.of("healed", new State(3, ""), ODD_NAME, new State(1, ""))));
		assertThat(recorder.next()).isEqualTo("healed");
		get(other.transition(new Command("healed", Kind.SET, 0, Long.MAX_VALUE / 4, true, "")));
		assertThat(recorder.next()).isEqualTo("healed");
		get(other.transition(command(other, "healed", Kind.SET, 0, "")));
		get(other.transition(command(other, "last", Kind.PULSE, 0, "")));
		assertThat(recorder.next()).isEqualTo("last");
	}

	@Test
	void newSubscriptionReplacesTheFormerOne() throws InterruptedException {
		if (!givesHints()) {
			return;
		}
		EventStore store = create();
		Recorder former = new Recorder();
		Recorder present = new Recorder();
		get(store.subscribe(former));
		get(store.subscribe(present));
		EventStore other = subscribed();
		for (int i = 0; i < 20; i++) {
			get(other.transition(command(other, "orders", Kind.PULSE, 0, "")));
			assertThat(present.next()).isEqualTo("orders");
		}
		assertThat(present.hints).isEmpty();
		assertThat(former.hints).isEmpty();
	}

	@Test
	void transitionsThatRaceAreAllCounted() throws InterruptedException {
		int clients = 4;
		int each = 25;
		CountDownLatch done = new CountDownLatch(clients * each);
		for (int client = 0; client < clients; client++) {
			EventStore store = subscribed();
			for (int i = 0; i < each; i++) {
				store.transition(command(store, "orders", Kind.PULSE, 0, ""))
					.whenComplete((result, failure) -> done.countDown());
			}
		}
		assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
		assertThat(state(this.stores.get(0), "orders").version()).isEqualTo(2L * clients * each);
	}

	@Test
	void reportsAreKeptUntilTheirTimeIsOver() {
		EventStore store = subscribed();
		get(store.report("one", "first", Duration.ofHours(1)));
		get(store.report("one", NOTE, Duration.ofHours(1)));
		get(store.report("two", "", Duration.ofHours(1)));
		get(store.report("three", "x".repeat(3_000), Duration.ofHours(1)));
		get(store.report("four", "soon over", Duration.ofMillis(1)));
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		get(store.report("two", "", Duration.ZERO));
		assertThat(get(subscribed().reports())).containsOnly(Map.entry("one", NOTE),
				Map.entry("three", "x".repeat(3_000)));
	}

	@Test
	void reportsDoNotShowUpAmongTheEvents() {
		EventStore store = subscribed();
		get(store.report("orders", "text", Duration.ofHours(1)));
		assertThat(state(store, "orders")).isEqualTo(State.UNKNOWN);
		get(store.transition(command(store, "orders", Kind.SET, 0, "")));
		assertThat(get(store.reports())).containsOnly(Map.entry("orders", "text"));
	}

	@Test
	void storeThatIsClosedFailsAndMayBeClosedAgain() {
		EventStore store = subscribed();
		store.close();
		store.close();
		assertThat(store.read(Set.of()).toCompletableFuture()).failsWithin(Duration.ofSeconds(40));
		assertThat(store.subscribe(new Recorder()).toCompletableFuture()).failsWithin(Duration.ofSeconds(40));
	}

	/** Creates a client that has a link. */
	private EventStore subscribed() {
		EventStore store = create();
		get(store.subscribe(new Recorder()));
		return store;
	}

	private EventStore create() {
		EventStore store = createStore();
		this.stores.add(store);
		return store;
	}

	private static Command command(EventStore store, String event, Kind kind, long known, String note) {
		return new Command(event, kind, known, clock(store) + TimeUnit.MINUTES.toMicros(1), false, note);
	}

	private static long clock(EventStore store) {
		return get(store.read(Set.of())).clockMicros();
	}

	private static State state(EventStore store, String event) {
		Snapshot snapshot = get(store.read(Set.of(event)));
		return snapshot.states().getOrDefault(event, State.UNKNOWN);
	}

	private static <T> T get(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
	}

	/** Remembers what it was told. */
	private static final class Recorder implements Listener {

		final LinkedBlockingQueue<String> hints = new LinkedBlockingQueue<>();

		@Override
		public void onHint(String event) {
			this.hints.add(event);
		}

		@Override
		public void onLost(Throwable cause) {
			throw new AssertionError("The link was lost", cause);
		}

		String next() throws InterruptedException {
			String hint = this.hints.poll(40, TimeUnit.SECONDS);
			return (hint != null) ? hint : "no hint";
		}

	}

}
