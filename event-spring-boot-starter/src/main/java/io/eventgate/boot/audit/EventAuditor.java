package io.eventgate.boot.audit;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventListener;
import io.eventgate.EventRegistry;
import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * Sees each transition of each event in an {@link EventRegistry}, finds out its origin,
 * and hands both on. A transition that is made by {@link #change} has the origin that is
 * given there; any other is the application's own.
 *
 * <p>
 * Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EventAuditor implements EventRegistry.Listener {

	/** A listener is called in the thread that switches, so this tells it the origin. */
	private static final ThreadLocal<@Nullable Change> CURRENT = new ThreadLocal<>();

	private final Map<EventRegistry.Registration, EventListener> listeners = new ConcurrentHashMap<>();

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

	/**
	 * Switches an event on behalf of somebody.
	 * @param event the event
	 * @param kind what to do
	 * @param origin who wants it and why
	 * @return what it did; where there was nothing to change, a transition from a state
	 * to itself that released nobody
	 */
	public Transition change(Event event, Transition.Kind kind, Origin origin) {
		Change change = new Change(event, kind, origin, event.isSet());
		Change outer = CURRENT.get();
		CURRENT.set(change);
		try {
			switch (kind) {
				case SET -> event.set();
				case CLEAR -> event.clear();
				case PULSE -> event.pulse();
			}
		}
		finally {
			if (outer != null) {
				CURRENT.set(outer);
			}
			else {
				CURRENT.remove();
			}
		}
		return change.result();
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		String name = registration.definition().name();
		EventListener listener = new EventListener() {

			@Override
			public void onTransition(Event event, Transition transition) {
				record(name, event, transition);
			}

		};
		this.listeners.put(registration, listener);
		registration.event().addListener(listener);
	}

	@Override
	public void onRemoved(EventRegistry.Registration registration) {
		EventListener listener = this.listeners.remove(registration);
		if (listener != null) {
			registration.event().removeListener(listener);
		}
	}

	private void record(String name, Event event, Transition transition) {
		Change change = CURRENT.get();
		Origin origin = (change != null && change.take(event, transition)) ? change.origin : Origin.APPLICATION;
		EventTransition audited = new EventTransition(name, this.clock.instant(), transition, origin);
		this.consumers.forEach((consumer) -> consumer.accept(audited));
	}

	/**
	 * A call of {@link #change} that is under way. What other listeners and futures do in
	 * the same thread meanwhile, to this event or to others, is not what was asked for.
	 */
	private static final class Change {

		private final Event event;

		private final Transition.Kind kind;

		private final Origin origin;

		private final boolean wasSet;

		private @Nullable Transition taken;

		Change(Event event, Transition.Kind kind, Origin origin, boolean wasSet) {
			this.event = event;
			this.kind = kind;
			this.origin = origin;
			this.wasSet = wasSet;
		}

		boolean take(Event event, Transition transition) {
			if (event != this.event || transition.kind() != this.kind || this.taken != null) {
				return false;
			}
			this.taken = transition;
			return true;
		}

		Transition result() {
			if (this.taken != null) {
				return this.taken;
			}
			return new Transition(this.kind, switch (this.kind) {
				case SET -> true;
				case CLEAR -> false;
				case PULSE -> this.wasSet;
			}, 0);
		}

	}

}
