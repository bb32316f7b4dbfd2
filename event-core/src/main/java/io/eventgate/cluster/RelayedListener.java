package io.eventgate.cluster;

import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventListener;
import io.eventgate.Transition;
import io.eventgate.WaitOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener of a shared event what happens at the local one, in the name of the
 * shared one. Two are equal if they do the same, so that one can be removed by another.
 *
 * @param event the shared event
 * @param replica its copy here
 * @param listener who is told
 */
record RelayedListener(Event event, Replica replica, EventListener listener) implements EventListener {

	@Override
	public void onTransition(Event local, Transition transition) {
		tell(() -> this.listener.onTransition(this.event, transition));
	}

	@Override
	public @Nullable Consumer<WaitOutcome> onBlock(Event local) {
		Consumer<WaitOutcome> end = this.listener.onBlock(this.event);
		return (end != null) ? (outcome) -> tell(() -> end.accept(outcome)) : null;
	}

	@Override
	public void onWait(Event local, WaitOutcome outcome, long nanos) {
		tell(() -> this.listener.onWait(this.event, outcome, nanos));
	}

	private void tell(Runnable call) {
		this.replica.tell(new Notification(this, call));
	}

	/** The listener stands for this object in the log. */
	@Override
	public String toString() {
		return this.listener.toString();
	}

	/**
	 * A call of the listener. Whoever runs it handles what it throws: {@link UserCode} if
	 * it was deferred, the local event if not.
	 */
	private record Notification(RelayedListener target, Runnable call) implements Runnable {

		@Override
		public void run() {
			this.call.run();
		}

		@Override
		public String toString() {
			return "Listener " + this.target + " of " + this.target.event;
		}

	}

}
