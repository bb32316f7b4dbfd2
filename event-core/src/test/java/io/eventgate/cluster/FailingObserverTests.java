/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for listeners of shared events that throw.
 */
class FailingObserverTests extends AbstractClusterTests {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@MethodSource("failures")
	void failureDoesNotReachTheCallerOrOtherListeners(Throwable failure) {
		Event event = event("a", "orders", false);
		event.addObserver(failing(failure));
		event.addObserver(recorder((source, transition) -> this.calls.add("next " + transition.kind())));
		CompletableFuture<Void> waiter = event.whenSet();
		event.set();
		assertThat(this.calls).containsExactly("next SET");
		assertThat(waiter).isCompleted();
		event.clear();
		assertThat(this.calls).containsExactly("next SET", "next CLEAR");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureInAnotherInstanceDelaysNothing(Throwable failure) {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		there.addObserver(failing(failure));
		there.addObserver(recorder((source, transition) -> this.calls.add("next")));
		CompletableFuture<Void> waiter = there.whenSet();
		here.set();
		until("the next listener is notified", () -> this.calls.contains("next"));
		until("the waiter is released", waiter::isDone);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureDropsNoNestedWork(Throwable failure) {
		Event event = event("a", "orders", false);
		Event nested = this.instances.get(0).create(EventDefinition.of("nested"));
		CompletableFuture<Void> waiter = nested.whenSet();
		nested.addObserver(recorder((source, transition) -> this.calls.add("nested")));
		event.addObserver(recorder((source, transition) -> {
			nested.set();
			FailingObserverTests.<RuntimeException>sneak(failure);
		}));
		event.set();
		assertThat(this.calls).containsExactly("nested");
		assertThat(waiter).isCompleted();
	}

	@Test
	void errorOfTheJvmReachesTheCallerAfterTheTransition() {
		Event event = event("a", "orders", false);
		event.addObserver(failing(new StackOverflowError("of the test")));
		event.addObserver(recorder((source, transition) -> this.calls.add("next")));
		CompletableFuture<Void> waiter = event.whenSet();
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(event::set);
		assertThat(event.isSet()).isTrue();
		assertThat(this.calls).containsExactly("next");
		assertThat(waiter).isCompleted();
	}

	@Test
	void classMissingInAStoreFailsTheOperation() {
		StateStore store = new InMemoryStateStore(this.server) {

			@Override
			public CompletionStage<Result> transition(Command command) {
				throw new NoClassDefFoundError("of the test");
			}

		};
		ClusterEvents instance = new ClusterEvents(store,
				ClusterSettings.builder("a").commandTimeout(BRIEF).syncInterval(SHORT).build());
		this.instances.add(instance);
		instance.start();
		Event event = instance.create(EventDefinition.of("orders"));
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(event::set)
			.withCauseInstanceOf(NoClassDefFoundError.class);
	}

	static List<Throwable> failures() {
		return List.of(new IllegalStateException("of the test"), new AssertionError("of the test"),
				new NoClassDefFoundError("of the test"), new IOException("of the test"));
	}

	private static EventObserver failing(Throwable failure) {
		return recorder((event, transition) -> FailingObserverTests.<RuntimeException>sneak(failure));
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

}
