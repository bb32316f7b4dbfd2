/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.eventgate.EventRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of all events in an {@link EventRegistry}. The meters of an event exist,
 * with all their tags, before the event is used, and are removed with the event. All have
 * the tag {@code event}, its name.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr>
 * <th>name</th>
 * <th>type</th>
 * <th>meaning</th>
 * </tr>
 * <tr>
 * <td>{@code eventgate.state}</td>
 * <td>gauge</td>
 * <td>1 while the event is set, 0 while it is clear</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.waiters}</td>
 * <td>gauge</td>
 * <td>number of pending waits of threads and futures</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.active}</td>
 * <td>gauge</td>
 * <td>number of {@linkplain io.eventgate.GuardedCall calls} that the event has let
 * through and that have not ended</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.wait.longest}</td>
 * <td>time gauge</td>
 * <td>duration of the longest pending wait, 0 if there is none</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.wait}</td>
 * <td>timer</td>
 * <td>waits that blocked and are over, by the tag {@code outcome}: {@code set},
 * {@code timeout}, {@code interrupted}, {@code shutdown} or {@code rejected}</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.transitions}</td>
 * <td>counter</td>
 * <td>changes, by the tag {@code to}: {@code set}, {@code clear} or {@code pulse}</td>
 * </tr>
 * </table>
 *
 * @since 0.1.0
 */
public final class EventMetrics implements MeterBinder, AutoCloseable {

	private final EventRegistry events;

	private final List<EventRegistry.Listener> bindings = new CopyOnWriteArrayList<>();

	/**
	 * Creates the binder.
	 * @param events the events to measure
	 */
	public EventMetrics(EventRegistry events) {
		this.events = events;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		EventRegistry.Listener binding = new MeterBinding(registry);
		this.bindings.add(binding);
		this.events.addListener(binding);
	}

	/**
	 * Stops following the events. The meters stay.
	 */
	@Override
	public void close() {
		this.bindings.forEach(this.events::removeListener);
		this.bindings.clear();
	}

}
