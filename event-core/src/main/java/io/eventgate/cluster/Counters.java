/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.eventgate.InertText;
import org.jspecify.annotations.Nullable;

/**
 * The counters for health and meters. Safe for use by any number of threads.
 */
final class Counters {

	final LongAdder errors = new LongAdder();

	final LongAdder snapshots = new LongAdder();

	final LongAdder restorations = new LongAdder();

	final LongAdder gaps = new LongAdder();

	final LongAdder links = new LongAdder();

	final LongAdder propagations = new LongAdder();

	final LongAdder propagationMicros = new LongAdder();

	final AtomicLong propagationMaxMicros = new AtomicLong();

	/** The maximum length of the description of an error, in characters. */
	private static final int MAX_ERROR_LENGTH = 1_000;

	/** The maximum number of causes that are searched. */
	private static final int MAX_CAUSES = 20;

	private volatile @Nullable String lastError;

	private volatile @Nullable Long refusedNanos;

	void failed(String what, Throwable cause) {
		failed(what + ": " + describe(cause));
	}

	void failed(Throwable cause) {
		failed(describe(cause));
	}

	void failed(String what) {
		this.errors.increment();
		this.lastError = what;
	}

	/** Called when the store has refused to switch an event. */
	void refused(long nowNanos) {
		if (this.refusedNanos == null) {
			this.refusedNanos = nowNanos;
		}
	}

	/** Called when the store has switched an event. */
	void switched() {
		this.refusedNanos = null;
	}

	/** Returns the time since which each switch was refused, if the last one was. */
	@Nullable Long refusedNanos() {
		return this.refusedNanos;
	}

	void propagated(long micros) {
		long positive = Math.max(0, micros);
		this.propagations.increment();
		this.propagationMicros.add(positive);
		this.propagationMaxMicros.accumulateAndGet(positive, Math::max);
	}

	@Nullable String lastError() {
		return this.lastError;
	}

	/**
	 * Describes a failure by its message and that of its root cause, as in "Unable to
	 * connect: WRONGPASS". Wrappers of futures are left out.
	 */
	static String describe(Throwable failure) {
		Throwable cause = unwrap(failure);
		Throwable root = cause;
		for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
			root = root.getCause();
		}
		String what = message(cause);
		String why = message(root);
		return InertText.of(what.contains(why) ? what : what + ": " + why, MAX_ERROR_LENGTH);
	}

	private static String message(Throwable cause) {
		String message = InertText.of(Objects.requireNonNullElse(cause.getMessage(), ""), MAX_ERROR_LENGTH);
		return message.isEmpty() ? cause.getClass().getSimpleName() : message;
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? unwrap(cause) : failure;
	}

}
