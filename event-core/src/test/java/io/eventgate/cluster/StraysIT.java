/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.cluster.InMemoryStateStore.Mode;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the removal of events from the store that no instance has any longer.
 */
@Timeout(120)
class StraysIT extends AbstractClusterTests {

	private static final State STRAY = new State(7, "kind=set&principal=alice&instance=gone&op=ff:1&at=1");

	/** The names of the events that an instance asked the store to remove. */
	private final List<String> removals = new CopyOnWriteArrayList<>();

	@Test
	void eventThatWasRemovedInAllInstancesIsForgotten() {
		ClusterEvents one = forgetting("one");
		ClusterEvents other = forgetting("other");
		List<Event> events = List.of(one.create(definition("x")), other.create(definition("x")));
		one.create(definition("kept")).set();
		events.get(0).set();
		events.forEach(Event::shutdown);
		until("the event is forgotten", () -> version("x") == 0);
		assertThat(version("kept")).isOne();
		assertThat(other.create(definition("x")).isSet()).isFalse();
	}

	@Test
	void manyEventsAreForgottenInBatches() {
		for (int i = 0; i < 25; i++) {
			this.server.memory.put("x" + i, new State(i, "at=1"), "mark");
		}
		forgetting("one");
		until("all are forgotten", () -> this.server.memory.states().isEmpty());
		assertThat(this.removals).hasSize(25);
	}

	@Test
	void eventThatAnotherInstanceHasStays() {
		ClusterEvents holder = forgetting("holder");
		holder.create(definition("x")).set();
		ClusterEvents.LastSwitch last = holder.getLastSwitch("x").orElseThrow();
		this.server.memory.put("y", STRAY, "mark");
		forgetting("one");
		until("the other one is forgotten, and the event is asked for", () -> version("y") == 0 && isAsked("x"));
		State asked = this.server.memory.get("x");
		until("the event is asked for again", () -> !this.server.memory.get("x").equals(asked));
		assertThat(this.removals).containsOnly("y");
		assertThat(holder.getLastSwitch("x")).hasValueSatisfying((same) -> {
			assertThat(same.transition()).isEqualTo(last.transition());
			assertThat(Duration.between(last.time(), same.time()).abs()).isLessThan(Duration.ofMillis(1));
		});
	}

	/** Each of these reports is missing what makes the last one an answer. */
	@ParameterizedTest
	@CsvSource({ "silent, ttl=3600000, 0, 0", "not yet following, ttl=3600000, 0, 1000000000",
			"lost, ttl=0, 1000000000, -1000", "from the future, ttl=1000, 1000000000, 3600000000" })
	void eventStaysUntilAllInstancesHaveAnswered(String other, String report, long followedMicros, long writtenMicros) {
		long now = System.nanoTime() / 1_000;
		this.server.memory.put("x", STRAY, "mark");
		String followed = (followedMicros != 0) ? "&followed=" + (now + followedMicros) : "";
		this.server.memory.report(other, report + followed, now + writtenMicros);
		this.server.memory.keptSince(now);
		ClusterEvents one = forgetting("one");
		assertThatEventIsAskedForInVain();
		one.forget(other);
		until("the event is forgotten", () -> version("x") == 0);
	}

	@Test
	void reportOfAnInstanceThatFollowsIsAnAnswer() {
		long now = System.nanoTime() / 1_000;
		this.server.memory.put("x", STRAY, "mark");
		this.server.memory.report("other", "ttl=3600000&followed=" + (now + 1_000_000_000), now);
		this.server.memory.keptSince(now);
		forgetting("one");
		until("the event is forgotten", () -> version("x") == 0);
	}

	@Test
	void eventStaysWhileReportsMayBeMissing() {
		long now = System.nanoTime() / 1_000;
		this.server.memory.put("x", STRAY, "mark");
		this.server.memory.keptSince(now + TimeUnit.HOURS.toMicros(1));
		forgetting("one");
		assertThatEventIsAskedForInVain();
		this.server.memory.keptSince(now);
		until("the event is forgotten", () -> version("x") == 0);
	}

	@Test
	void instanceThatWasLostLongAgoIsForgotten() {
		this.server.memory.put("x", STRAY, "mark");
		this.server.memory.report("lost", "ttl=0", 0);
		this.server.memory.keptSince(0);
		forgetting("one");
		until("the event is forgotten", () -> version("x") == 0);
		until("the instance is forgotten", () -> !this.server.memory.reports(0).byInstance().containsKey("lost"));
	}

