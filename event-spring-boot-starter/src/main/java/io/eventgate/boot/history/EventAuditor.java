/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Passes each transition of each event in an {@link EventRegistry} to consumers, with its
 * time and the name of the event. An exception of a consumer is logged, and affects
 * neither the event nor other consumers. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EventAuditor implements EventRegistry.Listener {

	private static final Log logger = LogFactory.getLog(EventAuditor.class);

	private final Map<String, EventObserver> listeners = new ConcurrentHashMap<>();

	private final InstantSource clock;

	private final List<Consumer<? super EventTransition>> consumers;

	/**
	 * Creates an auditor. It must be added to a registry.
	 * @param clock the clock for the times of transitions
	 * @param consumers the consumers of transitions, called in this order in the thread
	 * that switched the event
	 */
	public EventAuditor(InstantSource clock, List<Consumer<? super EventTransition>> consumers) {
		this.clock = clock;
		this.consumers = List.copyOf(consumers);
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		String name = registration.definition().name();
		EventObserver listener = new EventObserver() {

			@Override
			public void onTransition(Event event, Transition transition) {
				record(name, transition);
			}

		};
		this.listeners.put(name, listener);
		registration.event().addObserver(listener);
	}

	@Override
	public void onRemoved(EventRegistry.Registration registration) {
		EventObserver listener = this.listeners.remove(registration.definition().name());
		if (listener != null) {
			registration.event().removeObserver(listener);
		}
	}

	/**
	 * Passes on a transition that observers are not notified of.
	 * @param event the name of the event
	 * @param transition the transition
	 */
	public void record(String event, Transition transition) {
		EventTransition audited = new EventTransition(event, this.clock.instant(), transition);
		for (Consumer<? super EventTransition> consumer : this.consumers) {
			try {
				consumer.accept(audited);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				logger.warn("Consumer " + consumer.getClass().getName() + " failed after a transition of event '"
						+ event + "'. The transition remains in effect", ex);
			}
		}
	}

}
