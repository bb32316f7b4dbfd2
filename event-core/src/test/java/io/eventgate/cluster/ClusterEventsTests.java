/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.eventgate.Event;
import io.eventgate.EventShutdownException;
import io.eventgate.EventDefinition;
import io.eventgate.ForwardingEvent;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.InMemoryStateStore.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link ClusterEvents} without failures, which the simulation covers.
 */
class ClusterEventsTests extends AbstractClusterTests {

	/** Longer than any interval, in microseconds. */
	private static final long LONG_AGO = 1L << 50;

	@Test
	void instanceThatStartsLaterHasTheLastSwitch() {
		Event gate = event("one", "gate", false);
		assertThat(this.instances.get(0).getLastSwitch("gate")).isEmpty();
		gate.set();
		new Origin(Origin.Source.ENDPOINT, "alice", "stock count").run(gate::clear);
		event("two", "gate", false);
		ClusterEvents two = this.instances.get(1);
		until("the state is read", () -> two.getLastSwitch("gate").isPresent());
		ClusterEvents.LastSwitch last = two.getLastSwitch("gate").orElseThrow();
		assertThat(last.time()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
		assertThat(last.transition()).isEqualTo(new Transition(Transition.Kind.CLEAR, true, 0,
				new Origin(Origin.Source.CLUSTER, "alice", "stock count", "one")));
		assertThat(two.getLastSwitch("other")).isEmpty();
	}

	@Test
	void switchReachesTheOtherInstanceAndItsWaiters() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		CompletableFuture<Void> waiter = there.whenSet();
		here.set();
		assertThat(here.isSet()).isTrue();
		until("b has followed", there::isSet);
		until("the waiter is released", waiter::isDone);
		there.clear();
		assertThat(there.isSet()).isFalse();
		until("a has followed", () -> !here.isSet());
	}

