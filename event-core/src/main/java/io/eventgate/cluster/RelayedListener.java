package io.eventgate.cluster;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventListener;
import io.eventgate.Transition;
import io.eventgate.WaitOutcome;

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
		tell((told) -> told.onTransition(this.event, transition));
	}

	@Override
	public void onWait(Event local, WaitOutcome outcome, long nanos) {
		tell((told) -> told.onWait(this.event, outcome, nanos));
	}

	private void tell(Consumer<EventListener> call) {
		this.replica.tell(() -> {
			try {
				call.accept(this.listener);
			}
			catch (RuntimeException ex) {
				System.getLogger(Event.class.getName())
					.log(Level.WARNING, () -> "Listener " + this.listener + " of " + this.event + " failed", ex);
			}
		});
	}

}
