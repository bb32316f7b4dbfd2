package io.eventgate.boot.waits;

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
 * The most that waited at one event at once, threads and futures, in each of the latest
 * steps of time. Made by the first wait that blocks.
 */
final class RecentWaiters implements Consumer<WaitOutcome> {

	/*
	 * All is in `latest`: the step that was running when somebody looked last, and how
	 * many waited then. Both change by atomic operations on one number, so each change of
	 * the count belongs to one step. Step s has the place s modulo STEPS in `peaks`,
	 * which holds s and the peak in the same form: compared as numbers, a later step
	 * outdoes any peak of an earlier one, and places only ever grow. From that:
	 *
	 * (1) Whoever comes or goes takes note first of the steps that have begun since
	 * somebody looked last: as many waited throughout as did then, for nobody came or
	 * went. He raises their peaks to that, and only then moves `latest` on. So the peaks
	 * of all steps up to the one in `latest` are there, whoever dies on the way.
	 *
	 * (2) A wait counts from before it can be seen at the event until it has said that it
	 * is over. So a peak is never too low. It is too high by those who at that moment
	 * were about to block, or were released already and had not run yet; a thread that
	 * waits again has run. Event.getQueueLength() would be exact, but it walks through
	 * all who wait, which would make n arrivals cost n^2.
	 *
	 * (3) Who counted a wait is told of its end, by accept(), and nobody else is. So the
	 * count is not below 0, whatever else waited when this began to listen, and is 0 when
	 * nobody waits. A wait that dies of an exhausted stack before it blocks may count for
	 * ever.
	 *
	 * (4) A step ends when the first one who comes, goes or reads after it has looked at
	 * the clock; a thread that is suspended right after its look may count in a step that
	 * began meanwhile.
	 *
	 * (5) Nobody waits for anybody. A thread that is released writes once, one that
	 * blocks once or twice, and the first one in a step writes the steps that were
	 * missed.
	 */

	static final Duration STEP = Duration.ofSeconds(10);

	static final int STEPS = 60;

	private final LongSupplier nanoTime;

	/** When step 0 began. */
	private final long beganNanos;

	private final AtomicLong latest = new AtomicLong();

	private final AtomicLongArray peaks = new AtomicLongArray(STEPS);

	RecentWaiters(LongSupplier nanoTime, long beganNanos) {
		this.nanoTime = nanoTime;
		this.beganNanos = beganNanos;
	}

	/**
	 * A wait is going to block.
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
			read.clear(); // Another step has begun, in the place of the first one.
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

	/** The first step that is remembered as long as the last one runs. */
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
