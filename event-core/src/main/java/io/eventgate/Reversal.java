package io.eventgate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The pending end of a temporary state of a {@link LocalEvent}.
 */
final class Reversal {

	private final Origin origin;

	private final Instant until;

	private final CompletableFuture<Void> timer;

	/**
	 * Creates a reversal of a switch that this thread is about to make. Its time begins
	 * to run.
	 */
	Reversal(Duration duration) {
		Origin current = Origin.current();
		this.origin = new Origin(Origin.Source.REVERSAL, current.principal(), current.reason());
		this.until = Instant.now().plus(duration).truncatedTo(ChronoUnit.MILLIS);
		this.timer = new CompletableFuture<Void>().completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS);
	}

	Origin origin() {
		return this.origin;
	}

	Instant until() {
		return this.until;
	}

	/** Runs the action when the time is over, unless {@link #cancel} comes first. */
	void start(Runnable action) {
		CompletableFuture<?> unused = this.timer.thenRunAsync(action);
	}

	/** Ends the timer. */
	void cancel() {
		this.timer.cancel(false);
	}

}
