package io.eventgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventListener;
import io.eventgate.Transition;
import io.eventgate.WaitingThread;

/**
 * An event that all instances share. Threads wait at its local copy; switching goes to
 * the store first, and to the copy when the store has agreed.
 */
final class ClusterEvent implements Event {

	private final String name;

	private final Engine engine;

	/** Held here as well: {@link #isSet()} is to cost what a local one does. */
	private final Event local;

	private final Replica replica;

	/** When this event was created here, on the timeline. */
	private final long createdNanos;

	/** Completes when the state of the store was taken over for the first time. */
	private final CompletableFuture<Void> adopted = new CompletableFuture<>();

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

	Replica replica() {
		return this.replica;
	}

	long createdNanos() {
		return this.createdNanos;
	}

	CompletableFuture<Void> adopted() {
		return this.adopted;
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
	public void await() throws InterruptedException {
		this.local.await();
	}

	@Override
	public boolean await(Duration timeout) throws InterruptedException {
		return this.local.await(timeout);
	}

	@Override
	public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
		return this.local.await(timeout, unit);
	}

	@Override
	public void awaitUninterruptibly() {
		this.local.awaitUninterruptibly();
	}

	@Override
	public CompletableFuture<Void> whenSet() {
		return ReplicaFuture.of(this.replica);
	}

	@Override
	public int getQueueLength() {
		return this.local.getQueueLength();
	}

	@Override
	public List<WaitingThread> getWaitingThreads(int limit) {
		return this.local.getWaitingThreads(limit);
	}

	@Override
	public Optional<Duration> getLongestWait() {
		return this.local.getLongestWait();
	}

	/**
	 * Closes the event in this instance. It no longer follows the others then; its flag
	 * can still be switched, here and in the store.
	 */
	@Override
	public void close() {
		this.engine.events().remove(this.name, this);
		this.local.close();
	}

	@Override
	public boolean isClosed() {
		return this.local.isClosed();
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
