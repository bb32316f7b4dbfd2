package io.eventgate.boot.actuate.endpoint;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.eventgate.Event;
import io.eventgate.EventListener;
import io.eventgate.Origin;
import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * Switches an event on behalf of somebody, and tells what that did.
 */
final class EventSwitch {

	private EventSwitch() {
	}

	/**
	 * Switches an event.
	 * @param event the event
	 * @param kind what to do
	 * @param origin who wants it and why
	 * @return what it did; where there was nothing to change, a transition from a state
	 * to itself that released nobody
	 */
	static Transition change(Event event, Transition.Kind kind, Origin origin) {
		return change(event, kind, origin, () -> run(event, kind));
	}

	/**
	 * Switches an event in another way than by its own method.
	 * @param event the event
	 * @param kind what to do
	 * @param origin who wants it and why
	 * @param action does it, in this thread
	 * @return what it did
	 */
	static Transition change(Event event, Transition.Kind kind, Origin origin, Runnable action) {
		Transition nothing = nothing(event, kind, origin);
		AtomicReference<@Nullable Transition> done = new AtomicReference<>();
		EventListener listener = new EventListener() {

			@Override
			public void onTransition(Event event, Transition transition) {
				// Others may switch it meanwhile, or futures that complete by this.
				if (transition.kind() == kind && transition.origin().equals(origin)) {
					done.compareAndSet(null, transition);
				}
			}

		};
		event.addListener(listener);
		try {
			origin.run(action);
		}
		finally {
			event.removeListener(listener);
		}
		return Objects.requireNonNullElse(done.get(), nothing);
	}

	private static Transition nothing(Event event, Transition.Kind kind, Origin origin) {
		boolean wasSet = switch (kind) {
			case SET -> true;
			case CLEAR -> false;
			case PULSE -> event.isSet();
		};
		return new Transition(kind, wasSet, 0, origin);
	}

	private static void run(Event event, Transition.Kind kind) {
		switch (kind) {
			case SET -> event.set();
			case CLEAR -> event.clear();
			case PULSE -> event.pulse();
		}
	}

}
