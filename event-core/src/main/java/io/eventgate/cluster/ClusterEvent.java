package io.eventgate.cluster;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.EventListener;
import io.eventgate.ForwardingEvent;
import io.eventgate.Transition;

/**
 * An event that all instances share. Threads wait at its local copy; switching goes to
 * the store first, and to the copy when the store has agreed.
 */
final class ClusterEvent implements ForwardingEvent {

	private final String name;

	private final Engine engine;

	/** Held here as well: {@link #isSet()} is to cost what a local one does. */
	private final Event local;

	private final Replica replica;

	/** When this event was created here, on the timeline. */
	private final long createdNanos;

	/** Completes when the store was asked for the first time, or will not be asked. */
	private final CompletableFuture<Void> asked = new CompletableFuture<>();

	ClusterEvent(String name, boolean initiallySet, Engine engine) {
		this.name = name;
		this.engine = engine;
		this.replica = new Replica(name, initiallySet);
		this.local = this.replica.local;
		this.createdNanos = engine.timeline().nanoTime();
	}

	String name() {
		return this.name;
	}

	boolean isOf(Engine other) {
		return this.engine == other;
	}

	Replica replica() {
		return this.replica;
	}

	long createdNanos() {
		return this.createdNanos;
	}

	CompletableFuture<Void> asked() {
		return this.asked;
	}

	@Override
	public Event delegate() {
		return this.local;
	}

	@Override
	public boolean isSet() {
		return this.local.isSet();
	}

	@Override
	public void set() {
		this.engine.operations().perform(this, Transition.Kind.SET, false);
	}

	@Override
	public void clear() {
		this.engine.operations().perform(this, Transition.Kind.CLEAR, false);
	}

	@Override
	public void pulse() {
		this.engine.operations().perform(this, Transition.Kind.PULSE, false);
	}

	@Override
	public CompletableFuture<Void> whenSet() {
		return ReplicaFuture.of(this.replica);
	}

	/**
	 * Closes the event in this instance. It no longer follows the others then; its flag
	 * can still be switched, here and in the store.
	 */
	@Override
	public void close() {
		this.engine.events().remove(this.name, this);
		this.asked.complete(null);
		this.local.close();
	}

	@Override
	public void addListener(EventListener listener) {
		this.local.addListener(relay(listener));
	}

	@Override
	public void removeListener(EventListener listener) {
		this.local.removeListener(relay(listener));
	}

	private EventListener relay(EventListener listener) {
		return new RelayedListener(this, this.replica, Objects.requireNonNull(listener, "listener"));
	}

	@Override
	public String toString() {
		return this.local.toString();
	}

}
