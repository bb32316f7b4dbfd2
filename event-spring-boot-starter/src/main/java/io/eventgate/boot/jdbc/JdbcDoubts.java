package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.eventgate.cluster.StateStore.RefusedException;

/**
 * Knows the transitions of this instance that have been on their way for long, or whose
 * answer was lost. One of them may have passed the look at the clock, and then hang in
 * its commit, as when a disk or a synchronous copy is slow; until it is through, a read
 * does not show what will have happened.
 */
final class JdbcDoubts {

	private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

	private final long suspicious;

	private final long forgotten;

	JdbcDoubts(Duration timeout) {
		this.suspicious = timeout.toNanos() / 2;
		this.forgotten = timeout.toNanos() * 2;
	}

	/** A transition is sent. */
	@SuppressWarnings("FutureReturnValueIgnored") // for its effect only
	void sent(String event, CompletableFuture<?> outcome) {
		Sent entry = new Sent(event, System.nanoTime());
		this.sent.add(entry);
		outcome.whenComplete((result, failure) -> {
			if (failure == null || failure instanceof RefusedException) {
				this.sent.remove(entry);
			}
		});
	}

	/** Whether a read of an event has to wait for what is being committed. */
	boolean concern(String event) {
		long now = System.nanoTime();
		this.sent.removeIf((each) -> now - each.nanos > this.forgotten);
		return this.sent.stream().anyMatch((each) -> now - each.nanos > this.suspicious && event.equals(each.event));
	}

	private static final class Sent {

		final String event;

		final long nanos;

		Sent(String event, long nanos) {
			this.event = event;
			this.nanos = nanos;
		}

	}

}
