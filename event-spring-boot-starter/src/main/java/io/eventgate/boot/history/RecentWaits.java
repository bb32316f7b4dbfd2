/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.WaitOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The latest waits for one event, in a ring that the first wait creates, and the recent
 * numbers of waiters. A thousand threads that are released together write without waiting
 * for each other. A concurrent summary may miss some of them.
 */
final class RecentWaits implements EventObserver {

	/** Enough for a p99 that is not the maximum; 2 KiB. */
	static final int SIZE = 256;

	private final AtomicLong count = new AtomicLong();

	private final AtomicReference<@Nullable AtomicLongArray> ring = new AtomicReference<>();

	private final AtomicReference<@Nullable RecentWaiters> waiters = new AtomicReference<>();

	private final LongSupplier nanoTime;

	private final long addedNanos;

	RecentWaits(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.addedNanos = nanoTime.getAsLong();
	}

	@Override
	public Consumer<WaitOutcome> onBlock(Event event) {
		if (this.waiters.get() == null) {
			this.waiters.compareAndSet(null, new RecentWaiters(this.nanoTime, this.addedNanos));
		}
		return Objects.requireNonNull(this.waiters.get()).blocks();
	}

	@Override
	public void onWait(Event event, WaitOutcome outcome, long nanos) {
		if (outcome == WaitOutcome.REJECTED) {
			return; // It did not wait.
		}
		if (this.ring.get() == null) {
			this.ring.compareAndSet(null, new AtomicLongArray(SIZE));
		}
		int place = (int) (this.count.getAndIncrement() % SIZE);
		long nonZero = Math.max(1, nanos); // 0 is an empty place
		Objects.requireNonNull(this.ring.get()).set(place, nonZero);
	}

	Optional<WaitSummary> summarize() {
		AtomicLongArray ring = this.ring.get();
		if (ring == null) {
			return Optional.empty();
		}
		long count = this.count.get();
		long[] sorted = new long[SIZE];
		int known = 0;
		for (int i = 0; i < SIZE; i++) {
			long nanos = ring.get(i);
			if (nanos > 0) {
				sorted[known++] = nanos;
			}
		}
		if (known == 0) {
			return Optional.empty();
		}
		Arrays.sort(sorted, 0, known);
		return Optional.of(new WaitSummary(Math.max(count, known), percentile(sorted, known, 50),
				percentile(sorted, known, 90), percentile(sorted, known, 99), percentile(sorted, known, 100)));
	}

	Optional<WaiterPeaks> peaks() {
		return Optional.ofNullable(this.waiters.get()).map(RecentWaiters::read);
	}

	/** Returns the smallest value that this percentage of the waits does not exceed. */
	private static Duration percentile(long[] sorted, int known, int percent) {
		return Duration.ofNanos(sorted[(known * percent + 99) / 100 - 1]);
	}

}
