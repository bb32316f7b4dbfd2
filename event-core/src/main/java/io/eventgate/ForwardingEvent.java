/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An event that forwards its methods to another one, the delegate. Subclasses override
 * the methods whose behaviour they change. Observers are forwarded as they are, and are
 * notified with the delegate.
 *
 * <p>
 * An event that wraps another should extend this class rather than implement
 * {@link Event}, because {@link Event#awaitAny} and {@link Event#awaitAll} wait for its
 * delegate directly: they list the waiting threads and release them before any dependent
 * of a future runs.
 *
 * @since 0.1.0
 */
public abstract class ForwardingEvent implements Event {

	/** For subclasses. */
	protected ForwardingEvent() {
	}

	/**
	 * Returns the delegate.
	 * @return the event that threads wait for, always the same
	 */
	protected abstract Event delegate();

	/**
	 * Returns whether this event forwards to another one, directly or through others.
	 * @param event the other event
	 * @return {@code true} if the other one is the delegate, or a delegate of it
	 */
	@SuppressWarnings("ReferenceEquality") // an event equals itself only
	public boolean forwardsTo(Event event) {
		Event delegate = delegate();
		return delegate == event || (delegate instanceof ForwardingEvent next && next.forwardsTo(event));
	}

	@Override
	public Optional<String> getName() {
		return delegate().getName();
	}

	@Override
	public boolean isSet() {
		return delegate().isSet();
	}

	@Override
	public boolean set() {
		return delegate().set();
	}

	@Override
	public boolean clear() {
		return delegate().clear();
	}

	@Override
	public void pulse() {
		delegate().pulse();
	}

	@Override
	public Transition change(Transition.Kind kind) {
		return delegate().change(kind);
	}

	@Override
	public void await() throws InterruptedException {
		delegate().await();
	}

	@Override
	public boolean await(Duration timeout) throws InterruptedException {
		return delegate().await(timeout);
	}

	@Override
	public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
		return delegate().await(timeout, unit);
	}

	@Override
	public void awaitUninterruptibly() {
		delegate().awaitUninterruptibly();
	}

	@Override
	public CompletableFuture<Void> whenSet() {
		return delegate().whenSet();
	}

	@Override
	public int getQueueLength() {
		return delegate().getQueueLength();
	}

	@Override
	public List<WaitingThread> getWaitingThreads(int limit) {
		return delegate().getWaitingThreads(limit);
	}

	@Override
	public Optional<Duration> getLongestWait() {
		return delegate().getLongestWait();
	}

	@Override
	public void shutdown() {
		delegate().shutdown();
	}

	@Override
	public boolean isShutdown() {
		return delegate().isShutdown();
	}

	@Override
	public void addObserver(EventObserver observer) {
		delegate().addObserver(observer);
	}

	@Override
	public void removeObserver(EventObserver observer) {
		delegate().removeObserver(observer);
	}

	@Override
	public String toString() {
		return delegate().toString();
	}

}
