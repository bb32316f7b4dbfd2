/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.Origin;
import io.eventgate.RevertibleEvent;
import io.eventgate.Transition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the drain of a shared event. The instances have no intervals, so the reports
 * that they send are those of changes.
 */
class ClusterDrainTests extends AbstractClusterTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final List<EventRegistry> registries = new ArrayList<>();

	private ClusterEvents one;

	private ClusterEvents two;

	@BeforeEach
	void start() {
		this.one = startedWithoutIntervals("one");
		this.two = startedWithoutIntervals("two");
		// Longer than any interval.
		this.server.memory.keptSince(-(1L << 50));
	}

	@Test
	void drainIsCompleteWhenTheLastCallHasEnded() throws Exception {
		GuardedCall here = call(0);
		GuardedCall there = call(1);
		CompletableFuture<Acknowledgements> drain = this.one.drainAsync("orders", null, HOUR, 2, false);
		until("the call there is reported", () -> Integer.valueOf(1).equals(report("two").active().get("orders")));
		assertThat(drain).isNotDone();
		here.close();
		assertThat(drain).isNotDone();
		there.close();
		Acknowledgements drained = StoreCalls.get(drain);
		assertThat(drained.isComplete()).isTrue();
		assertThat(drained.applied()).containsExactly("one", "two");
		assertThat(drained.active()).isEmpty();
		assertThat(drained.error()).isEmpty();
		assertThat(drained.transition().wasSet()).isTrue();
		assertThat(drained).asString().contains("active={}");
	}

	@Test
	void drainWithoutCallsIsCompleteAtOnce() {
		assertThat(StoreCalls.get(this.one.drainAsync("orders", null, HOUR, 0, false)).isComplete()).isTrue();
		GuardedCall waiting = this.registries.get(1).beginCall("orders");
		CompletableFuture<Void> future = waiting.whenSet();
		assertThat(StoreCalls.get(this.one.drainAsync("orders", null, HOUR, 2, false)).isComplete()).isTrue();
		assertThat(future).isNotDone();
		waiting.close();
	}

	@Test
	void callsThatAreLeftAreCountedByInstance() throws Exception {
		List<GuardedCall> calls = List.of(call(0), call(1), call(1));
		List<Acknowledgements> answers = new ArrayList<>();
		until("both are reported", () -> {
			answers.add(0, StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 0, false)));
			return answers.get(0).active().size() == 2;
		});
		assertThat(answers.get(0).active()).isEqualTo(Map.of("one", 1, "two", 2));
		assertThat(answers.get(0).isComplete()).isFalse();
		assertThat(answers.get(0).pending()).isEmpty();
		calls.forEach(GuardedCall::close);
		assertThat(StoreCalls.get(this.two.drainAsync("orders", null, HOUR, 0, false)).isComplete()).isTrue();
	}

	@Test
	void drainEndsWhenTheEventIsSwitchedAgain() throws Exception {
		GuardedCall call = call(1);
		CompletableFuture<Acknowledgements> drain = this.one.drainAsync("orders", null, HOUR, 0, false);
		this.registries.get(1).get("orders").set();
		Acknowledgements ended = StoreCalls.get(drain);
		assertThat(ended.isComplete()).isFalse();
		assertThat(ended.error()).contains("Event 'orders' was switched again");
		call.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&a.orders=-1", "&a.orders=none", "&a.payments=0" })
	void instanceWhoseCallsAreNotKnownIsPending(String count) {
		this.registries.get(0).get("orders").clear();
		report("old", "ttl=60000&v.orders=" + version("orders") + count);
		Acknowledgements ended = StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 0, false));
		until("the instances have answered",
				() -> StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 0, false))
					.pending()
					.equals(Set.of("old")));
		assertThat(ended.isComplete()).isFalse();
		report("old", "ttl=60000&v.orders=" + version("orders") + "&a.orders=0");
		assertThat(StoreCalls.get(this.one.drainAsync("orders", null, HOUR, 0, false)).isComplete()).isTrue();
	}

	@Test
	void instanceThatIsLostWithCallsIsLost() {
		this.registries.get(0).get("orders").clear();
		this.server.memory.report("dead", "ttl=1&v.orders=" + version("orders") + "&a.orders=3",
				TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) - 1_000_000);
		List<Acknowledgements> answers = new ArrayList<>();
		until("the instances have answered", () -> {
			answers.add(0, StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 0, false)));
			return answers.get(0).lost().contains("dead");
		});
		assertThat(answers.get(0).active()).isEqualTo(Map.of("dead", 3));
		assertThat(answers.get(0).isComplete()).isFalse();
		this.one.forget("dead");
		assertThat(StoreCalls.get(this.one.drainAsync("orders", null, HOUR, 0, false)).isComplete()).isTrue();
	}

	@Test
	void missingInstancesAreTheReason() {
		until("the two have answered",
				() -> StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 0, false)).isComplete());
		Acknowledgements ended = StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 3, false));
		assertThat(ended.isComplete()).isFalse();
		assertThat(ended.error()).contains("2 of 3 expected instances have reported");
		assertThat(StoreCalls.get(this.one.drainAsync("orders", null, Duration.ZERO, 0, false)).error())
			.contains("The reports of the instances were not read in time");
	}

	@Test
	void reportOfAVersionThatDoesNotExistCompletesNothing() {
		report("forged", "ttl=60000&v.orders=9007199254740990&a.orders=0");
		Acknowledgements ended = StoreCalls.get(this.one.drainAsync("orders", null, HOUR, 0, false));
		assertThat(ended.isComplete()).isFalse();
		assertThat(ended.error()).isPresent();
	}

	@Test
	void callsOfAllEventsAreReported() throws Exception {
		try (GuardedCall call = call(1)) {
			assertThat(this.two.instances()).anySatisfy((report) -> {
				assertThat(report.instance()).isEqualTo("two");
				assertThat(report.active()).isEqualTo(Map.of("orders", 1));
			});
			assertThat(call).isNotNull();
		}
		assertThat(this.two.instances()).allSatisfy((report) -> assertThat(report.active()).isEmpty());
	}

	@Test
	void drainsShareTheBoundOfAcknowledgementsAndEndWithTheEngine() throws Exception {
		GuardedCall call = call(0);
		List<CompletableFuture<Acknowledgements>> drains = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			drains.add(this.one.drainAsync("orders", null, HOUR, 0, false));
		}
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.one.drainAsync("orders", null, HOUR, 0, false));
		this.one.close();
		drains.forEach((drain) -> {
			assertThat(StoreCalls.get(drain).isComplete()).isFalse();
			assertThat(StoreCalls.get(drain).active()).isEqualTo(Map.of("one", 1));
		});
		call.close();
	}

	@Test
	void drainThatCannotBeIsRefused() {
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.one.drainAsync("payments", null, HOUR, 0, false));
		assertThatIllegalArgumentException().isThrownBy(() -> this.one.drainAsync("orders", null, HOUR, -1, false));
		Event orders = this.registries.get(0).get("orders");
		assertThat(orders.isSet()).isTrue();
	}

	@Test
	void clearIsTakenBackWhenCallsAreLeft() throws Exception {
		GuardedCall call = call(1);
		Acknowledgements restored = StoreCalls.get(new Origin(Origin.Source.ENDPOINT, "alice", "migration")
			.call(() -> this.one.drainAsync("orders", null, SHORT, 0, true)));
		assertThat(restored.isRestored()).isTrue();
		assertThat(restored.isComplete()).isFalse();
		assertThat(event(0).isSet()).as("it is set here when the answer comes").isTrue();
		assertThat(version("orders")).isEqualTo(3);
		assertThat(Note.decode(this.server.memory.get("orders").note()).origin())
			.isEqualTo(new Origin(Origin.Source.REVERSAL, "alice", "migration"));
		until("it is set there", () -> event(1).isSet());
		call.close();
	}

	@Test
	void clearThatDrainedStays() throws Exception {
		GuardedCall call = call(0);
		CompletableFuture<Acknowledgements> drain = this.one.drainAsync("orders", null, HOUR, 2, true);
		assertThat(event(0).getRevertTime()).as("if this instance ends").isPresent();
		CompletableFuture<Optional<Instant>> revertTime = drain.thenApply((drained) -> event(0).getRevertTime());
		call.close();
		Acknowledgements drained = StoreCalls.get(drain);
		assertThat(drained.isComplete()).isTrue();
		assertThat(drained.isRestored()).isFalse();
		assertThat(drained.transition().until()).isNull();
		assertThat(Note.isTemporary(this.server.memory.get("orders").note())).isFalse();
		assertThat(StoreCalls.get(revertTime)).as("it stays here when the answer comes").isEmpty();
		until("it stays there", () -> event(1).getRevertTime().isEmpty());
		assertThat(event(0).isSet()).isFalse();
	}

	@Test
	void clearForALimitedTimeKeepsItsTimeWhenItDrained() {
		Acknowledgements drained = StoreCalls.get(this.one.drainAsync("orders", HOUR, HOUR, 2, true));
		assertThat(drained.isComplete()).isTrue();
		assertThat(drained.transition().until()).isNotNull();
		assertThat(event(0).getRevertTime()).contains(drained.transition().until());
	}

	@Test
	void laterSwitchPrevailsOverTheConclusion() throws Exception {
		GuardedCall call = call(1);
		CompletableFuture<Acknowledgements> drain = this.one.drainAsync("orders", null, HOUR, 0, true);
		until("the clear has arrived", () -> event(1).getRevertTime().isPresent());
		event(1).clear();
		call.close();
		Acknowledgements ended = StoreCalls.get(drain);
		assertThat(ended.isRestored()).isFalse();
		assertThat(ended.isComplete()).isFalse();
		assertThat(ended.error()).contains("Event 'orders' was switched again");
		assertThat(event(0).isSet()).isFalse();
		assertThat(version("orders")).isEqualTo(2);
	}

	@Test
	void clearThatChangedNothingIsNotTakenBack() throws Exception {
		GuardedCall call = call(0);
		event(1).changeFor(Transition.Kind.CLEAR, HOUR);
		until("it is clear here", () -> !event(0).isSet());
		Acknowledgements ended = StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 0, true));
		assertThat(ended.isRestored()).isFalse();
		assertThat(ended.active()).isEqualTo(Map.of("one", 1));
		assertThat(ended.transition().until()).isNull();
		assertThat(event(0).isSet()).isFalse();
		until("its end is cancelled", () -> event(1).getRevertTime().isEmpty());
		call.close();
	}

	@Test
	void conclusionThatTheStoreRefusesIsAnError() throws Exception {
		GuardedCall call = call(0);
		event(0).addObserver(recorder((event, transition) -> this.server.mode = InMemoryStateStore.Mode.READ_ONLY));
		Acknowledgements ended = StoreCalls.get(this.one.drainAsync("orders", null, SHORT, 0, true));
		assertThat(ended.isComplete()).isFalse();
		assertThat(ended.isRestored()).isFalse();
		assertThat(ended.error()).get().asString().contains("The state is temporary");
		assertThat(ended.transition().until()).isNotNull();
		call.close();
	}

	private RevertibleEvent event(int instance) {
		return (RevertibleEvent) this.registries.get(instance).get("orders");
	}

	private GuardedCall call(int instance) throws InterruptedException {
		GuardedCall call = this.registries.get(instance).beginCall("orders");
		call.await();
		return call;
	}

	private InstanceReport report(String instance) {
		StateStore.Report report = this.server.memory.reports(0).byInstance().get(instance);
		return InstanceReport.decode(instance, (report != null) ? report.text() : "", 0);
	}

	private void report(String instance, String text) {
		this.server.memory.report(instance, text, TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
	}

	private ClusterEvents startedWithoutIntervals(String name) {
		ClusterEvents instance = instance(
				ClusterSettings.builder(name).commandTimeout(PATIENT).syncInterval(HOUR).build());
		EventRegistry registry = new EventRegistry(instance::create);
		this.registries.add(registry);
		registry.create("orders", true);
		instance.start();
		return instance;
	}

}
