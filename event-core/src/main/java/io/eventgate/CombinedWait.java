package io.eventgate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The wait of one thread for several events, made of one future for each, so that it
 * works with any implementation of {@link Event}. A future that was released cannot be
 * cancelled any more, hence cancelling them all at the end tells exactly which were.
 */
final class CombinedWait {

	private CombinedWait() {
	}

	static Optional<Event> any(Duration timeout, Event... events) throws InterruptedException {
		List<CompletableFuture<Void>> futures = await(timeout, events, CompletableFuture::anyOf);
		for (int i = 0; i < events.length; i++) {
			if (isReleased(futures.get(i))) {
				return Optional.of(events[i]);
			}
		}
		throwIfClosed(futures, events);
		return Optional.empty();
	}

	static boolean all(Duration timeout, Event... events) throws InterruptedException {
		List<CompletableFuture<Void>> futures = await(timeout, events, CombinedWait::allUnlessOneFails);
		throwIfClosed(futures, events);
		return futures.stream().allMatch(CombinedWait::isReleased);
	}

	private static List<CompletableFuture<Void>> await(Duration timeout, Event[] events, Combiner combiner)
			throws InterruptedException {
		long nanos = TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(timeout, "timeout"));
		if (Objects.requireNonNull(events, "events").length == 0) {
			throw new IllegalArgumentException("events must name at least one event to wait for");
		}
		for (Event event : events) {
			Objects.requireNonNull(event, "events must not contain null");
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		List<CompletableFuture<Void>> futures = new ArrayList<>(events.length);
		try {
			for (Event event : events) {
				futures.add(future(event));
			}
			CompletableFuture<?> combined = combiner.combine(futures.toArray(CompletableFuture<?>[]::new));
			if (nanos > 0) {
				combined.get(nanos, TimeUnit.NANOSECONDS);
			}
		}
		catch (TimeoutException | ExecutionException ex) {
			// The futures tell both.
		}
		finally {
			futures.forEach((future) -> future.cancel(false));
		}
		return futures;
	}

	private static CompletableFuture<Void> allUnlessOneFails(CompletableFuture<?>... futures) {
		CompletableFuture<Void> all = CompletableFuture.allOf(futures);
		for (CompletableFuture<?> future : futures) {
			CompletableFuture<?> unused = future.exceptionally((failure) -> {
				all.completeExceptionally(failure);
				return null;
			});
		}
		return all;
	}

	private static CompletableFuture<Void> future(Event event) {
		return (event instanceof LocalEvent local) ? local.whenSet(Thread.currentThread()) : event.whenSet();
	}

	private static boolean isReleased(CompletableFuture<Void> future) {
		return !future.isCompletedExceptionally();
	}

	private static void throwIfClosed(List<CompletableFuture<Void>> futures, Event... events) {
		for (int i = 0; i < events.length; i++) {
			if (futures.get(i).isCompletedExceptionally() && !futures.get(i).isCancelled()) {
				throw new EventClosedException(events[i]);
			}
		}
	}

	private interface Combiner {

		CompletableFuture<?> combine(CompletableFuture<?>... futures);

	}

}
