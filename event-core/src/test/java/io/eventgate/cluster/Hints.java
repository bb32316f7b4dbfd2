package io.eventgate.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A listener of an {@link StateStore} that keeps what it is told.
 *
 * @since 0.1.0
 */
public final class Hints implements StateStore.Listener {

	/** What it was told. */
	public final List<String> received = new CopyOnWriteArrayList<>();

	/** Why links were lost. */
	public final List<Throwable> losses = new CopyOnWriteArrayList<>();

	@Override
	public void onHint(String event) {
		this.received.add(event);
	}

	@Override
	public void onLost(Throwable cause) {
		this.losses.add(cause);
	}

	/**
	 * Waits for a hint, and forgets all that came.
	 * @param event the event
	 */
	public void await(String event) {
		awaitAll(Set.of(event));
	}

	/**
	 * Waits for hints, and forgets all that came.
	 * @param events the events
	 */
	public void awaitAll(Set<String> events) {
		StoreCalls.await("hints of " + events, () -> this.received.containsAll(events));
		this.received.clear();
	}

	/**
	 * Waits for a hint.
	 * @param event the event
	 * @return what came until then, each event once, in the order of the first hints
	 */
	public List<String> upTo(String event) {
		StoreCalls.await("a hint of " + event, () -> this.received.contains(event));
		return this.received.stream().distinct().toList();
	}

	/** Waits for the loss of the link. */
	public void awaitLoss() {
		StoreCalls.await("the loss of the link", () -> !this.losses.isEmpty());
	}

}
