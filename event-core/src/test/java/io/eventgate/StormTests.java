package io.eventgate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads at one event, for about a second each. What must never happen is checked;
 * what happens how often is left to chance.
 */
@Timeout(120)
class StormTests {

	private static final long DURATION_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

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
	void nobodyIsStrandedWhateverHappensTogether() {
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
		// One set() each, and nothing else any more, must be enough.
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
			// One way to end a wait.
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
		for (int i = random.nextInt(200); i > 0; i--) {
			Thread.onSpinWait();
		}
	}

	@Test
	void waitThatWasCountedAsReleasedReturnsTrueAndNoneDoesWithoutAPulse() {
		AtomicLong counted = new AtomicLong();
		this.event.addListener(new EventListener() {

			@Override
			public void onTransition(Event source, Transition transition) {
				counted.addAndGet(transition.released());
			}

		});
		AtomicLong begun = new AtomicLong();
		AtomicLong done = new AtomicLong();
		List<Started<Long>> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Random random = new Random(i);
			waiters.add(Started.call(() -> {
				long released = 0;
				while (!isOver()) {
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
		while (!isOver()) {
			begun.incrementAndGet();
			this.event.pulse();
			done.incrementAndGet();
			for (int i = random.nextInt(2_000); i > 0; i--) {
				Thread.onSpinWait();
			}
		}
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
	void waitsThatFailByTheMillionLeaveNothingBehind() {
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
	void cancellationsThatRaceAtTheTopJamNobody() {
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

	/**
	 * The producer adds and sets, the consumer clears and drains; an event that is found
	 * clear in the end must have been drained. A set() that only reads lets the
	 * producer's write pass that read.
	 */
	@Test
	void setOnASetEventPublishes() throws Exception {
		int batch = 1_000;
		LocalEvent[] events = new LocalEvent[batch];
		for (int i = 0; i < batch; i++) {
			events[i] = new LocalEvent(null, true);
		}
		int[] added = new int[batch];
		int[] drained = new int[batch];
		AtomicInteger arrived = new AtomicInteger();
		CyclicBarrier turn = new CyclicBarrier(2);
		while (!isOver()) {
			arrived.set(0);
			Started<Boolean> producer = Started.run(() -> {
				for (int repeat = 0; repeat < 30; repeat++) {
					turn.await();
					arriveTogether(arrived);
					for (int i = 0; i < batch; i++) {
						added[i] = 1;
						events[i].set();
					}
					turn.await();
				}
			});
			for (int repeat = 0; repeat < 30; repeat++) {
				arrived.set(0);
				turn.await();
				arriveTogether(arrived);
				for (int i = 0; i < batch; i++) {
					events[i].clear();
					drained[i] = added[i];
				}
				turn.await();
				for (int i = 0; i < batch; i++) {
					assertThat(events[i].isSet() || drained[i] == 1).as("what was added before a set() is seen")
						.isTrue();
					events[i].set();
					added[i] = 0;
				}
			}
			assertThat(producer.result()).isTrue();
		}
	}

	private static void arriveTogether(AtomicInteger arrived) {
		arrived.incrementAndGet();
		while (arrived.get() < 2) {
			Thread.onSpinWait();
		}
	}

	private boolean isOver() {
		return System.nanoTime() - this.start > DURATION_NANOS;
	}

}
