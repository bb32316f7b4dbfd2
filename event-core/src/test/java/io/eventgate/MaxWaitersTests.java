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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of the maximum number of waiters.
 */
class MaxWaitersTests {

	private static final int MAX = 3;

	private final LocalEvent event = create(MAX);

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void maximumIsAtLeastOne(int max) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventDefinition.builder("orders").maxWaiters(max))
			.withMessage("maxWaiters must be at least 1 but was " + max);
	}

	@Test
	void eventHasNoMaximumByDefault() {
		assertThat(EventDefinition.of("orders").maxWaiters()).isEmpty();
		assertThat(EventDefinition.builder("orders").maxWaiters(5).build().maxWaiters()).hasValue(5);
		assertThat(EventDefinition.builder("orders").maxWaiters(5).maxWaiters(null).build().maxWaiters()).isEmpty();
	}

	@Test
	void waitBeyondTheMaximumEndsAtOnce() {
		List<Started<Boolean>> waiters = fill();
		assertRefuses();
		assertThat(this.event.getQueueLength()).isEqualTo(MAX);
		assertThat(this.event.getWaitingThreads()).hasSize(MAX);
		this.event.set();
		assertThat(waiters).allMatch(Started::result);
	}

	@Test
	void waitThatDoesNotBlockIsNotRefused() throws InterruptedException {
		List<Started<Boolean>> waiters = fill();
		assertThat(this.event.await(Duration.ZERO)).isFalse();
		this.event.set();
		this.event.await();
		assertThat(this.event.whenSet()).isCompleted();
		assertThat(waiters).allMatch(Started::result);
	}

	@Test
	void releasedWaitersDoNotCount() {
		fill();
		this.event.pulse();
		List<Started<Boolean>> next = fill();
		this.event.pulse();
		assertThat(next).allMatch(Started::result);
	}

	@Test
	void waiterThatGivesUpFreesItsPlace() throws InterruptedException {
		CompletableFuture<Void> cancelled = this.event.whenSet();
		CompletableFuture<Void> completed = this.event.whenSet();
		Started<Boolean> interrupted = Started.run(this.event::await);
		Started.untilWaiting(this.event, MAX);
		assertRefuses();
		cancelled.cancel(false);
		assertThat(this.event.await(1, TimeUnit.NANOSECONDS)).isFalse();
		assertThat(this.event.whenSet()).isNotDone();
		assertRefuses();
		completed.complete(null);
		assertThat(this.event.whenSet()).isNotDone();
		assertRefuses();
		interrupted.thread().interrupt();
		assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
		assertThat(this.event.whenSet()).isNotDone();
		assertRefuses();
	}

	@Test
	void combinedWaitsCountAndAreRefused() throws InterruptedException {
		Event other = Event.create();
		Started<Boolean> any = Started.call(() -> Event.awaitAny(this.event, other).equals(other));
		Started.untilWaiting(this.event, 1);
		Started.untilWaiting(other, 1);
		enter(2);
		assertThatExceptionOfType(TooManyWaitersException.class)
			.isThrownBy(() -> Event.awaitAny(Duration.ofDays(1), this.event, other));
		assertThatExceptionOfType(TooManyWaitersException.class)
			.isThrownBy(() -> Event.awaitAll(Duration.ofDays(1), other, this.event));
		assertThat(other.getQueueLength()).isOne();
		other.set();
		assertThat(any.result()).isTrue();
		assertThat(Event.awaitAny(Duration.ofDays(1), this.event, other)).containsSame(other);
	}

	@Test
	void observersAreNotifiedOfARefusal() {
		List<String> notified = new ArrayList<>();
		this.event.addObserver(new EventObserver() {

			@Override
			public @Nullable Consumer<WaitOutcome> onBlock(Event source) {
				return (outcome) -> notified.add("end " + outcome);
			}

			@Override
			public void onWait(Event source, WaitOutcome outcome, long nanos) {
				notified.add(outcome.toString());
			}

		});
		enter(MAX);
		assertThatExceptionOfType(TooManyWaitersException.class).isThrownBy(this.event::await);
		assertThat(notified).containsExactly("REJECTED", "end REJECTED");
		notified.clear();
		assertThat(this.event.whenSet()).isCompletedExceptionally();
		assertThat(notified).containsExactly("REJECTED", "end REJECTED");
	}

	@Test
	void messageNamesTheEventAndItsWaiters() {
		List<Started<Boolean>> waiters = fill();
		assertThatExceptionOfType(TooManyWaitersException.class).isThrownBy(this.event::await)
			.withMessage("Event[bounded, clear, 3 waiting] has the maximum number of waiters. Wait for it later, "
					+ "or raise its maximum");
		this.event.set();
		assertThat(waiters).allMatch(Started::result);
	}

	@Test
	void placeOfAThreadThatDiesWhileLeavingIsReleased() {
		List<WaiterStackTests.Stub> dead = new ArrayList<>();
		CompletableFuture<Void> first = this.event.whenSet();
		Phase.Waiting phase = (Phase.Waiting) this.event.phase();
		for (int i = 1; i < MAX; i++) {
			WaiterStackTests.Stub stub = new WaiterStackTests.Stub();
			assertThat(phase.enter(phase.threads, stub, MAX)).isTrue();
			dead.add(stub);
		}
		assertRefuses();
		dead.get(0).pending = false;
		for (int i = 0; i <= MAX; i++) {
			assertThat(this.event.whenSet()).isCompletedExceptionally();
		}
		enter(1);
		assertRefuses();
		assertThat(first).isNotDone();
	}

	@Test
	void maximumHoldsInAStormAndNoPlaceIsLost() {
		int max = 7;
		LocalEvent bounded = create(max);
		AtomicBoolean over = new AtomicBoolean();
		List<Started<Boolean>> workers = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			Random random = new Random(i);
			workers.add(Started.run(() -> {
				List<CompletableFuture<Void>> mine = new ArrayList<>();
				for (int step = 0; step < 20_000; step++) {
					step(bounded, random, mine);
				}
				mine.forEach((future) -> future.cancel(false));
			}));
		}
		Started<Boolean> watcher = Started.call(() -> {
			int most = 0;
			while (!over.get()) {
				most = Math.max(most, bounded.getQueueLength());
			}
			return most <= max;
		});
		assertThat(workers).allMatch(Started::result);
		over.set(true);
		assertThat(watcher.result()).isTrue();
		assertThat(bounded.getQueueLength()).isZero();
		for (int i = 0; i < max; i++) {
			assertThat(bounded.whenSet()).isNotDone();
		}
		assertThat(bounded.whenSet()).isCompletedExceptionally();
	}

	private static void step(Event bounded, Random random, List<CompletableFuture<Void>> mine)
			throws InterruptedException {
		switch (random.nextInt(8)) {
			case 0 -> bounded.pulse();
			case 1, 2 -> {
				try {
					bounded.await(1, TimeUnit.NANOSECONDS);
				}
				catch (TooManyWaitersException ex) {
					// The other threads have taken all places.
				}
			}
			case 3, 4, 5 -> mine.add(bounded.whenSet());
			default -> {
				if (!mine.isEmpty()) {
					mine.remove(random.nextInt(mine.size())).cancel(false);
				}
			}
		}
	}

	private static LocalEvent create(int max) {
		return (LocalEvent) Event.create(EventDefinition.builder("bounded").maxWaiters(max).build());
	}

	private void enter(int count) {
		for (int i = 0; i < count; i++) {
			assertThat(this.event.whenSet()).isNotDone();
		}
	}

	private List<Started<Boolean>> fill() {
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < MAX; i++) {
			waiters.add(Started.run(this.event::await));
		}
		Started.untilWaiting(this.event, MAX);
		return waiters;
	}

	private void assertRefuses() {
		assertThatExceptionOfType(TooManyWaitersException.class).isThrownBy(this.event::await);
		assertThatExceptionOfType(TooManyWaitersException.class).isThrownBy(() -> this.event.await(Duration.ofDays(1)));
		assertThatExceptionOfType(TooManyWaitersException.class).isThrownBy(this.event::awaitUninterruptibly);
		assertThat(this.event.whenSet()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(TooManyWaitersException.class);
	}

}
