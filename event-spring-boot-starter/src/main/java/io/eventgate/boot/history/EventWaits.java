/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.eventgate.EventRegistry;

/**
 * Durations of the latest waits for each event and recent numbers of waiters, in memory,
 * so that the endpoint has them without a meter registry. It follows an
 * {@link EventRegistry}: the data of an event is removed with the event. Waits that do
 * not block are not recorded and cost nothing. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EventWaits implements EventRegistry.Listener {

	private final Map<String, RecentWaits> waits = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	/**
	 * Creates an object without events. It must be added to a registry.
	 */
	public EventWaits() {
		this(System::nanoTime);
	}

	EventWaits(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		RecentWaits recent = new RecentWaits(this.nanoTime);
		this.waits.put(registration.definition().name(), recent);
		registration.event().addObserver(recent);
	}

	@Override
	public void onRemoved(EventRegistry.Registration registration) {
		this.waits.remove(registration.definition().name());
	}

	/**
	 * Returns the durations of the latest waits.
	 * @param event the name of the event
	 * @return a summary, or empty if no wait for it has blocked and ended yet
	 */
	public Optional<WaitSummary> getSummary(String event) {
		return Optional.ofNullable(this.waits.get(event)).flatMap(RecentWaits::summarize);
	}

	/**
	 * Returns the recent numbers of waiters.
	 * @param event the name of the event
	 * @return the peaks, or empty if no wait for it has blocked yet
	 */
	public Optional<WaiterPeaks> getPeaks(String event) {
		return Optional.ofNullable(this.waits.get(event)).flatMap(RecentWaits::peaks);
	}

}