	@Test
	void instanceHasItsNameAndItsSharedEvents() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		ClusterEvents first = this.instances.get(0);
		assertThat(first.instance()).isEqualTo("a");
		assertThat(first.isShared(here)).isTrue();
		assertThat(first.isShared(there)).isFalse();
		assertThat(first.isShared(Event.create())).isFalse();
		assertThat(first.isShared(forwardingTo(forwardingTo(here)))).isTrue();
		assertThat(first.isShared(forwardingTo(there))).isFalse();
		assertThat(first.isShared(forwardingTo(Event.create("orders", false)))).isFalse();
	}

	private static Event forwardingTo(Event event) {
		return new ForwardingEvent() {

			@Override
			protected Event delegate() {
				return event;
			}

		};
	}

	@Test
	void pulsesOfOneInstanceReleaseTheWaitersOfAnother() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		for (int round = 0; round < 100; round++) {
			CompletableFuture<Void> waiter = there.whenSet();
			here.pulse();
			until("the waiter is released", waiter::isDone);
		}
		assertThat(there.isSet()).isFalse();
	}

	@Test
	void laterInstanceReadsTheState() {
		event("a", "orders", true).clear();
		event("b", "payments", false).set();
		assertThat(event("c", "orders", true).isSet()).isFalse();
		assertThat(event("d", "payments", false).isSet()).isTrue();
	}

	@Test
	void initialStateOfTheFirstInstanceAppliesToAll() {
		assertThat(event("a", "orders", true).isSet()).isTrue();
		until("the store has it", () -> version("orders") == 1);
		assertThat(event("b", "orders", false).isSet()).isTrue();
		assertThat(this.instances.get(0).status().restorations()).isZero();
	}

	@Test
	void eventsThatWereCreatedBeforeTheStartAreReadByIt() {
		event("a", "orders", false).set();
		ClusterEvents later = instance(
				ClusterSettings.builder("b").commandTimeout(PATIENT).syncInterval(SHORT).build());
		EventRegistry registry = new EventRegistry(later::create);
		Event orders = registry.create("orders", false);
		assertThat(orders.isSet()).isFalse();
		later.start();
		later.start();
		assertThat(orders.isSet()).isTrue();
	}

	@Test
	void listenerReceivesTheOriginInAnotherInstance() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		List<Object> notified = new CopyOnWriteArrayList<>();
		List<Origin> origins = new CopyOnWriteArrayList<>();
		there.addObserver(recorder((event, transition) -> {
			notified.add(event);
			notified.add(transition);
		}));
		here.addObserver(recorder((event, transition) -> origins.add(transition.origin())));
		Origin alice = new Origin(Origin.Source.ENDPOINT, "alice & bob", "a reason = \"ü\"");
		alice.run(here::set);
		assertThat(origins).containsExactly(alice);
		until("b is notified", () -> notified.size() == 2);
		assertThat(notified).containsExactly(there, new Transition(Kind.SET, false, 0,
				new Origin(Origin.Source.CLUSTER, "alice & bob", "a reason = \"ü\"", "a")));
	}

	@Test
	void blockedListenerDelaysNeitherEventsNorWaiters() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		CompletableFuture<Void> unblock = new CompletableFuture<>();
		there.addObserver(recorder((event, transition) -> unblock.join()));
		CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> {
			there.awaitUninterruptibly();
			return true;
		});
		until("it waits", () -> there.getQueueLength() == 1);
		here.set();
		assertThat(waiter.join()).isTrue();
		here.clear();
		until("b has followed", () -> !there.isSet());
		unblock.complete(null);
	}

	@Test
	void dependentMaySwitchTheEventInAnotherInstance() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		CompletableFuture<Void> dependent = there.whenSet().thenRun(there::clear);
		here.set();
		dependent.orTimeout(40, TimeUnit.SECONDS).join();
		until("a has followed", () -> !here.isSet());
	}

	@Test
	void allEventsAreServedByTwoThreads() {
		ClusterEvents instance = started("threads");
		for (int i = 0; i < 50; i++) {
			instance.create(EventDefinition.of("event-" + i)).set();
		}
		Thread[] threads = new Thread[Thread.activeCount() + 10];
		int count = Thread.enumerate(threads);
		assertThat(threads).as("%d threads", count)
			.filteredOn((thread) -> thread != null && thread.getName().startsWith("eventgate-")
					&& thread.getName().endsWith("-threads"))
			.hasSizeLessThanOrEqualTo(2)
			.allMatch(Thread::isDaemon);
	}

	@Test
	void changeReturnsTheInstancesThatHaveAppliedIt() {
		EventDefinition orders = EventDefinition.of("orders");
		startedWithoutIntervals("a", orders);
		startedWithoutIntervals("b", orders);
		startedWithoutIntervals("c", EventDefinition.of("payments"));
		until("all have reported", () -> reported().size() == 3);
		this.server.memory.keptSince(-LONG_AGO);
		Acknowledgements some = changedUntil((acknowledgements) -> acknowledgements.applied().contains("b"));
		assertThat(some.version()).isOne();
		assertThat(some.applied()).containsExactly("a", "b");
		assertThat(some.pending()).containsExactly("c");
		assertThat(some.isComplete()).isFalse();
		this.instances.get(2).create(orders);
		Acknowledgements all = this.instances.get(1).change("orders", Kind.SET, Duration.ofSeconds(40));
		assertThat(all.version()).isOne();
		assertThat(all.applied()).containsExactly("a", "b", "c");
		assertThat(all.isComplete()).isTrue();
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.instances.get(0).change("nothing", Kind.SET, Duration.ZERO))
			.withMessageContaining("'nothing'")
			.withMessageContaining("orders");
	}

	@Test
	void acknowledgementsIncludeANewInstance() {
		event("a", "orders", false);
		startedWithoutIntervals("b");
		until("b has reported", () -> reported().containsKey("b"));
		Acknowledgements some = changedUntil((acknowledgements) -> !acknowledgements.pending().isEmpty());
		assertThat(some.pending()).containsExactly("b");
		startedWithoutIntervals("c", EventDefinition.of("orders"));
		untilReported("c", "orders");
	}

	@Test
	void startedInstanceReportsEarlierSwitches() {
		event("a", "orders", false);
		this.instances.get(0).change("orders", Kind.SET, Duration.ZERO);
		startedWithoutIntervals("b", EventDefinition.of("orders"));
		untilReported("b", "orders");
	}

	@Test
	void statusHasTheReasonOfARefusal() {
		startedWithoutIntervals("a", EventDefinition.of("orders"));
		ClusterEvents instance = this.instances.get(0);
		this.server.mode = InMemoryStateStore.Mode.READ_ONLY;
		assertThatExceptionOfType(EventStoreUnavailableException.class)
			.isThrownBy(() -> instance.change("orders", Kind.SET, Duration.ZERO))
			.withMessageContaining("of the test");
		assertThat(instance.status().lastError())
			.hasValueSatisfying((error) -> assertThat(error).contains("of the test"));
	}

	@Test
	void instanceReportsBeforeItsFirstSnapshot() {
		List<String> calls = new CopyOnWriteArrayList<>();
		StateStore slow = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Integer> report(String instance, String report) {
				Executor later = CompletableFuture.delayedExecutor(SHORT.toMillis(), TimeUnit.MILLISECONDS);
				return CompletableFuture.runAsync(() -> calls.add("reported"), later)
					.thenCompose((nothing) -> super.report(instance, report));
			}

			@Override
			public CompletionStage<Snapshot> snapshot() {
				calls.add("read");
				return super.snapshot();
			}

		};
		ClusterEvents instance = instance(slow,
				ClusterSettings.builder("a").commandTimeout(PATIENT).syncInterval(Duration.ofHours(1)).build());
		instance.start();
		assertThat(calls).startsWith("reported", "read");
	}

	/** Others would not wait for it, although it has not applied their switches yet. */
	@Test
	void instanceThatCannotReportDoesNotFollow() {
		StateStore mute = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Integer> report(String instance, String report) {
				return CompletableFuture.failedFuture(new RefusedException("no right to report", null));
			}

		};
		ClusterEvents instance = new ClusterEvents(mute,
				ClusterSettings.builder("a").commandTimeout(SHORT).syncInterval(SHORT).build());
		this.instances.add(instance);
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(instance::start)
			.withMessageContaining("no right to report");
		assertThat(instance.status().connected()).isFalse();
		assertThat(instance.status().snapshots()).isZero();
	}

	@Test
	void reportedNamesAreInert() {
		event("a", "orders", false);
		this.server.memory.report("b\n\u202e", "ttl=3600000&w.orders=4294967297",
				TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
		assertThat(waiters(this.instances.get(0)))
			.isEqualTo(Map.of("a", Map.of(), "b", Map.of("orders", Integer.MAX_VALUE)));
		assertThat(this.instances.get(0).change("orders", Kind.SET, Duration.ZERO).pending()).allMatch("b"::equals);
	}

	@Test
	void errorOfTheStoreIsInertAndHasItsRootCause() {
		StateStore broken = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Void> connect(Consumer<Throwable> lost) {
				return CompletableFuture.failedFuture(
						new IllegalStateException("cannot connect\n\u202e", new IllegalArgumentException("wrapper",
								new SecurityException("WRONGPASS " + "x".repeat(10_000)))));
			}

		};
		ClusterEvents instance = new ClusterEvents(broken, ClusterSettings.builder("a").commandTimeout(SHORT).build());
		this.instances.add(instance);
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(instance::start)
			.withMessageContaining("cannot connect: WRONGPASS xxx")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(2_000).doesNotContain("\n", "\u202e"));
	}

	@Test
	void acknowledgementsHaveTheReasonOfUnreadableReports() {
		StateStore mute = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Reports> reports() {
				return CompletableFuture.failedFuture(new IllegalStateException("NOPERM for the reports"));
			}

		};
		ClusterEvents instance = new ClusterEvents(mute, ClusterSettings.builder("a").commandTimeout(PATIENT).build());
		this.instances.add(instance);
		instance.create(EventDefinition.of("orders"));
		instance.start();
		List<Acknowledgements> answers = new ArrayList<>();
		until("the error is reported", () -> {
			answers.add(0, instance.change("orders", Kind.SET, SHORT));
			return answers.get(0).error().isPresent();
		});
		assertThat(answers.get(0).error()).contains("NOPERM for the reports");
		assertThat(answers.get(0).isComplete()).isFalse();
		assertThat(answers.get(0).applied()).containsExactly("a");
	}

	@Test
	void eventWithAForgedVersionIsNotFollowedUntilReset() {
		Event orders = event("a", "orders", false);
		orders.set();
		this.server.memory.put("orders", new StateStore.State((1L << 53) - 2, ""), "forged");
		Event later = event("b", "orders", false);
		for (Event event : List.of(orders, later)) {
			until("it was noticed", () -> ((ClusterEvent) event).replica().refused() > 0);
			assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(event::pulse)
				.withMessageContaining("9007199254740990")
				.withMessageContaining("ClusterEvents.reset")
				.withMessageContaining("Nothing was changed")
				.satisfies((ex) -> assertThat(ex.isOutcomeUnknown()).isFalse());
		}
		assertThat(orders.isSet()).isTrue();
		assertThat(later.isSet()).isFalse();
		this.instances.get(0).reset("orders");
		until("the other has followed", later::isSet);
		later.clear();
		until("both can switch", () -> !orders.isSet());
	}

	@Test
	void everySwitchOfEveryInstanceIsSeenInOrder() {
		List<Event> events = List.of(event("a", "orders", false), event("b", "orders", false),
				event("c", "orders", false));
		List<List<String>> seen = new ArrayList<>();
		events.forEach((event) -> {
			List<String> list = Collections.synchronizedList(new ArrayList<>());
			event.addObserver(
					recorder((source, transition) -> list.add(transition.kind() + " " + transition.origin().reason())));
			seen.add(list);
		});
		int rounds = 400;
		List<CompletableFuture<Void>> writers = events.stream().map((event) -> CompletableFuture.runAsync(() -> {
			for (int i = 0; i < rounds; i++) {
				String reason = events.indexOf(event) + "-" + i;
				new Origin(Origin.Source.APPLICATION, null, reason).run(event::pulse);
			}
		})).toList();
		writers.forEach(CompletableFuture::join);
		until("each has seen all", () -> seen.stream().allMatch((list) -> list.size() == 3 * rounds));
		assertThat(seen.get(1)).isEqualTo(seen.get(0)).doesNotHaveDuplicates();
		assertThat(seen.get(2)).isEqualTo(seen.get(0));
	}

	@Test
	void changeIsIncompleteUntilAllHadTimeToReport() {
		startedWithoutIntervals("a", EventDefinition.of("orders"));
		ClusterEvents instance = this.instances.get(0);
		assertThat(instance.change("orders", Kind.SET, SHORT).isComplete()).isFalse();
		this.server.memory.keptSince(-LONG_AGO);
		assertThat(instance.change("orders", Kind.SET, PATIENT).isComplete()).isTrue();
		assertThat(StoreCalls.get(instance.changeAsync("orders", Kind.SET, null, SHORT, 2)).isComplete()).isFalse();
		assertThat(StoreCalls.get(instance.changeAsync("orders", Kind.SET, null, PATIENT, 1)).isComplete()).isTrue();
	}

	@Test
	void missingInstanceIsLostUntilItIsForgotten() {
		startedWithoutIntervals("a", EventDefinition.of("orders"));
		ClusterEvents instance = this.instances.get(0);
		this.server.memory.keptSince(-LONG_AGO);
		this.server.memory.report("dead", "ttl=1", TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) - 1_000_000);
		Acknowledgements some = changedUntil((acknowledgements) -> !acknowledgements.lost().isEmpty());
		assertThat(some.lost()).containsExactly("dead");
		assertThat(some.pending()).isEmpty();
		assertThat(some.isComplete()).isFalse();
		instance.forget("dead");
		assertThat(instance.change("orders", Kind.SET, PATIENT).isComplete()).isTrue();
	}

	@Test
	void longMissingInstanceIsForgotten() {
		startedWithoutIntervals("a", EventDefinition.of("orders"));
		this.server.memory.keptSince(-LONG_AGO);
		this.server.memory.report("dead", "ttl=1", TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) - 3_601_000_000L);
		assertThat(this.instances.get(0).change("orders", Kind.SET, PATIENT).isComplete()).isTrue();
		until("it is removed", () -> !reported().containsKey("dead"));
	}

	@Test
	void requestsForAcknowledgementAreBounded() {
		startedWithoutIntervals("a", EventDefinition.of("orders"));
		ClusterEvents instance = this.instances.get(0);
		List<CompletableFuture<Acknowledgements>> requests = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			requests.add(instance.changeAsync("orders", Kind.SET, null, Duration.ofHours(1), 2));
		}
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> instance.changeAsync("orders", Kind.CLEAR, null, PATIENT, 0))
			.withMessageContaining("100");
		assertThat(orders(instance).isSet()).isTrue();
		instance.close();
		requests.forEach((request) -> assertThat(StoreCalls.get(request).isComplete()).isFalse());
	}

	@Test
	void statusHasTheTimeSinceWhichSwitchesAreRefused() {
		startedWithoutIntervals("a", EventDefinition.of("orders"));
		ClusterEvents instance = this.instances.get(0);
		Event orders = orders(instance);
		this.server.mode = InMemoryStateStore.Mode.READ_ONLY;
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(orders::set);
		assertThat(instance.status().refusing()).isPresent();
		this.server.mode = InMemoryStateStore.Mode.UP;
		orders.set();
		assertThat(instance.status().refusing()).isEmpty();
	}

	@Test
	void switchThatIsSeenBeforeItsAnswerEndsTheTimeOfRefusals() {
		AtomicBoolean refusing = new AtomicBoolean(true);
		InMemoryStateStore slow = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Result> transition(Command command) {
				if (refusing.get()) {
					return CompletableFuture.failedFuture(new RefusedException("of the test", null));
				}
				CompletionStage<Result> lost = super.transition(command);
				assertThat(lost).isCompleted();
				return new CompletableFuture<>();
			}

		};
		ClusterEvents instance = instance(slow,
				ClusterSettings.builder("a").commandTimeout(PATIENT).syncInterval(Duration.ofHours(1)).build());
		instance.create(EventDefinition.of("orders"));
		instance.start();
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(orders(instance)::set);
		assertThat(instance.status().refusing()).isPresent();
		refusing.set(false);
		orders(instance).set();
		assertThat(instance.status().refusing()).isEmpty();
	}

	private static Event orders(ClusterEvents instance) {
		return Objects.requireNonNull(instance.internals().find("orders"));
	}

	/** Repeats the change, because the other instances take an unknown time to report. */
	private Acknowledgements changedUntil(Predicate<Acknowledgements> condition) {
		List<Acknowledgements> answers = new ArrayList<>();
		until("the acknowledgements are as expected", () -> {
			answers.add(0, this.instances.get(0).change("orders", Kind.SET, SHORT));
			return condition.test(answers.get(0));
		});
		return answers.get(0);
	}

	private void untilReported(String instance, String event) {
		until(instance + " has reported what it read at its start", () -> reported().containsKey(instance)
				&& InstanceReport.decode(instance, reported().get(instance).text(), 0).applied().containsKey(event));
	}

	private Map<String, StateStore.Report> reported() {
		return this.server.memory.reports(0).byInstance();
	}

	private void startedWithoutIntervals(String name, EventDefinition... definitions) {
		ClusterEvents instance = instance(
				ClusterSettings.builder(name).commandTimeout(PATIENT).syncInterval(Duration.ofHours(1)).build());
		List.of(definitions).forEach(instance::create);
		instance.start();
	}

	@Test
	void instancesReportTheirWaiters() {
		event("a", "orders", false);
		Event there = event("b", "orders", false);
		assertThat(there.whenSet()).isNotDone();
		this.instances.get(1).internals().schedule(this.instances.get(1).reporter()::report, 0);
		until("b has reported its waiter",
				() -> waiters(this.instances.get(0)).equals(Map.of("a", Map.of(), "b", Map.of("orders", 1))));
		this.instances.remove(1).close();
		until("b has removed its report", () -> this.instances.get(0).instances().size() == 1);
		this.server.mode = Mode.FAILING;
		until("they cannot be read", () -> catchThrowable(
				() -> this.instances.get(0).instances()) instanceof EventStoreUnavailableException);
	}

	@Test
	void instancesOfAStoreThatIsNotConnectedFailsWithoutARequest() {
		AtomicInteger requests = new AtomicInteger();
		StateStore store = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Reports> reports() {
				requests.incrementAndGet();
				return super.reports();
			}

		};
		ClusterEvents instance = new ClusterEvents(store, ClusterSettings.of("a"));
		this.instances.add(instance);
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(instance::instances);
		assertThat(requests).hasValue(0);
	}

	private static Map<String, Map<String, Integer>> waiters(ClusterEvents asked) {
		return asked.instances().stream().collect(Collectors.toMap(InstanceReport::instance, InstanceReport::waiters));
	}

	/** Without intervals, because a periodic read may be faster than the message. */
	@Test
	void statusShowsHowSwitchesPropagate() {
		EventDefinition orders = EventDefinition.of("orders");
		startedWithoutIntervals("a", orders);
		startedWithoutIntervals("b", orders);
		this.instances.get(0).change("orders", Kind.SET, Duration.ZERO);
		until("b has followed", () -> this.instances.get(1).status().propagations() > 0);
		ClusterStatus status = this.instances.get(1).status();
		assertThat(status.propagations()).isOne();
		assertThat(status.propagationMax()).isEqualTo(status.propagationTotal());
		assertThat(status.gaps()).isZero();
		assertThat(status.snapshots()).isOne();
		assertThat(status.refusing()).isEmpty();
		assertThat(status.syncAge()).isPresent();
		assertThat(status.connected()).isTrue();
		assertThat(this.instances.get(0).status().propagations()).isZero();
	}

	@Test
	void burstOfManyEventsIsFollowedWithoutASnapshot() {
		ClusterEvents one = started("one");
		ClusterEvents other = started("other");
		List<Event> here = new ArrayList<>();
		List<Event> there = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			here.add(one.create(EventDefinition.of("event-" + i)));
			there.add(other.create(EventDefinition.of("event-" + i)));
		}
		here.forEach(Event::set);
		until("all follow", () -> there.stream().allMatch(Event::isSet));
		assertThat(other.status().snapshots()).isOne();
	}

	@Test
	void creationOfManyEventsIsNotDelayed() {
		Pauses pauses = new Pauses(new SystemTimeline("one"));
		ClusterEvents one = new ClusterEvents(new InMemoryStateStore(this.server),
				ClusterSettings.builder("one").commandTimeout(PATIENT).syncInterval(SHORT).build(), pauses);
		this.instances.add(one);
		one.start();
		for (int i = 0; i < 100; i++) {
			one.create(EventDefinition.of("event-" + i));
		}
		assertThat(pauses.count).hasValue(0);
	}

	@Test
	void shutDownEventNoLongerFollowsButCanBeSwitched() {
		Event event = event("a", "orders", false);
		event.shutdown();
		event.set();
		assertThat(event.isSet()).isTrue();
		assertThat(version("orders")).isOne();
		Event successor = this.instances.get(0).create(EventDefinition.of("orders"));
		assertThat(successor.isSet()).isTrue();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.instances.get(0).create(EventDefinition.of("orders")))
			.withMessageContaining("'orders'");
		successor.clear();
		assertThatExceptionOfType(EventShutdownException.class).isThrownBy(() -> {
			event.clear();
			event.await();
		});
	}

	@Test
	void shutDownEventDoesNotWaitForEarlierChanges() {
		ClusterEvents instance = instance(ClusterSettings.builder("a").commandTimeout(Duration.ofHours(1)).build());
		Event event = instance.create(EventDefinition.of("orders"));
		instance.start();
		event.shutdown();
		Event other = event("b", "orders", false);
		until("the other event follows", other::set);
		CompletableFuture<Void> cleared = CompletableFuture.runAsync(event::clear);
		until("it is cleared", cleared::isDone);
		assertThat(version("orders")).isEqualTo(2);
		assertThat(event.isSet()).isFalse();
	}

	@Test
	void interruptDoesNotEndASwitchAndIsKept() {
		Event event = event("a", "orders", false);
		Thread.currentThread().interrupt();
		event.set();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(event.isSet()).isTrue();
	}

	@Test
	void waitForAnyEventIsNotDelayedByDependents() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		Event other = this.instances.get(1).create(EventDefinition.of("payments"));
		CompletableFuture<Void> unblock = new CompletableFuture<>();
		CompletableFuture<Void> dependent = there.whenSet().thenRun(unblock::join);
		CompletableFuture<Event> waiter = CompletableFuture.supplyAsync(() -> {
			try {
				return Event.awaitAny(Duration.ofDays(1), other, there).orElseThrow();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		until("the thread is listed", () -> there.getWaitingThreads().size() == 1);
		here.pulse();
		assertThat(waiter.orTimeout(40, TimeUnit.SECONDS).join()).isSameAs(there);
		assertThat(other.getQueueLength()).isZero();
		assertThat(dependent).isNotDone();
		unblock.complete(null);
	}

	@ParameterizedTest
	@EnumSource(CodeOfUsers.class)
	void blockedCallbackDelaysNoLaterSwitch(CodeOfUsers kind) {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		CompletableFuture<Void> begun = new CompletableFuture<>();
		CompletableFuture<Void> unblock = new CompletableFuture<>();
		kind.add(here, () -> {
			begun.complete(null);
			unblock.join();
		});
		CompletableFuture<Void> setter = CompletableFuture.runAsync(here::set);
		until("the code runs", begun::isDone);
		until("b has followed", there::isSet);
		there.clear();
		until("a has followed", () -> !here.isSet());
		CompletableFuture<Void> waiter = here.whenSet();
		there.pulse();
		until("the waiter is released", waiter::isDone);
		assertThat(setter).isNotDone();
		unblock.complete(null);
		until("the setter returns", setter::isDone);
	}

	@Test
	void observerIsNotifiedByTheSwitchingThread() {
		Event there = event("b", "orders", false);
		AtomicReference<Runnable> atTheEnd = new AtomicReference<>();
		AtomicInteger handedOver = new AtomicInteger();
		Thread caller = Thread.currentThread();
		ClusterEvents instance = new ClusterEvents(new InMemoryStateStore(this.server),
				ClusterSettings.builder("a").commandTimeout(PATIENT).syncInterval(SHORT).build(),
				new ForwardingTimeline(new SystemTimeline("a")) {

					@Override
					public void execute(Runnable task) {
						super.execute(task);
						Runnable once = atTheEnd.getAndSet(null);
						if (once != null && Thread.currentThread() == caller) {
							once.run();
						}
					}

					@Override
					public void handOver(Runnable userCode) {
						super.handOver(() -> {
							userCode.run();
							handedOver.incrementAndGet();
						});
					}

				});
		this.instances.add(instance);
		instance.start();
		Event here = instance.create(EventDefinition.of("orders"));
		Map<Kind, Thread> threads = new ConcurrentHashMap<>();
		here.addObserver(recorder((event, transition) -> threads.put(transition.kind(), Thread.currentThread())));
		int before = handedOver.get();
		atTheEnd.set(() -> {
			there.clear();
			until("another thread has had its turn", () -> handedOver.get() > before);
		});
		here.set();
		assertThat(threads.get(Kind.SET)).isSameAs(caller);
		until("the other switch is notified", () -> threads.containsKey(Kind.CLEAR));
	}

	/** Callbacks that run in the thread that switches the event. */
	enum CodeOfUsers {

		OBSERVER {
			@Override
			void add(Event event, Runnable code) {
				event.addObserver(recorder((switched, transition) -> code.run()));
			}
		},

		DEPENDENT {
			@Override
			void add(Event event, Runnable code) {
				CompletableFuture<?> unused = event.whenSet().thenRun(code);
			}
		};

		abstract void add(Event event, Runnable code);

	}

	@Test
	void endlessChainOfDependentsDoesNotExhaustTheStack() {
		Event event = event("a", "orders", false);
		AtomicInteger left = new AtomicInteger(5_000);
		chain(event, left);
		event.pulse();
		assertThat(left).hasValue(0);
	}

	private static void chain(Event event, AtomicInteger left) {
		CompletableFuture<?> unused = event.whenSet().thenRun(() -> {
			if (left.decrementAndGet() > 0) {
				chain(event, left);
				event.pulse();
			}
		});
	}

	/** Counts delays as short as those between the reads of a burst. */
	private static final class Pauses extends ForwardingTimeline {

		final AtomicInteger count = new AtomicInteger();

		Pauses(Timeline timeline) {
			super(timeline);
		}

		@Override
		public Runnable schedule(Runnable task, long nanos) {
			if (nanos > 0 && nanos <= TimeUnit.MILLISECONDS.toNanos(20)) {
				this.count.incrementAndGet();
			}
			return super.schedule(task, nanos);
		}

	}

}
