/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.eventgate.EventRegistry;
import io.eventgate.boot.EventTransition;
import org.jspecify.annotations.Nullable;

/**
 * The latest transitions of each event, in memory. It follows an {@link EventRegistry}:
 * the history of an event is removed with the event. Safe for use by any number of
 * threads.
 *
 * @since 0.1.0
 */
public final class EventHistory implements EventRegistry.Listener, Consumer<EventTransition> {

	private final Map<String, Entries> entries = new ConcurrentHashMap<>();

	private final int size;

	/**
	 * Creates an empty history.
	 * @param size the maximum number of transitions of each event; with 0 only the time
	 * of the last one is kept
	 * @throws IllegalArgumentException if {@code size} is negative
	 */
	public EventHistory(int size) {
		if (size < 0) {
			throw new IllegalArgumentException("size must be at least 0 but was " + size);
		}
		this.size = size;
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		this.entries.put(registration.definition().name(), new Entries());
	}

	@Override
	public void onRemoved(EventRegistry.Registration registration) {
		this.entries.remove(registration.definition().name());
	}

	/**
	 * Adds a transition, and drops the oldest one of that event if there are too many. A
	 * transition of an event that is not in the registry is ignored.
	 * @param transition the transition
	 */
	@Override
	public void accept(EventTransition transition) {
		Entries of = this.entries.get(transition.event());
		if (of != null) {
			of.add(transition, this.size);
		}
	}

	/**
	 * Returns the latest transitions of an event, the newest first.
	 * @param event the name of the event
	 * @return a snapshot; empty for an unknown event
	 */
	public List<EventTransition> getTransitions(String event) {
		Entries of = this.entries.get(event);
		return (of != null) ? of.list() : List.of();
	}

	/**
	 * Returns the time of the last transition of an event.
	 * @param event the name of the event
	 * @return the time of the last transition, or empty if there was none yet
	 */
	public Optional<Instant> getLastChange(String event) {
		return Optional.ofNullable(this.entries.get(event)).map(Entries::last).map(EventTransition::time);
	}

	/**
	 * The transitions of one event. Without a lock, because events are switched on event
	 * loops too.
	 */
	private static final class Entries {

		private final AtomicReference<List<EventTransition>> newestFirst = new AtomicReference<>(List.of());

		private volatile @Nullable EventTransition last;

		void add(EventTransition transition, int size) {
			this.last = transition;
			this.newestFirst.updateAndGet((before) -> {
				List<EventTransition> after = new ArrayList<>(Math.min(before.size() + 1, size));
				after.add(transition);
				after.addAll(before);
				return List.copyOf(after.subList(0, Math.min(after.size(), size)));
			});
		}

		List<EventTransition> list() {
			return Objects.requireNonNull(this.newestFirst.get());
		}

		@Nullable EventTransition last() {
			List<EventTransition> all = list();
			return all.isEmpty() ? this.last : all.get(0);
		}

	}

}
