package io.eventgate.cluster;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts what health and meters show. Safe for use by any number of threads.
 */
final class Counters {

	final LongAdder errors = new LongAdder();

	final LongAdder reads = new LongAdder();

	final LongAdder heals = new LongAdder();

	final LongAdder missedHints = new LongAdder();

	final LongAdder links = new LongAdder();

	final LongAdder propagations = new LongAdder();

	final LongAdder propagationMicros = new LongAdder();

	final AtomicLong propagationMaxMicros = new AtomicLong();

	private volatile @Nullable String lastError;

	void failed(String what, Throwable cause) {
		this.errors.increment();
		this.lastError = what + ": " + describe(cause);
	}

	void failed(Throwable cause) {
		this.errors.increment();
		this.lastError = describe(cause);
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

	/** The cause in words; wrappers of futures say nothing. */
	static String describe(Throwable failure) {
		Throwable cause = unwrap(failure);
		String message = cause.getMessage();
		return (message != null && !message.isBlank()) ? message : cause.getClass().getSimpleName();
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? unwrap(cause) : failure;
	}

}
