package io.eventgate.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of the store's clock. A read that was sent at {@code t0} and
 * answered at {@code t1} showed {@code s}: so the store's clock stood at {@code s} at
 * some moment between the two. As long as both clocks run equally fast, and whatever they
 * show, at any later time {@code t} it stands between {@code s + (t - t1)} and
 * {@code s + (t - t0)}.
 *
 * <p>
 * Each link has its own sample, as it may lead to another machine; the newest counts, so
 * that a clock that was put back is noticed with the next read.
 */
final class StoreClock {

	private volatile @Nullable Sample sample;

	void sample(long sentNanos, long answeredNanos, long storeMicros) {
		this.sample = new Sample(sentNanos, answeredNanos, storeMicros);
	}

	/** The earliest that the store's clock may show at the time. */
	long earliestAt(long nanos) {
		Sample known = this.sample;
		return (known != null) ? known.storeMicros + Math.floorDiv(nanos - known.answeredNanos, 1000) : Long.MIN_VALUE;
	}

	/** What the store's clock shows at the time, more or less. */
	long estimateAt(long nanos) {
		Sample known = this.sample;
		return (known != null)
				? known.storeMicros + (nanos - known.sentNanos - (known.answeredNanos - known.sentNanos) / 2) / 1000
				: 0;
	}

	private record Sample(long sentNanos, long answeredNanos, long storeMicros) {

	}

}
