package io.eventgate;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
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
		callEach(event, this.listeners, (listener) -> listener.onTransition(event, transition));
	}

	/**
	 * Tells that a wait is going to block. Without lambdas: had the stack been exhausted
	 * when they were linked, no wait would get past here any more.
	 */
	void blocks(Event event, Waiter waiter) {
		if (isEmpty()) {
			return;
		}
		for (EventListener listener : this.listeners) {
			try {
				Consumer<WaitOutcome> end = listener.onBlock(event);
				if (end != null) {
					if (waiter.ends.isEmpty()) {
						waiter.ends = new ArrayList<>(1);
					}
					waiter.ends.add(end);
				}
			}
			catch (Exception | LinkageError | AssertionError ex) {
				failed(listener, event, ex);
			}
		}
	}

	void waited(Event event, WaitOutcome outcome, Waiter waiter) {
		if (!isEmpty()) {
			long nanos = waiter.age();
			callEach(event, this.listeners, (listener) -> listener.onWait(event, outcome, nanos));
		}
		List<Consumer<WaitOutcome>> ends = waiter.ends;
		if (!ends.isEmpty()) {
			waiter.ends = List.of();
			callEach(event, ends, (end) -> end.accept(outcome));
		}
	}

	/**
	 * Calls listeners one after the other. One that throws is logged, and keeps neither
	 * the next one nor the caller from going on; only errors of the JVM itself do.
	 * @param source what they listen to, for the log
	 */
	static <T> void callEach(Object source, List<T> listeners, Consumer<T> call) {
		for (T listener : listeners) {
			try {
				call.accept(listener);
			}
			// Also what other languages throw unchecked, a missing class, an assertion.
			catch (Exception | LinkageError | AssertionError ex) {
				failed(listener, source, ex);
			}
		}
	}

	private static void failed(Object listener, Object source, Throwable ex) {
		System.getLogger(Event.class.getName())
			.log(Level.WARNING, () -> "Listener " + listener + " of " + source + " failed", ex);
	}

}
