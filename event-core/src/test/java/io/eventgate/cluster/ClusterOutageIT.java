/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Origin;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.InMemoryStateStore.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for shared events while the store is down or has lost data.
 */
class ClusterOutageIT extends AbstractClusterTests {

	@ParameterizedTest
	@EnumSource(names = { "REFUSING", "FAILING", "SILENT" })
	void unansweredSetThrowsAndChangesNothing(Mode mode) {
		Event event = briefEvent();
		this.server.mode = mode;
		EventStoreUnavailableException ex = fail(event);
		assertThat(ex.getEvent()).contains("orders");
		assertThat(ex.getOperation()).isEqualTo("set");
		assertThat(ex).hasMessageContaining("'orders'").hasMessageContaining("in memory");
		assertThat(event.isSet()).isFalse();
		this.server.mode = Mode.UP;
		untilSwitched(event::set);
		assertThat(version("orders")).isOne();
	}

	@Test
	void refusedSetCertainlyDidNotHappen() {
		Event event = event("a", "orders", false);
		this.server.mode = Mode.REFUSING;
		assertThat(fail(event).isOutcomeUnknown()).isFalse();
	}

	@Test
	void setThatCannotBeVerifiedThrowsWithUnknownOutcome() {
		Event event = briefEvent();
		this.server.mode = Mode.FORGETTING_ANSWERS;
		CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> {
			until("it was applied", () -> version("orders") == 1);
			// Another instance has switched it back, so its state proves nothing.
			this.server.memory.put("orders", new State(2, ""), "other");
			this.server.memory.trim(0);
			this.server.mode = Mode.UP;
		});
		EventStoreUnavailableException ex = fail(event);
		assertThat(ex.isOutcomeUnknown()).isTrue();
		assertThat(ex).hasMessageContaining("outcome is unknown");
		meanwhile.join();
	}

	private Event briefEvent() {
		return started("a", BRIEF, StartupPolicy.FAIL).create(EventDefinition.of("orders"));
	}

	private static EventStoreUnavailableException fail(Event event) {
		EventStoreUnavailableException ex = catchThrowableOfType(EventStoreUnavailableException.class, event::set);
		assertThat(ex).isNotNull();
		return ex;
	}

	@Test
	void setWithALostAnswerReturnsIfTheStoreProvesIt() {
		Event event = event("a", "orders", false);
		this.server.mode = Mode.FORGETTING_ANSWERS;
		CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> {
			until("it was applied", () -> version("orders") == 1);
			this.server.mode = Mode.UP;
		});
		event.set();
		meanwhile.join();
		assertThat(event.isSet()).isTrue();
	}

	@Test
	void eventCreationFailsWhileTheStoreIsDown() {
		ClusterEvents instance = started("a", BRIEF, StartupPolicy.FAIL);
		this.server.mode = Mode.SILENT;
		assertThatExceptionOfType(EventStoreUnavailableException.class)
			.isThrownBy(() -> instance.create(EventDefinition.of("orders")))
			.withMessageContaining("'orders'");
		this.server.mode = Mode.UP;
		List<Event> created = new ArrayList<>();
		untilSwitched(() -> created.add(instance.create(EventDefinition.of("orders"))));
		assertThat(created.get(0).isSet()).isFalse();
	}

	@Test
	void lostDataIsRestored() {
		Event here = event("a", "orders", false);
		here.set();
		here.clear();
		here.set();
		this.server.memory.lose(Map.of());
		until("it is restored", () -> version("orders") == 3);
		assertThat(here.isSet()).isTrue();
		until("it is counted", () -> this.instances.get(0).status().restorations() == 1);
		Event later = event("b", "orders", false);
		assertThat(later.isSet()).isTrue();
	}

	@Test
	void hundredReconnectionsLeakNoThreadAndLoseNoPulse() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		int before = Thread.activeCount();
		for (int round = 1; round <= 100; round++) {
			CompletableFuture<Void> waiter = there.whenSet();
			this.server.clients.get(1).lose();
			here.pulse();
			until("the waiter is released", waiter::isDone);
			long links = round;
			until("it is linked again",
					() -> this.instances.get(1).status().links() > links && this.instances.get(1).status().connected());
			// By the feed, because pauses between connections grow otherwise.
			CompletableFuture<Void> next = there.whenSet();
			here.pulse();
			until("the next one is released", next::isDone);
		}
		assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
		assertThat(this.instances.get(1).status().connected()).isTrue();
	}

	@Test
	void changeMissingInTheFeedIsReadBySnapshot() {
		Event event = event("a", "orders", false);
		event.set();
		this.server.memory.forge("orders", new State(2, "from=elsewhere&at=x&%%=%%&kind=unheard-of"));
		until("it is found", () -> !event.isSet());
		assertThat(this.instances.get(0).status().gaps()).isZero();
		this.server.memory.forge("orders", State.UNKNOWN);
		until("what was deleted is restored", () -> version("orders") == 2);
	}

	@Test
	void feedThatNoLongerReachesBackIsAGap() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		this.server.mode = Mode.SILENT;
		for (int version = 1; version <= 7; version++) {
			this.server.memory.put("orders", new State(version, ""), "mark" + version);
		}
		this.server.memory.trim(3);
		this.server.mode = Mode.UP;
		until("both follow", () -> here.isSet() && there.isSet());
	}

	@Test
	void clearWithoutTheStoreIsPossibleByPolicy() {
		ClusterEvents instance = instance(ClusterSettings.builder("a")
			.commandTimeout(BRIEF)
			.syncInterval(SHORT)
			.cutOffAfter(SHORT.multipliedBy(3))
			.build());
		instance.start();
		Event careful = instance
			.create(EventDefinition.builder("careful").whenCutOff(EventDefinition.CutOff.CLEAR).build());
		Event careless = instance.create(EventDefinition.of("careless"));
		careful.set();
		careless.set();
		List<Origin> origins = new CopyOnWriteArrayList<>();
		careful.addObserver(recorder((event, transition) -> origins.add(transition.origin())));
		this.server.mode = Mode.SILENT;
		until("it is cleared", () -> !careful.isSet());
		assertThat(careless.isSet()).isTrue();
		CompletableFuture<Void> waiter = careful.whenSet();
		this.server.mode = Mode.UP;
		until("it is set again", careful::isSet);
		until("the waiter is released", waiter::isDone);
		assertThat(version("careful")).isOne();
		assertThat(origins.get(0).reason()).isEqualTo("cut off from the store");
	}

	@Test
	void eventClearedByOthersMeanwhileStaysClear() {
		ClusterEvents instance = instance(
				ClusterSettings.builder("a").commandTimeout(BRIEF).syncInterval(SHORT).cutOffAfter(SHORT).build());
		instance.start();
		Event event = instance
			.create(EventDefinition.builder("orders").whenCutOff(EventDefinition.CutOff.CLEAR).build());
		event.set();
		this.server.mode = Mode.SILENT;
		until("it is cleared", () -> !event.isSet());
		CompletableFuture<Void> waiter = event.whenSet();
		this.server.memory.put("orders", new State(2, ""), "other");
		this.server.mode = Mode.UP;
		until("it follows", () -> instance.status().connected() && ((ClusterEvent) event).replica().version() == 2);
		assertThat(event.isSet()).isFalse();
		assertThat(waiter).isNotDone();
	}

	@Test
	void closeKeepsTheStateOfEvents() {
		Event event = event("a", "orders", false);
		event.set();
		this.instances.get(0).close();
		assertThat(event.isSet()).isTrue();
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(event::clear);
		assertThat(event.isSet()).isTrue();
		event.shutdown();
		assertThat(event.isShutdown()).isTrue();
	}

	@Test
	void closeEndsPendingCalls() {
		Event event = event("a", "orders", false);
		this.server.mode = Mode.FORGETTING_ANSWERS;
		CompletableFuture<Throwable> call = CompletableFuture
			.supplyAsync(() -> catchThrowableOfType(EventStoreUnavailableException.class, event::set));
		until("it is under way", () -> version("orders") == 1);
		this.instances.get(0).close();
		assertThat(call.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(EventStoreUnavailableException.class);
	}

}
