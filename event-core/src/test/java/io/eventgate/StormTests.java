/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stress tests with many threads on one event, for about a second each. They check
 * invariants only; how often each interleaving occurs is up to chance.
 */
@Timeout(120)
class StormTests {

	private static final long DURATION_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

	private final LocalEvent event = new LocalEvent("storm", false);

	private final LocalEvent other = new LocalEvent("other", false);

	private final long start = System.nanoTime();

	@Test
	void everyWaiterIsReleasedByEveryPulse() {
		int waiters = 8;
		int rounds = 1_500;
		List<Started<Boolean>> threads = new ArrayList<>();
		for (int i = 0; i < waiters; i++) {
			boolean timed = i % 2 == 0;
			threads.add(Started.run(() -> {
				for (int round = 0; round < rounds; round++) {
					if (timed) {
						assertThat(this.event.await(1, TimeUnit.DAYS)).isTrue();
					}
					else {
						this.event.await();
					}
				}
			}));
		}
		for (int round = 0; round < rounds; round++) {
			Started.untilWaiting(this.event, waiters);
			this.event.pulse();
		}
		assertThat(threads).allMatch(Started::result);
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void noWaiterIsLostUnderRandomCalls() {
		List<Started<Boolean>> waiters = new ArrayList<>();
		AtomicInteger ended = new AtomicInteger();
		for (int i = 0; i < 8; i++) {
			Random random = new Random(i);
			waiters.add(Started.run(() -> {
				while (!isOver()) {
					waitSomehow(random);
				}
				ended.incrementAndGet();
			}));
		}
		List<Started<Boolean>> switchers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Random random = new Random(100 + i);
			switchers.add(Started.run(() -> {
				while (!isOver()) {
					switchSomehow(random, waiters.get(random.nextInt(waiters.size())).thread());
				}
			}));
		}
		assertThat(switchers).allMatch(Started::result);
		// From now on, one set() for each event must be enough.
		this.event.set();
		this.other.set();
		assertThat(waiters).allMatch(Started::result);
		assertThat(ended).hasValue(waiters.size());
		for (LocalEvent each : List.of(this.event, this.other)) {
			assertThat(each.getQueueLength()).isZero();
			each.set();
			assertThat(each.phase()).isSameAs(Phase.SET);
		}
	}

