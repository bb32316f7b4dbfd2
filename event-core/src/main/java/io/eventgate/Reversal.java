/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The pending end of a temporary state of a {@link LocalEvent}.
 */
final class Reversal {

	private final Origin origin;

	private final Instant until;

	private final CompletableFuture<Void> timer;

	/** The phase that follows, once it is decided that the state is reverted. */
	private final @Nullable Phase after;

	/**
	 * Creates a reversal of a switch that this thread is about to make. Its time begins
	 * to run.
	 */
	Reversal(Duration duration) {
		Origin current = Origin.current();
		this.origin = new Origin(Origin.Source.REVERSAL, current.principal(), current.reason());
		this.until = Instant.now().plus(duration).truncatedTo(ChronoUnit.MILLIS);
		this.timer = new CompletableFuture<Void>().completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS);
		this.after = null;
	}

	private Reversal(Reversal pending, Phase after) {
		this.origin = pending.origin;
		this.until = pending.until;
		this.timer = pending.timer;
		this.after = after;
	}

	/** Returns this reversal with a decision. */
	Reversal decided(Phase after) {
		return new Reversal(this, after);
	}

	/** Returns the phase that follows, or {@code null} if that is not decided. */
	@Nullable Phase after() {
		return this.after;
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

	/**
	 * Makes a phase with this end a lasting one.
	 * @return {@code false} if another call has come first
	 */
	boolean claim(Phase phase) {
		cancel();
		return phase.replace(this, null);
	}

	/** Ends the timer. */
	void cancel() {
		this.timer.cancel(false);
	}

}