	@Test
	void eventIsNotAskedForBeforeItsTime() {
		this.server.memory.put("x", STRAY, "mark");
		ClusterEvents one = forgetting("one", recording(), Duration.ofDays(1));
		until("it was often seen", () -> one.status().snapshots() > 4);
		assertThat(this.server.memory.get("x")).isEqualTo(STRAY);
	}

	@Test
	void temporaryStateStays() {
		State temporary = new State(7, "kind=set&op=ff:1&at=1&until=9007199254740990");
		this.server.memory.put("x", temporary, "mark");
		ClusterEvents one = forgetting("one");
		until("it was often seen", () -> one.status().snapshots() > 4);
		assertThat(this.server.memory.get("x")).isEqualTo(temporary);
	}

	@Test
	void eventThatCannotBeAskedForDelaysNoOther() {
		Set<String> refused = IntStream.range(0, 20).mapToObj((i) -> "refused-" + i).collect(Collectors.toSet());
		refused.forEach((name) -> this.server.memory.put(name, STRAY, "mark"));
		this.server.memory.put("x", STRAY, "mark");
		forgetting("one", new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Result> transition(Command command) {
				return refused.contains(command.event()) ? CompletableFuture.completedFuture(Result.UNMET)
						: super.transition(command);
			}

		}, Duration.ofMillis(10));
		until("the event is forgotten", () -> version("x") == 0);
	}

	@Test
	void auditIsMadeAlsoWhileOthersSwitchAllTheTime() {
		this.server.memory.put("x", STRAY, "mark");
		forgetting("one");
		until("the event is forgotten", () -> {
			this.server.memory.put("busy", new State(version("busy") + 1, "at=1"), "mark");
			return version("x") == 0;
		});
	}

	private void assertThatEventIsAskedForInVain() {
		until("the event is asked for", () -> isAsked("x"));
		State asked = this.server.memory.get("x");
		until("the event is asked for again", () -> !this.server.memory.get("x").equals(asked));
		assertThat(this.removals).isEmpty();
		assertThat(version("x")).isEqualTo(STRAY.version());
	}

	@Test
	void eventThatIsSwitchedMeanwhileStays() {
		this.server.memory.put("x", STRAY, "mark");
		State switched = new State(8, "kind=clear&at=2");
		ClusterEvents one = forgetting("one", new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Set<String>> remove(Map<String, State> states) {
				StraysIT.this.server.memory.put("x", switched, "mark");
				return super.remove(states).thenApply((removed) -> {
					StraysIT.this.removals.addAll(removed);
					return removed;
				});
			}

		}, Duration.ofMillis(10));
		until("the event is switched", () -> version("x") == 8);
		assertThat(this.removals).isEmpty();
		assertThat(one.create(definition("x")).isSet()).isFalse();
		assertThat(version("x")).isEqualTo(8);
	}

	@Test
	void requestDuringAnOutageIsRepeated() {
		this.server.memory.put("x", STRAY, "mark");
		forgetting("one");
		until("the event is asked for", () -> isAsked("x"));
		this.server.mode = Mode.FAILING;
		this.server.clients.forEach(InMemoryStateStore::lose);
		until("the link is lost", () -> !this.instances.get(0).status().connected());
		this.server.mode = Mode.UP;
		until("the event is forgotten", () -> version("x") == 0);
	}

	private boolean isAsked(String event) {
		return Note.decode(this.server.memory.get(event).note()).askedMicros() != 0;
	}

	private static EventDefinition definition(String name) {
		return EventDefinition.builder(name).build();
	}

	private ClusterEvents forgetting(String name) {
		return forgetting(name, recording(), Duration.ofMillis(10));
	}

	private StateStore recording() {
		return new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Set<String>> remove(Map<String, State> states) {
				assertThat(states).hasSizeLessThanOrEqualTo(10);
				StraysIT.this.removals.addAll(states.keySet());
				return super.remove(states);
			}

		};
	}

	private ClusterEvents forgetting(String name, StateStore store, Duration after) {
		ClusterEvents instance = instance(store,
				ClusterSettings.builder(name)
					.commandTimeout(PATIENT)
					.syncInterval(Duration.ofMillis(10))
					.forgetEventsAfter(after)
					.build());
		instance.start();
		return instance;
	}

}
