package io.eventgate;

import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The listeners of one event; keeps each from harming the event and the others.
 */
final class Listeners {

	private final CopyOnWriteArrayList<EventListener> listeners = new CopyOnWriteArrayList<>();

	/** Whether there ever was one, which spares most transitions a look into the list. */
	private volatile boolean used;

	void add(EventListener listener) {
		Objects.requireNonNull(listener, "listener");
		this.used = true;
		this.listeners.add(listener);
	}

	void remove(EventListener listener) {
		this.listeners.remove(Objects.requireNonNull(listener, "listener"));
	}

	boolean isEmpty() {
		return !this.used || this.listeners.isEmpty();
	}

	void transition(Event event, Transition transition) {
		tell(event, (listener) -> listener.onTransition(event, transition));
	}

	void waited(Event event, WaitOutcome outcome, Waiter waiter) {
		if (!isEmpty()) {
			long nanos = waiter.age();
			tell(event, (listener) -> listener.onWait(event, outcome, nanos));
		}
	}

	private void tell(Event event, Consumer<EventListener> call) {
		for (EventListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			// Also what other languages throw unchecked, a missing class, an assertion.
			catch (Exception | LinkageError | AssertionError ex) {
				System.getLogger(Event.class.getName())
					.log(Level.WARNING, () -> "Listener " + listener + " of " + event + " failed", ex);
			}
		}
	}

}
