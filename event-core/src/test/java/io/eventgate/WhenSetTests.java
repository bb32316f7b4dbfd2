/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link LocalEvent#whenSet()}.
 */
@Timeout(60)
class WhenSetTests {

	private final LocalEvent event = new LocalEvent("orders", false);

	/** Released at the end, so that no thread outlives its test. */
	private final CountDownLatch hold = new CountDownLatch(1);

	@AfterEach
	void releaseAll() {
		this.hold.countDown();
	}

	@Test
	void dependentRunsOnceAndInTheThreadThatSets() {
		List<Thread> runners = new ArrayList<>();
		CompletableFuture<Void> dependent = this.event.whenSet().thenRun(() -> runners.add(Thread.currentThread()));
		this.event.set();
		this.event.set();
		this.event.pulse();
		assertThat(dependent).isDone();
		assertThat(runners).containsExactly(Thread.currentThread());
	}

	@Test
	void dependentsThatSetDoNotNest() {
		int count = 10_000;
		Nesting nesting = new Nesting();
		List<CompletableFuture<Void>> dependents = nesting.add(count, LocalEvent::set);
		this.event.set();
		assertThat(dependents).allMatch((dependent) -> dependent.isDone() && !dependent.isCompletedExceptionally());
		assertThat(nesting.runs).hasValue(count);
		assertThat(nesting.deepest).hasValue(1);
	}

	@Test
	void dependentsThatPulseDoNotNest() {
		int count = 10_000;
		Nesting nesting = new Nesting();
		List<CompletableFuture<Void>> dependents = nesting.add(count, LocalEvent::pulse);
		this.event.pulse();
		assertThat(dependents).allMatch((dependent) -> dependent.isDone() && !dependent.isCompletedExceptionally());
		assertThat(nesting.runs).hasValue(count);
		assertThat(nesting.deepest).hasValue(1);
	}

	@Test
	void dependentsThatSwitchAndWaitAgainAllComplete() {
		int count = 1_000;
		List<CompletableFuture<Void>> renewed = new ArrayList<>();
		Nesting nesting = new Nesting();
		List<CompletableFuture<Void>> dependents = nesting.add(count, (event) -> {
			event.clear();
			renewed.add(event.whenSet());
			event.set();
		});
		this.event.set();
		assertThat(dependents).allMatch((dependent) -> dependent.isDone() && !dependent.isCompletedExceptionally());
		assertThat(renewed).hasSize(count).allMatch(CompletableFuture::isDone);
		assertThat(this.event).hasToString("Event[orders, set, 0 waiting]");
	}

	@Test
	void dependentsThatSetDoNotNestWithTwoSetters() {
		CountDownLatch thirdRuns = new CountDownLatch(1);
		CountDownLatch secondRuns = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CompletableFuture<Void> first = this.event.whenSet();
		// The newest future is completed first.
		CompletableFuture<Void> second = this.event.whenSet().thenRun(() -> {
			secondRuns.countDown();
			awaitUninterruptibly(this.hold);
		});
		CompletableFuture<Boolean> third = this.event.whenSet().thenApply((nothing) -> {
			thirdRuns.countDown();
			awaitUninterruptibly(goOn);
			this.event.set();
			return first.isDone();
		});
		Started<Boolean> one = Started.run(this.event::set);
		awaitUninterruptibly(thirdRuns);
		Started<Boolean> other = Started.run(this.event::set);
		awaitUninterruptibly(secondRuns);
		goOn.countDown();
		assertThat(one.result()).isTrue();
		assertThat(first).isCompletedWithValue(null);
		assertThat(third).as("whether the inner set() completed a future of the outer one").isCompletedWithValue(false);
		assertThat(second).isNotDone();
		this.hold.countDown();
		assertThat(other.result()).isTrue();
		assertThat(second).isDone();
	}

