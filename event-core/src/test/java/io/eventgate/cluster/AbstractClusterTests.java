/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventObserver;
import io.eventgate.Transition;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import io.eventgate.cluster.InMemoryStateStore.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class of tests with several instances, real threads and a store in memory.
 */
@Timeout(60)
abstract class AbstractClusterTests {

	static final Duration SHORT = Duration.ofMillis(100);

	/** A command time-out that is never reached. */
	static final Duration PATIENT = Duration.ofSeconds(20);

	/** A short command time-out, for tests that wait for it. */
	static final Duration BRIEF = Duration.ofMillis(1_500);

	final InMemoryStateStore.Server server = new InMemoryStateStore.Server();

	final List<ClusterEvents> instances = new ArrayList<>();

	@AfterEach
	void close() {
		this.server.mode = Mode.UP;
		this.instances.forEach(ClusterEvents::close);
	}

	final Event event(String instance, String name, boolean initiallySet) {
		return started(instance).create(EventDefinition.builder(name).initiallySet(initiallySet).build());
	}

	final ClusterEvents started(String name) {
		return started(name, PATIENT, StartupPolicy.FAIL);
	}

	final ClusterEvents started(String name, Duration timeout, StartupPolicy policy) {
		ClusterEvents instance = instance(ClusterSettings.builder(name)
			.commandTimeout(timeout)
			.syncInterval(SHORT)
			.startupPolicy(policy)
			.build());
		instance.start();
		return instance;
	}

	final ClusterEvents instance(ClusterSettings settings) {
		return instance(new InMemoryStateStore(this.server), settings);
	}

	final ClusterEvents instance(StateStore store, ClusterSettings settings) {
		ClusterEvents instance = new ClusterEvents(store, settings);
		this.instances.add(instance);
		return instance;
	}

	final long version(String event) {
		return this.server.memory.get(event).version();
	}

	static EventObserver recorder(BiConsumer<Event, Transition> action) {
		return new EventObserver() {

			@Override
			public void onTransition(Event event, Transition transition) {
				action.accept(event, transition);
			}

		};
	}

	static void until(String what, BooleanSupplier condition) {
		long start = System.nanoTime();
		long pause = 50_000;
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime() - start).as("until " + what).isLessThan(TimeUnit.SECONDS.toNanos(40));
			LockSupport.parkNanos(pause);
			pause = Math.min(2 * pause, 5_000_000);
		}
	}

	/**
	 * Repeats a switch that fails because the loss of the connection is detected only
	 * then.
	 */
	static void untilSwitched(Runnable action) {
		until("the store can be reached", () -> StoreCalls.isDone(action));
	}

}
