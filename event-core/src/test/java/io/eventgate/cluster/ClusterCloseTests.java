/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.InMemoryStateStore.Mode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls that are in progress, or begin, when the engine is closed.
 */
class ClusterCloseTests extends AbstractClusterTests {

	private static final EventDefinition ORDERS = EventDefinition.of("orders");

	/** Longer than any test, so that no call returns because its time-out is over. */
	private static final Duration ENDLESS = Duration.ofHours(1);

	@Test
	void closeEndsAPendingWaitForAcknowledgements() {
		started("b");
		AtomicInteger requests = new AtomicInteger();
		ClusterEvents instance = startedOn(new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Reports> reports() {
				requests.incrementAndGet();
				return super.reports();
			}

		});
		instance.create(ORDERS);
		CompletableFuture<Acknowledgements> change = CompletableFuture
			.supplyAsync(() -> instance.change("orders", Kind.SET, ENDLESS));
		until("the first answer was used", () -> requests.get() > 1);
		instance.close();
		Acknowledgements known = StoreCalls.get(change);
		assertThat(known.version()).isOne();
		assertThat(known.applied()).containsExactly("a");
		assertThat(known.pending()).containsExactly("b");
	}

	@Test
	void waitForAcknowledgementsAfterCloseEndsAtOnce() {
		ClusterEvents instance = started("a");
		instance.close();
		assertThat(instance.acks()
			.await("orders", new Operations.Performed(new StateStore.State(1, ""), new Transition(Kind.SET, false, 0)),
					0, ENDLESS.toNanos()))
			.isCompleted();
	}

	@Test
	void operationThatBeginsAfterCloseFails() {
		ClusterEvents instance = startedOn(new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Result> transition(Command command) {
				return CompletableFuture.failedFuture(new IllegalStateException("closed"));
			}

		});
		Event event = instance.create(ORDERS);
		CompletableFuture<Void> blocked = new CompletableFuture<>();
		CompletableFuture<Void> unblock = new CompletableFuture<>();
		CompletableFuture<Void> task = CompletableFuture.runAsync(() -> instance.internals().execute(() -> {
			blocked.complete(null);
			unblock.join();
		}));
		StoreCalls.get(blocked);
		instance.close();
		assertThat(instance.internals().link().isUp()).as("the link is not closed yet").isTrue();
		Throwable failure = StoreCalls.outcome(CompletableFuture.runAsync(event::set));
		unblock.complete(null);
		StoreCalls.get(task);
		assertThat(failure).isInstanceOf(EventStoreUnavailableException.class).hasMessageContaining("shutting down");
	}

	@Test
	void startEnds() {
		this.server.mode = Mode.SILENT;
		ClusterEvents instance = instance(settings());
		CompletableFuture<Void> start = CompletableFuture.runAsync(instance::start);
		until("it connects", () -> instance.status().links() == 1);
		instance.close();
		assertThat(StoreCalls.outcome(start)).isInstanceOf(EventStoreUnavailableException.class);
	}

	@Test
	void closeFailsPendingCreation() {
		ClusterEvents instance = startedOn(new InMemoryStateStore(this.server));
		this.server.mode = Mode.SILENT;
		CompletableFuture<Event> creation = CompletableFuture.supplyAsync(() -> instance.create(ORDERS));
		until("it is under way", () -> instance.internals().find("orders") != null);
		instance.close();
		assertThat(StoreCalls.outcome(creation)).isInstanceOf(EventStoreUnavailableException.class);
		CompletableFuture<Event> late = CompletableFuture.supplyAsync(() -> instance.create(ORDERS));
		assertThat(StoreCalls.outcome(late)).isInstanceOf(EventStoreUnavailableException.class);
	}

	@Test
	void changeThatArrivesDuringCloseCompletesFutures() {
		List<CompletableFuture<StateStore.Changes>> held = new CopyOnWriteArrayList<>();
		StateStore store = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Changes> changes(String after, Duration wait) {
				held.add(new CompletableFuture<>());
				return held.get(held.size() - 1);
			}

		};
		Timeline timeline = new ForwardingTimeline(new SystemTimeline("a")) {

			@Override
			public void close() {
				super.close();
				Change change = new Change("orders", new State(1, ""));
				held.forEach((read) -> read.complete(new Changes(false, 0, "1 1", List.of(change))));
			}

		};
		ClusterEvents instance = new ClusterEvents(store, settings(), timeline);
		this.instances.add(instance);
		instance.start();
		Event event = instance.create(ORDERS);
		CompletableFuture<Void> waiter = event.whenSet();
		until("changes are waited for", () -> !held.isEmpty());
		instance.close();
		assertThat(waiter.isDone()).isEqualTo(event.isSet());
	}

	private ClusterEvents startedOn(StateStore store) {
		ClusterEvents instance = instance(store, settings());
		instance.start();
		return instance;
	}

	private static ClusterSettings settings() {
		return ClusterSettings.builder("a").commandTimeout(ENDLESS).syncInterval(SHORT).build();
	}

}