	@Test
	void concurrentSettersDoNotNestDependents() {
		int count = 10_000;
		Nesting nesting = new Nesting();
		List<CompletableFuture<Void>> dependents = nesting.add(count, LocalEvent::set);
		CyclicBarrier start = new CyclicBarrier(3);
		List<Started<Boolean>> setters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			setters.add(Started.run(() -> {
				start.await();
				this.event.set();
			}));
		}
		assertThat(setters).allMatch(Started::result);
		assertThat(dependents).allMatch((dependent) -> dependent.isDone() && !dependent.isCompletedExceptionally());
		assertThat(nesting.runs).hasValue(count);
		assertThat(nesting.deepest).hasValue(1);
	}

	@Test
	void blockedDependentBlocksNoOtherThread() {
		List<Started<Boolean>> threads = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			threads.add(Started.run(this.event::await));
		}
		Started<Boolean> combined = Started.call(() -> Event.awaitAll(Duration.ofDays(1), this.event));
		Started.untilWaiting(this.event, 11);
		CountDownLatch runs = new CountDownLatch(1);
		CompletableFuture<Void> blocking = this.event.whenSet().thenRun(() -> {
			runs.countDown();
			awaitUninterruptibly(this.hold);
		});
		Started<Boolean> setter = Started.run(this.event::set);
		awaitUninterruptibly(runs);
		assertThat(threads).allMatch(Started::result);
		assertThat(combined.result()).isTrue();
		assertThat(setter.isDone()).isFalse();
		this.hold.countDown();
		assertThat(setter.result()).isTrue();
		assertThat(blocking).isDone();
	}

	@Test
	void anotherSetCompletesFuturesBehindABlockedDependent() {
		CompletableFuture<Void> heldUp = this.event.whenSet();
		Started<Boolean> setter = setWithADependentThatBlocks();
		this.event.set();
		assertThat(heldUp).isCompletedWithValue(null);
		assertThat(setter.isDone()).isFalse();
	}

	@Test
	void releasedFutureCanNeitherBeCancelledNorFail() throws Exception {
		CompletableFuture<Void> cancelled = this.event.whenSet();
		CompletableFuture<Void> failed = this.event.whenSet();
		CompletableFuture<Void> timedOut = this.event.whenSet();
		Started<Boolean> setter = setWithADependentThatBlocks();
		assertThat(List.of(cancelled, failed, timedOut)).noneMatch(CompletableFuture::isDone);
		assertThat(cancelled.cancel(true)).isFalse();
		assertThat(cancelled).isCompletedWithValue(null);
		assertThat(failed.completeExceptionally(new IllegalStateException("of the test"))).isFalse();
		assertThat(failed).isCompletedWithValue(null);
		assertThat(timedOut.orTimeout(1, TimeUnit.MILLISECONDS).get()).isNull();
		assertThat(setter.isDone()).isFalse();
	}

	@Test
	void detachedFutureCannotBeCancelled() {
		CompletableFuture<Void> future = this.event.whenSet();
		CountDownLatch runs = new CountDownLatch(1);
		CompletableFuture<Void> blocking = this.event.whenSet().exceptionally((failure) -> {
			runs.countDown();
			awaitUninterruptibly(this.hold);
			return null;
		});
		Started<Boolean> closer = Started.run(this.event::shutdown);
		awaitUninterruptibly(runs);
		assertThat(future.cancel(true)).isFalse();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join)
			.withCauseInstanceOf(EventShutdownException.class)
			.withMessageContaining("orders");
		this.hold.countDown();
		assertThat(closer.result()).isTrue();
		assertThat(blocking).isDone();
	}

	@Test
	void cancelledFuturesAreUnlinked() {
		CompletableFuture<Void> oldest = this.event.whenSet();
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < 3_000; i++) {
			futures.add(this.event.whenSet());
		}
		CompletableFuture<Void> newest = this.event.whenSet();
		futures.forEach((future) -> future.cancel(false));
		assertThat(this.event.getQueueLength()).isEqualTo(2);
		assertThat(linked()).isLessThanOrEqualTo(34);
		newest.cancel(false);
		oldest.cancel(false);
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void futureThatEndsByItselfIsUnlinkedAtOnce() {
		assertThat(this.event.whenSet().complete(null)).isTrue();
		assertThat(linked()).isZero();
		assertThat(this.event.whenSet().completeExceptionally(new IllegalStateException("of the test"))).isTrue();
		assertThat(linked()).isZero();
		CompletableFuture<Void> future = this.event.whenSet().orTimeout(1, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join)
			.withCauseInstanceOf(TimeoutException.class);
		Started.until("the future is unlinked", () -> linked() == 0);
	}

	@Test
	void dependentOfACancelledFutureMayCallTheEvent() {
		CompletableFuture<Void> future = this.event.whenSet();
		CompletableFuture<Boolean> dependent = future.handle((nothing, failure) -> {
			this.event.set();
			return this.event.isSet();
		});
		future.cancel(false);
		assertThat(dependent).isCompletedWithValue(true);
	}

	@Test
	void cancellationDuringAPulseHasOneOutcome() {
		int rounds = 3_000;
		CyclicBarrier turn = new CyclicBarrier(2);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < rounds; i++) {
			futures.add(new CompletableFuture<>());
		}
		Started<Integer> canceller = Started.call(() -> {
			int won = 0;
			for (int round = 0; round < rounds; round++) {
				CompletableFuture<Void> future = this.event.whenSet();
				futures.set(round, future);
				turn.await();
				if (future.cancel(false)) {
					won++;
				}
				turn.await();
			}
			return won;
		});
		Started<Boolean> pulser = Started.run(() -> {
			for (int round = 0; round < rounds; round++) {
				turn.await();
				this.event.pulse();
				turn.await();
				assertThat(futures.get(round)).isDone();
			}
		});
		assertThat(pulser.result()).isTrue();
		int cancelled = canceller.result();
		assertThat(futures.stream().filter(CompletableFuture::isCancelled)).hasSize(cancelled);
		assertThat(linked()).isZero();
	}

	@Test
	void futureCreatedWhileTheEventIsSetCompletes() {
		int rounds = 3_000;
		CyclicBarrier turn = new CyclicBarrier(2);
		Started<Boolean> setter = Started.run(() -> {
			for (int round = 0; round < rounds; round++) {
				turn.await();
				this.event.set();
				turn.await();
				this.event.clear();
				turn.await();
			}
		});
		Started<Boolean> maker = Started.run(() -> {
			for (int round = 0; round < rounds; round++) {
				turn.await();
				CompletableFuture<Void> future = this.event.whenSet();
				turn.await();
				// Created before the clear(), hence in the set phase or released by it.
				assertThat(future).isCompletedWithValue(null);
				turn.await();
			}
		});
		assertThat(setter.result()).isTrue();
		assertThat(maker.result()).isTrue();
	}

	@Test
	void failingListenerDoesNotAffectTheFuture() {
		this.event.addObserver(new EventObserver() {

			@Override
			public void onWait(Event source, WaitOutcome outcome, long nanos) {
				throw new IllegalStateException("of the test");
			}

		});
		CompletableFuture<Void> future = this.event.whenSet();
		assertThatNoException().isThrownBy(this.event::set);
		assertThat(future).isCompletedWithValue(null);
	}

	/**
	 * Sets the event in a thread that a dependent of the newest future blocks afterwards.
	 */
	private Started<Boolean> setWithADependentThatBlocks() {
		CountDownLatch runs = new CountDownLatch(1);
		CompletableFuture<Void> blocking = this.event.whenSet().thenRun(() -> {
			runs.countDown();
			awaitUninterruptibly(this.hold);
		});
		Started<Boolean> setter = Started.run(this.event::set);
		awaitUninterruptibly(runs);
		assertThat(blocking).isNotDone();
		return setter;
	}

	private int linked() {
		return (this.event.phase() instanceof Phase.Waiting waiting) ? WaiterStackTests.linked(waiting.futures) : 0;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Counts how deeply dependents are nested. */
	private final class Nesting {

		private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

		final AtomicInteger deepest = new AtomicInteger();

		final AtomicInteger runs = new AtomicInteger();

		List<CompletableFuture<Void>> add(int count, Consumer<LocalEvent> action) {
			List<CompletableFuture<Void>> dependents = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				dependents.add(WhenSetTests.this.event.whenSet().thenRun(() -> {
					int depth = this.depth.get() + 1;
					this.depth.set(depth);
					this.deepest.accumulateAndGet(depth, Math::max);
					this.runs.incrementAndGet();
					try {
						action.accept(WhenSetTests.this.event);
					}
					finally {
						this.depth.set(depth - 1);
					}
				}));
			}
			return dependents;
		}

	}

}
