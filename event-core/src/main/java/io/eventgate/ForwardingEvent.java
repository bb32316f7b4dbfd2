package io.eventgate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An event whose threads wait at another one: what is left to implement is switching,
 * closing and listening. An event that wraps another should be one of these rather than a
 * plain {@link Event}, because {@link Event#awaitAny} and {@link Event#awaitAll} look
 * through it, and so show which threads wait, and release them before any dependent of a
 * future runs.
 *
 * @since 0.1.0
 */
public interface ForwardingEvent extends Event {

	/**
	 * Returns the event that the threads wait at, always the same. It is not to be
	 * switched by users of this one.
	 * @return the other event
	 */
	Event delegate();

	@Override
	default boolean isSet() {
		return delegate().isSet();
	}

	@Override
	default void await() throws InterruptedException {
		delegate().await();
	}

	@Override
	default boolean await(Duration timeout) throws InterruptedException {
		return delegate().await(timeout);
	}

	@Override
	default boolean await(long timeout, TimeUnit unit) throws InterruptedException {
		return delegate().await(timeout, unit);
	}

	@Override
	default void awaitUninterruptibly() {
		delegate().awaitUninterruptibly();
	}

	@Override
	default CompletableFuture<Void> whenSet() {
		return delegate().whenSet();
	}

	@Override
	default int getQueueLength() {
		return delegate().getQueueLength();
	}

	@Override
	default List<WaitingThread> getWaitingThreads(int limit) {
		return delegate().getWaitingThreads(limit);
	}

	@Override
	default Optional<Duration> getLongestWait() {
		return delegate().getLongestWait();
	}

	@Override
	default boolean isClosed() {
		return delegate().isClosed();
	}

}
