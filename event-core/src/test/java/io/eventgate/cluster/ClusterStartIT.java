/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.InMemoryStateStore.Mode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for instances that start while the store is down, or before they have read it.
 */
class ClusterStartIT extends AbstractClusterTests {

	@Test
	void startFailsWhileTheStoreIsDown() {
		this.server.mode = Mode.FAILING;
		ClusterEvents instance = instance(
				ClusterSettings.builder("a").commandTimeout(SHORT.multipliedBy(5)).syncInterval(SHORT).build());
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(instance::start)
			.withMessageEndingWith("(in memory) cannot be used. Last error: connection reset");
	}

	@Test
	void storeDownAtTheStartIsFollowedLaterByPolicy() {
		this.server.memory.lose(Map.of("orders", new State(2, ""), "payments", new State(7, "")));
		this.server.mode = Mode.FAILING;
		ClusterEvents instance = started("a", BRIEF, StartupPolicy.INITIAL_STATE);
		Event orders = instance.create(EventDefinition.builder("orders").initiallySet(true).build());
		Event payments = instance.create(EventDefinition.of("payments"));
		CompletableFuture<Void> waiter = payments.whenSet();
		assertThat(orders.isSet()).isTrue();
		assertThat(instance.status().connected()).isFalse();
		assertThat(instance.status().stale()).isTrue();
		assertThat(instance.status().lastError()).hasValueSatisfying((error) -> assertThat(error).contains("reset"));
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(orders::clear)
			.withMessageContaining("(in memory): it is not available. ")
			.withMessageEndingWith(". Last error: connection reset");
		this.server.mode = Mode.UP;
		until("it follows", () -> !orders.isSet() && payments.isSet());
		until("the waiter is released", waiter::isDone);
		until("it is not stale", () -> !instance.status().stale());
	}

	@Test
	void oldPulseDoesNotReleaseAWaiterOnConnect() {
		Event elsewhere = event("a", "orders", false);
		// Longer ago than any answer takes, on the clock of the store.
		long longAgo = TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) - TimeUnit.MINUTES.toMicros(2);
		Note note = new Note(Transition.Kind.PULSE, Origin.current(), "elsewhere", "operation", longAgo, 0, 0);
		this.server.memory.put("orders", new State(2, note.encode()), "mark");
		this.server.mode = Mode.FAILING;
		ClusterEvents instance = started("b", BRIEF, StartupPolicy.INITIAL_STATE);
		Event orders = instance.create(EventDefinition.of("orders"));
		CompletableFuture<Void> waiter = orders.whenSet();
		this.server.mode = Mode.UP;
		until("it follows", ((ClusterEvent) orders).asked()::isDone);
		assertThat(waiter).isNotDone();
		untilSwitched(elsewhere::pulse);
		until("the waiter is released", waiter::isDone);
	}

	@Test
	void oldPulseDoesNotReleaseAWaiterBeforeTheSnapshot() {
		long longAgo = TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) - TimeUnit.MINUTES.toMicros(2);
		Note note = new Note(Transition.Kind.PULSE, Origin.current(), "elsewhere", "operation", longAgo, 0, 0);
		this.server.memory.put("orders", new State(2, note.encode()), "mark");
		CompletableFuture<Void> connected = new CompletableFuture<>();
		StateStore withoutSnapshots = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Snapshot> snapshot() {
				connected.complete(null);
				return new CompletableFuture<>();
			}

		};
		ClusterEvents instance = new ClusterEvents(withoutSnapshots,
				ClusterSettings.builder("a").startupPolicy(StartupPolicy.INITIAL_STATE).build());
		this.instances.add(instance);
		CompletableFuture<Void> start = CompletableFuture.runAsync(instance::start);
		until("it is connected", connected::isDone);
		Event orders = instance.create(EventDefinition.of("orders"));
		// The future of the local copy, which completes while the copy is changed.
		CompletableFuture<Void> waiter = ((ClusterEvent) orders).replica().local.whenSet();
		until("it has been read", ((ClusterEvent) orders).asked()::isDone);
		assertThat(waiter).isNotDone();
		instance.close();
		start.join();
	}

}
