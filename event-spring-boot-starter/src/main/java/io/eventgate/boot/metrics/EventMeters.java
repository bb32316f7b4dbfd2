/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.Transition;
import io.eventgate.WaitOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one event in one meter registry. The gauges hold a strong reference,
 * because they would read NaN after the event was garbage-collected.
 */
final class EventMeters implements EventObserver {

	/**
	 * The greatest bucket, if there are any: an operator may close a gate for a long
	 * time.
	 */
	private static final Duration LONGEST_BUCKET = Duration.ofHours(1);

	private final List<Meter> all = new ArrayList<>();

	private final Map<WaitOutcome, Timer> waits = new EnumMap<>(WaitOutcome.class);

	private final Map<Transition.Kind, Counter> transitions = new EnumMap<>(Transition.Kind.class);

	private volatile Event event;

	EventMeters(MeterRegistry registry, EventRegistry.Registration registration) {
		String name = registration.definition().name();
		this.event = registration.event();
		this.all.add(Gauge.builder("eventgate.state", () -> this.event.isSet() ? 1 : 0)
			.tag("event", name)
			.description("1 while the event is set, 0 while it is clear")
			.register(registry));
		this.all.add(Gauge.builder("eventgate.waiters", () -> this.event.getQueueLength())
			.tag("event", name)
			.description("Pending waits")
			.baseUnit("waiters")
			.register(registry));
		this.all.add(Gauge.builder("eventgate.active", () -> active(registration.original()))
			.tag("event", name)
			.description("Calls that the event has let through and that have not ended")
			.register(registry));
		this.all.add(TimeGauge.builder("eventgate.wait.longest", () -> longestWait(this.event), TimeUnit.NANOSECONDS)
			.tag("event", name)
			.description("Duration of the longest pending wait")
			.register(registry));
		for (WaitOutcome outcome : WaitOutcome.values()) {
			this.waits.put(outcome,
					Timer.builder("eventgate.wait")
						.tag("event", name)
						.tag("outcome", tagValue(outcome))
						.description("Waits that blocked")
						.maximumExpectedValue(LONGEST_BUCKET)
						.register(registry));
		}
		for (Transition.Kind kind : Transition.Kind.values()) {
			this.transitions.put(kind,
					Counter.builder("eventgate.transitions")
						.tag("event", name)
						.tag("to", tagValue(kind))
						.description("Changes of the event")
						.baseUnit("transitions")
						.register(registry));
		}
		this.all.addAll(this.waits.values());
		this.all.addAll(this.transitions.values());
	}

	private static long longestWait(Event event) {
		return event.getLongestWait().map(Duration::toNanos).orElse(0L);
	}

	private static double active(Event event) {
		OptionalInt active = GuardedCall.countActive(event);
		return active.isPresent() ? active.getAsInt() : Double.NaN;
	}

	private static String tagValue(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public void onTransition(Event event, Transition transition) {
		Counter counter = this.transitions.get(transition.kind());
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public void onWait(Event event, WaitOutcome outcome, long nanos) {
		Timer timer = this.waits.get(outcome);
		if (timer != null) {
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	/** Replaces the event by a wrapper. */
	void replaceEvent(Event wrapper) {
		this.event = wrapper;
	}

	/**
	 * Removes the meters. The event keeps this observer, because waiters that the removal
	 * ended still report.
	 */
	void removeFrom(MeterRegistry registry) {
		this.all.forEach(registry::remove);
	}

}
