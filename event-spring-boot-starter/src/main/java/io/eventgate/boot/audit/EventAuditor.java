package io.eventgate.boot.audit;

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
 * Sees each transition of each event in an {@link EventRegistry} and hands it on, with
 * its time and the name of the event. Safe for use by any number of threads. A consumer
 * that fails is logged, and harms neither the event nor other consumers.
 *
 * @since 0.1.0
 */
public final class EventAuditor implements EventRegistry.Listener {

	private static final Log logger = LogFactory.getLog(EventAuditor.class);

	private final Map<String, EventObserver> listeners = new ConcurrentHashMap<>();

	private final InstantSource clock;

	private final List<Consumer<? super EventTransition>> consumers;

	/**
	 * Creates an auditor. It has to be added to a registry.
	 * @param clock tells the time of transitions
	 * @param consumers who is told of transitions, in this order, in the thread that made
	 * them
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

	private void record(String event, Transition transition) {
		EventTransition audited = new EventTransition(event, this.clock.instant(), transition);
		for (Consumer<? super EventTransition> consumer : this.consumers) {
			try {
				consumer.accept(audited);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				logger.warn("Event '" + event + "' has changed, but not all could be told of it", ex);
			}
		}
	}

}
