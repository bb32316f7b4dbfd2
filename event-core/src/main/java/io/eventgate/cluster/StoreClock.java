/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import org.jspecify.annotations.Nullable;

/**
 * An estimate of the store's clock. A read that was sent at {@code t0} and answered at
 * {@code t1} showed {@code s}: so the store's clock was at {@code s} at some moment
 * between the two. If both clocks run equally fast, then at any later time {@code t} it
 * is between {@code s + (t - t1)} and {@code s + (t - t0)}.
 *
 * <p>
 * Each link has its own sample, because it may lead to another machine. The newest
 * counts, so that a clock that was put back is noticed with the next read.
 */
final class StoreClock {

	private volatile @Nullable Sample sample;

	void sample(long sentNanos, long answeredNanos, long storeMicros) {
		this.sample = new Sample(sentNanos, answeredNanos, storeMicros);
	}

	/** Returns the earliest time that the store's clock may show at the given time. */
	long earliestAt(long nanos) {
		Sample known = this.sample;
		return (known != null) ? known.storeMicros + Math.floorDiv(nanos - known.answeredNanos, 1000) : Long.MIN_VALUE;
	}

	/** Returns the approximate time of the store's clock at the given time. */
	long estimateAt(long nanos) {
		Sample known = this.sample;
		return (known != null)
				? known.storeMicros + (nanos - known.sentNanos - (known.answeredNanos - known.sentNanos) / 2) / 1000
				: 0;
	}

	private record Sample(long sentNanos, long answeredNanos, long storeMicros) {

	}

}
