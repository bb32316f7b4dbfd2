/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.eventgate.EventObserver;
import io.eventgate.WaitOutcome;

/**
 * Maximum numbers of waiters of one event, threads and futures, in each of the latest
 * time steps. Created by the first wait that blocks.
 */
final class RecentWaiters implements Consumer<WaitOutcome> {

	/*
	 * `latest` packs the number of the last observed step and the number of waiters. Both
	 * change by atomic operations on one long, so each change of the count belongs to one
	 * step. Step s is at index s modulo STEPS of `peaks`, which packs s and the peak in
	 * the same form: as a number, a later step exceeds any peak of an earlier one, so the
	 * elements of `peaks` only grow. It follows:
	 *
	 * (1) A thread that enters, leaves or reads first handles the steps that have begun
	 * since `latest`. The number of waiters was constant in them. It raises their peaks
	 * to that number, and only then advances `latest`. So the peaks of all steps up to
	 * `latest` are complete, even if a thread fails in between.
	 *
	 * (2) A wait counts from before the event has the waiter until accept(). So a peak is
	 * never too low. It is too high by the threads that at that moment were about to
	 * block, or were released and had not run yet; a thread that waits again has run.
	 * Event.getQueueLength() would be exact, but a wait that begins and ends between two
	 * reads of it would be missed.
	 *
	 * (3) Only the wait that was counted calls accept() at its end. So the count is not
	 * negative, even if there were waiters before the first call, and is 0 without
	 * waiters. A wait that fails with an exhausted stack before it blocks may remain
	 * counted.
	 *
	 * (4) A step ends when the first thread enters, leaves or reads after it has read the
	 * clock. A thread that is suspended right after reading the clock may count in a
	 * later step.
	 *
	 * (5) No thread waits for another one. A released thread writes once, a blocking one
	 * once or twice, and the first one in a step also writes the steps without a change.
	 */

	static final Duration STEP = Duration.ofSeconds(10);

	static final int STEPS = 60;

	private final LongSupplier nanoTime;

	/** The beginning of step 0. */
	private final long beganNanos;

	private final AtomicLong latest = new AtomicLong();

	private final AtomicLongArray peaks = new AtomicLongArray(STEPS);

	RecentWaiters(LongSupplier nanoTime, long beganNanos) {
		this.nanoTime = nanoTime;
		this.beganNanos = beganNanos;
	}

	/**
	 * Counts a wait, before it blocks.
	 * @return the consumer of its outcome, see {@link EventObserver#onBlock}
	 */
	Consumer<WaitOutcome> blocks() {
		moveOn(elapsed());
		raise(this.latest.incrementAndGet());
		return this;
	}

	@Override
	public void accept(WaitOutcome outcome) {
		moveOn(elapsed());
		this.latest.decrementAndGet();
	}

	WaiterPeaks read() {
		List<Integer> read = new ArrayList<>(STEPS);
		while (true) {
			long elapsed = elapsed();
			int last = moveOn(elapsed);
			int first = firstUntil(last);
			for (int step = first; step <= last; step++) {
				long peak = this.peaks.get(step % STEPS);
				if (step(peak) == step) {
					read.add(waiters(peak));
				}
			}
			if (read.size() == last - first + 1) {
				return new WaiterPeaks(Instant.now().minusNanos(elapsed - first * STEP.toNanos()), STEP,
						List.copyOf(read));
			}
			read.clear(); // Another step has begun and has overwritten the first one.
		}
	}

	private long elapsed() {
		return this.nanoTime.getAsLong() - this.beganNanos;
	}

	/** Returns the running step. */
	private int moveOn(long elapsed) {
		int running = (int) (elapsed / STEP.toNanos());
		long before = this.latest.get();
		while (step(before) < running) {
			for (int step = Math.max(step(before) + 1, firstUntil(running)); step <= running; step++) {
				raise(pack(step, waiters(before)));
			}
			this.latest.compareAndSet(before, pack(running, waiters(before)));
			before = this.latest.get();
		}
		return step(before);
	}

	private void raise(long peak) {
		int place = step(peak) % STEPS;
		long before = this.peaks.get(place);
		while (before < peak && !this.peaks.compareAndSet(place, before, peak)) {
			before = this.peaks.get(place);
		}
	}

	/** Returns the first step that is kept until the end of the last one. */
	private static int firstUntil(int last) {
		return Math.max(0, last - STEPS + 1);
	}

	private static long pack(int step, int waiters) {
		return ((long) step << Integer.SIZE) | waiters;
	}

	private static int step(long packed) {
		return (int) (packed >>> Integer.SIZE);
	}

	private static int waiters(long packed) {
		return (int) packed;
	}

}
