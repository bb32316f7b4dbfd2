/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The wait of one thread for several events, made of one future for each, so that it
 * works with any implementation of {@link Event}. A future that was released can no
 * longer be cancelled; cancelling all of them at the end therefore shows exactly which
 * were. The thread checks all of them whenever it is woken. It asks a {@link LocalEvent}
 * directly whether it was released, because the thread that sets it may die before it
 * completes the future.
 */
final class CombinedWait {

	/** Some 292 years, the longest wait without a time-out. */
	static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

	private CombinedWait() {
	}

	static Optional<Event> any(Duration timeout, Collection<? extends Event> collection) throws InterruptedException {
		Event[] events = valid(collection);
		List<CompletableFuture<Void>> futures = await(timeout, events,
				(all) -> all.stream().anyMatch(CompletableFuture::isDone));
		for (int i = 0; i < events.length; i++) {
			if (isReleased(futures.get(i))) {
				return Optional.of(events[i]);
			}
		}
		throwIfFailed(futures, events);
		return Optional.empty();
	}

	static boolean all(Duration timeout, Collection<? extends Event> collection) throws InterruptedException {
		Event[] events = valid(collection);
		List<CompletableFuture<Void>> futures = await(timeout, events,
				(all) -> all.stream().allMatch(CompletableFuture::isDone)
						|| all.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
		throwIfFailed(futures, events);
		return futures.stream().allMatch(CombinedWait::isReleased);
	}

	private static Event[] valid(Collection<? extends Event> collection) {
		Event[] events = Objects.requireNonNull(collection, "events").toArray(Event[]::new);
		if (events.length == 0) {
			throw new IllegalArgumentException("events must contain at least one event to wait for");
		}
		for (Event event : events) {
			Objects.requireNonNull(event, "events must not contain null");
		}
		return events;
	}

	private static List<CompletableFuture<Void>> await(Duration timeout, Event[] events,
			Predicate<List<CompletableFuture<Void>>> over) throws InterruptedException {
		long nanos = TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(timeout, "timeout"));
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		List<CompletableFuture<Void>> now = Stream.of(events).map(CombinedWait::now).toList();
		if (nanos <= 0 || over.test(now)) {
			return now;
		}
		NonBlockingThreads.check(List.of(events));
		long start = System.nanoTime();
		List<CompletableFuture<Void>> futures = new ArrayList<>(events.length);
		try {
			for (Event event : events) {
				futures.add(future(event, Thread.currentThread()));
			}
			long left = nanos;
			futures.forEach(CombinedWait::settle);
			while (!over.test(futures)) {
				if (left <= 0) {
					futures.forEach(CombinedWait::expire);
					break;
				}
				LockSupport.parkNanos(events[0], left);
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				left = nanos - (System.nanoTime() - start);
				futures.forEach(CombinedWait::settle);
			}
		}
		finally {
			futures.forEach((future) -> future.cancel(false));
		}
		return futures;
	}

	private static CompletableFuture<Void> now(Event event) {
		boolean shutdown = event.isShutdown();
		if (event.isSet()) {
			return CompletableFuture.completedFuture(null);
		}
		return shutdown ? CompletableFuture.failedFuture(new EventShutdownException(event)) : new CompletableFuture<>();
	}

	private static CompletableFuture<Void> future(Event event, Thread thread) {
		if (event instanceof ForwardingEvent forwarding) {
			return future(forwarding.delegate(), thread);
		}
		if (event instanceof LocalEvent local) {
			return local.whenSet(thread);
		}
		CompletableFuture<Void> future = event.whenSet();
		CompletableFuture<?> unused = future.whenComplete((nothing, failure) -> LockSupport.unpark(thread));
		return future;
	}

	/**
	 * Checks the event, which wakes the thread before it completes the future.
	 */
	private static void settle(CompletableFuture<Void> future) {
		if (future instanceof FutureWaiter.Future local) {
			local.settle();
		}
	}

	private static void expire(CompletableFuture<Void> future) {
		if (future instanceof FutureWaiter.Future local) {
			local.completeExceptionally(new TimeoutException());
		}
	}

	private static boolean isReleased(CompletableFuture<Void> future) {
		return future.isDone() && !future.isCompletedExceptionally();
	}

	private static void throwIfFailed(List<CompletableFuture<Void>> futures, Event... events) {
		for (int i = 0; i < events.length; i++) {
			try {
				futures.get(i).getNow(null);
			}
			catch (CancellationException ex) {
				// Cancelled by this class.
			}
			catch (CompletionException ex) {
				if (ex.getCause() instanceof EventShutdownException) {
					throw new EventShutdownException(events[i]);
				}
				if (ex.getCause() instanceof TooManyWaitersException) {
					throw new TooManyWaitersException(events[i]);
				}
				if (!(ex.getCause() instanceof TimeoutException)) {
					throw ex;
				}
			}
		}
	}

}