	private void waitSomehow(Random random) {
		try {
			switch (random.nextInt(8)) {
				case 0 -> this.event.await();
				case 1 -> this.event.awaitUninterruptibly();
				case 2 -> this.event.whenSet().get();
				case 3 -> {
					CompletableFuture<Void> future = this.event.whenSet();
					if (random.nextBoolean()) {
						Thread.onSpinWait();
					}
					future.cancel(false);
				}
				case 4 -> Event.awaitAny(Duration.ofNanos(random.nextInt(100_000)), this.event, this.other);
				case 5 -> Event.awaitAll(Duration.ofNanos(random.nextInt(100_000)), this.event, this.other);
				default -> this.event.await(random.nextInt(100_000), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			// One of the ways to end a wait.
		}
		catch (java.util.concurrent.ExecutionException ex) {
			throw new AssertionError(ex);
		}
	}

	private void switchSomehow(Random random, Thread waiter) {
		LocalEvent each = random.nextBoolean() ? this.event : this.other;
		switch (random.nextInt(6)) {
			case 0 -> each.set();
			case 1, 2 -> each.clear();
			case 3 -> waiter.interrupt();
			default -> each.pulse();
		}
		spin(random.nextInt(200));
	}

	@Test
	void exactlyTheReleasedWaitsReturnTrue() {
		AtomicLong counted = new AtomicLong();
		this.event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				counted.addAndGet(transition.released());
			}

		});
		AtomicLong begun = new AtomicLong();
		AtomicLong done = new AtomicLong();
		List<Started<Long>> waiters = new ArrayList<>();
		AtomicBoolean over = new AtomicBoolean();
		for (int i = 0; i < 3; i++) {
			Random random = new Random(i);
			waiters.add(Started.call(() -> {
				long released = 0;
				while (!over.get()) {
					long before = done.get();
					if (this.event.await(random.nextInt(60_000), TimeUnit.NANOSECONDS)) {
						released++;
						assertThat(begun.get()).as("pulses begun when a wait was over").isGreaterThan(before);
					}
				}
				return released;
			}));
		}
		Random random = new Random(10);
		// Longer on a machine that was suspended and released no waiter yet.
		while (!isOver() || (counted.get() == 0 && !isPast(PATIENCE_NANOS))) {
			begun.incrementAndGet();
			this.event.pulse();
			done.incrementAndGet();
			spin(random.nextInt(2_000));
		}
		over.set(true);
		long released = waiters.stream().mapToLong(Started::result).sum();
		assertThat(released).isGreaterThanOrEqualTo(counted.get());
		assertThat(counted).hasPositiveValue();
	}

	@Test
	void waitOnAnEventThatStaysSetNeverFails() {
		this.event.set();
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			waiters.add(Started.run(() -> {
				for (int round = 0; round < 100_000; round++) {
					assertThat(this.event.await(1, TimeUnit.NANOSECONDS)).isTrue();
				}
			}));
		}
		for (int round = 0; round < 100_000; round++) {
			this.event.set();
		}
		assertThat(waiters).allMatch(Started::result);
	}

	@Test
	void millionFailedWaitsAreUnlinked() {
		Started<Boolean> standing = Started.run(this.event::await);
		Started.untilWaiting(this.event, 1);
		List<Started<Boolean>> passing = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			passing.add(Started.run(() -> {
				for (int round = 0; round < 250_000; round++) {
					assertThat(this.event.await(1, TimeUnit.NANOSECONDS)).isFalse();
				}
			}));
		}
		assertThat(passing).allMatch(Started::result);
		assertThat(this.event.getQueueLength()).isOne();
		assertThat(WaiterStackTests.linked(((Phase.Waiting) this.event.phase()).threads)).isLessThanOrEqualTo(33);
		this.event.pulse();
		assertThat(standing.result()).isTrue();
	}

	@Test
	void concurrentCancellationsBlockNoThread() {
		Started<Boolean> standing = Started.run(this.event::await);
		Started.untilWaiting(this.event, 1);
		int rounds = 3_000;
		CyclicBarrier turn = new CyclicBarrier(2);
		List<Started<Boolean>> cancellers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			cancellers.add(Started.run(() -> {
				for (int round = 0; round < rounds; round++) {
					CompletableFuture<Void> future = this.event.whenSet();
					turn.await();
					assertThat(future.cancel(false)).isTrue();
					turn.await();
					assertThat(this.event.getQueueLength()).isOne();
					turn.await();
				}
			}));
		}
		assertThat(cancellers).allMatch(Started::result);
		assertThat(WaiterStackTests.linked(((Phase.Waiting) this.event.phase()).futures)).isLessThanOrEqualTo(32);
		CompletableFuture<Void> late = this.event.whenSet();
		this.event.pulse();
		assertThat(standing.result()).isTrue();
		assertThat(late).isCompletedWithValue(null);
	}

	@Test
	void threadThatEntersWhileTheEventIsSetDoesNotSleep() {
		Pair pair = new Pair();
		Random random = new Random(20);
		pair.run(() -> {
			spin(random.nextInt(100));
			this.event.set();
		}, this.event::await, this.event::clear);
	}

	@Test
	void threadThatEntersDuringAPulseDoesNotSleep() {
		Pair pair = new Pair();
		Random random = new Random(21);
		pair.run(() -> {
			spin(random.nextInt(100));
			this.event.pulse();
			// The last pulse releases a waiter that missed the one before.
			this.event.set();
		}, this.event::await, this.event::clear);
	}

	/**
	 * The producer adds and sets; the consumer clears and drains. If the event is clear
	 * in the end, everything must have been drained. If set() only read the flag, the
	 * producer's write could be reordered after that read.
	 */
	@Test
	void setOnASetEventPublishes() {
		boolean[] added = new boolean[1];
		boolean[] drained = new boolean[1];
		Random random = new Random(22);
		this.event.set();
		new Pair().run(() -> {
			added[0] = true;
			this.event.set();
		}, () -> {
			spin(random.nextInt(8));
			this.event.clear();
			drained[0] = added[0];
		}, () -> {
			assertThat(this.event.isSet() || drained[0]).as("a write before set() is visible").isTrue();
			added[0] = false;
			this.event.set();
		});
	}

	private static void spin(int times) {
		for (int i = times; i > 0; i--) {
			Thread.onSpinWait();
		}
	}

	private boolean isOver() {
		return isPast(DURATION_NANOS);
	}

	private boolean isPast(long nanos) {
		return System.nanoTime() - this.start > nanos;
	}

	/** Two threads that act almost simultaneously, as often as time allows. */
	private final class Pair {

		private final AtomicInteger arrivals = new AtomicInteger();

		private volatile boolean over;

		/**
		 * Runs one action in each thread, then {@code after} in one of them, and again.
		 */
		void run(Started.Action one, Started.Action other, Started.Action after) {
			Started<Boolean> first = Started.run(() -> repeat(one, () -> this.over = isOver()));
			Started<Boolean> second = Started.run(() -> repeat(other, after));
			assertThat(second.result()).isTrue();
			assertThat(first.result()).isTrue();
		}

		private void repeat(Started.Action action, Started.Action after) throws Exception {
			int meetings = 0;
			while (!this.over) {
				meet(++meetings);
				action.run();
				meet(++meetings);
				after.run();
				meet(++meetings);
			}
		}

		/** Spins, because a thread that has to be woken would be too late. */
		@SuppressWarnings("ThreadPriorityCheck") // yields because the machine may be busy
		private void meet(int meeting) {
			this.arrivals.incrementAndGet();
			for (int spins = 1; this.arrivals.get() < 2 * meeting; spins++) {
				Thread.onSpinWait();
				if (spins % 1_000 == 0) {
					Thread.yield();
					if (isPast(PATIENCE_NANOS)) {
						throw new AssertionError("The other thread did not arrive within 30 s");
					}
				}
			}
		}

	}

}
