/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.observation;

import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.WaitOutcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observations of all waits that block, for each event in an {@link EventRegistry}, as
 * {@link EventWaitObservationDocumentation} describes. An observation is started in the
 * thread that waits or requests a future, so that the current observation there is its
 * parent; no scope is opened. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EventObservations implements EventRegistry.Listener {

	private static final EventWaitObservationConvention DEFAULT = new DefaultEventWaitObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable EventWaitObservationConvention convention;

	/**
	 * Creates the observations. They must be added to a registry of events.
	 * @param registry the registry of observations
	 * @param convention the convention, or {@code null} for the default
	 */
	public EventObservations(ObservationRegistry registry, @Nullable EventWaitObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		String name = registration.definition().name();
		registration.event().addObserver(new EventObserver() {

			@Override
			public @Nullable Consumer<WaitOutcome> onBlock(Event event) {
				return observe(name);
			}

		});
	}

	private @Nullable Consumer<WaitOutcome> observe(String event) {
		EventWaitContext context = new EventWaitContext(event);
		Observation observation = EventWaitObservationDocumentation.WAIT
			.observation(this.convention, DEFAULT, () -> context, this.registry)
			.start();
		if (observation.isNoop()) {
			return null;
		}
		return (outcome) -> {
			context.setOutcome(outcome);
			observation.stop();
		};
	}

}
