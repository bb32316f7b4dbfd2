/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Contract tests for implementations of {@link Event}. A subclass creates the events; all
 * events of one test can be combined.
 * <p>
 * No test measures speed. Calls that must not hang have a generous time limit.
 *
 * @since 0.1.0
 */
@Timeout(60)
public abstract class AbstractEventContractTests {

	/**
	 * Creates the event under test.
	 * @param initiallySet whether it is initially set
	 * @return a new event that only this test uses
	 */
	protected abstract Event createEvent(boolean initiallySet);

	// State

	@Test
	void newEventIsClear() {
		assertThat(createEvent(false).isSet()).isFalse();
	}

	@Test
	void newEventIsSetIfAsked() {
		assertThat(createEvent(true).isSet()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void newEventHasNoWaiterAndIsNotShutDown(boolean set) {
		Event event = createEvent(set);
		assertThat(event.getQueueLength()).isZero();
		assertThat(event.getWaitingThreads()).isEmpty();
		assertThat(event.getLongestWait()).isEmpty();
		assertThat(event.isShutdown()).isFalse();
	}

	@Test
	void setAndClearAreIdempotent() {
		Event event = createEvent(false);
		for (int round = 0; round < 3; round++) {
			event.set();
			event.set();
			assertThat(event.isSet()).isTrue();
			event.clear();
			event.clear();
			assertThat(event.isSet()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void pulseLeavesTheEventClear(boolean set) throws InterruptedException {
		Event event = createEvent(set);
		event.pulse();
		assertThat(event.isSet()).isFalse();
		assertThat(event.await(0, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void toStringFollowsTheState() {
		Event event = createEvent(false);
		assertThat(event.toString()).contains("clear").doesNotContain("set");
		event.set();
		assertThat(event.toString()).contains("set").doesNotContain("clear");
		event.clear();
		Started<Boolean> waiter = Started.run(event::await);
		Started.untilWaiting(event, 1);
		assertThat(event.toString()).contains("clear", "1");
		event.shutdown();
		assertThat(event.toString()).contains("shut down");
		assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class);
	}

	@Test
	void isNotSerializable() {
		Event event = createEvent(false);
		assertThat(event).isNotInstanceOf(Serializable.class);
		assertThatExceptionOfType(NotSerializableException.class)
			.isThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(event));
	}

	// Release

	@ParameterizedTest
	@EnumSource
	void waitOnSetEventReturnsAtOnce(Wait wait) throws Exception {
		Event event = createEvent(true);
		for (int i = 0; i < 2; i++) {
			assertThat(wait.at(event)).isTrue();
		}
		assertThat(event.getQueueLength()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void waitOnClearEventBlocksUntilItIsSet(Wait wait) {
		Event event = createEvent(false);
		Started<Boolean> waiter = start(wait, event);
		assertThat(waiter.isDone()).isFalse();
		event.set();
		assertThat(waiter.result()).isTrue();
		assertThat(event.getQueueLength()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void waitOnEventThatWasSetAndClearedBlocks(Wait wait) {
		Event event = createEvent(true);
		event.clear();
		Started<Boolean> waiter = start(wait, event);
		assertThat(waiter.isDone()).isFalse();
		event.set();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void setReleasesAllWaiters() {
		Event event = createEvent(false);
		List<Started<Boolean>> waiters = startAll(event, 50);
		event.set();
		assertThat(waiters).allMatch(Started::result);
		assertThat(event.isSet()).isTrue();
		assertThat(event.getQueueLength()).isZero();
	}

	@Test
	void setFollowedByClearReleasesAllWaiters() {
		Event event = createEvent(false);
		for (int round = 0; round < 40; round++) {
			List<Started<Boolean>> waiters = startAll(event, 10);
			event.set();
			event.clear();
			assertThat(waiters).allMatch(Started::result);
			assertThat(event.isSet()).isFalse();
		}
	}

	@Test
	void pulseReleasesAllWaiters() {
		Event event = createEvent(false);
		for (int round = 0; round < 40; round++) {
			List<Started<Boolean>> waiters = startAll(event, 10);
			event.pulse();
			assertThat(waiters).allMatch(Started::result);
			assertThat(event.isSet()).isFalse();
		}
	}

	@Test
	void pulseDoesNotReleaseALaterWaiter() {
		Event event = createEvent(false);
		Started<Boolean> early = start(Wait.PLAIN, event);
		event.pulse();
		Started<Boolean> late = start(Wait.PLAIN, event);
		assertThat(early.result()).isTrue();
		assertThat(late.isDone()).isFalse();
		assertThat(event.getQueueLength()).isOne();
		event.pulse();
		assertThat(late.result()).isTrue();
	}

	@Test
	void clearReleasesNoThread() {
		Event event = createEvent(false);
		Started<Boolean> waiter = start(Wait.PLAIN, event);
		event.clear();
		LockSupport.unpark(waiter.thread());
		assertThat(event.getQueueLength()).isOne();
		assertThat(waiter.isDone()).isFalse();
		event.set();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void setReleasesAWaiterThatEntersConcurrently() {
		Event event = createEvent(false);
		CyclicBarrier start = new CyclicBarrier(2);
		int rounds = 3_000;
		Started<Boolean> waiter = Started.run(() -> {
			for (int round = 0; round < rounds; round++) {
				start.await();
				event.await();
				event.clear();
			}
		});
		Started<Boolean> setter = Started.run(() -> {
			for (int round = 0; round < rounds; round++) {
				start.await();
				event.set();
			}
		});
		assertThat(setter.result()).isTrue();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void twoThreadsThatTakeTurnsSeeEachOthersWrites() {
		Event ping = createEvent(false);
		Event pong = createEvent(false);
		int[] turns = new int[1];
		int rounds = 2_000;
		Started<Boolean> one = Started.run(() -> takeTurns(rounds, ping, pong, turns));
		Started<Boolean> other = Started.run(() -> takeTurns(rounds, pong, ping, turns));
		ping.set();
		assertThat(one.result()).isTrue();
		assertThat(other.result()).isTrue();
		assertThat(turns).containsExactly(2 * rounds);
	}

	private static void takeTurns(int rounds, Event mine, Event other, int[] turns) throws Exception {
		for (int round = 0; round < rounds; round++) {
			mine.await();
			mine.clear();
			turns[0]++;
			other.set();
		}
	}

	// Time-outs

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void timeoutThatIsNotPositiveDoesNotBlock(long timeout) throws InterruptedException {
		Event event = createEvent(false);
		for (TimeUnit unit : TimeUnit.values()) {
			assertThat(event.await(timeout, unit)).isFalse();
		}
		assertThat(event.await(Duration.ofSeconds(timeout))).isFalse();
		assertThat(event.await(Duration.ofNanos(timeout))).isFalse();
		event.set();
		assertThat(event.await(timeout, TimeUnit.DAYS)).isTrue();
		assertThat(event.await(Duration.ofSeconds(timeout))).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void longestTimeoutOfAUnitBlocks(TimeUnit unit) {
		Event event = createEvent(false);
		Started<Boolean> waiter = Started.call(() -> event.await(Long.MAX_VALUE, unit));
		Started.untilWaiting(event, 1);
		LockSupport.unpark(waiter.thread());
		assertThat(event.getQueueLength()).isOne();
		event.set();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void longestDurationBlocks() {
		Event event = createEvent(false);
		Started<Boolean> waiter = Started.call(() -> event.await(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)));
		Started.untilWaiting(event, 1);
		LockSupport.unpark(waiter.thread());
		assertThat(event.getQueueLength()).isOne();
		event.set();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void timedWaitReturnsFalseAndNeverEarly() throws InterruptedException {
		Event event = createEvent(false);
		for (long nanos : new long[] { 1, 1_000, 100_000, 1_000_000, 3_000_000, 20_000_000 }) {
			long start = System.nanoTime();
			assertThat(event.await(nanos, TimeUnit.NANOSECONDS)).isFalse();
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
			start = System.nanoTime();
			assertThat(event.await(Duration.ofNanos(nanos))).isFalse();
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
		}
		assertThat(event.getQueueLength()).isZero();
	}

	@Test
	void timedWaitCountsInItsUnit() throws InterruptedException {
		Event event = createEvent(false);
		long start = System.nanoTime();
		assertThat(event.await(20, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
	}

	@Test
	void timedOutWaitsDoNotAffectOtherWaiters() {
		Event event = createEvent(false);
		List<Started<Boolean>> standing = new ArrayList<>();
		List<Started<Boolean>> passing = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			passing.add(Started.call(() -> event.await(1, TimeUnit.MILLISECONDS)));
			standing.add(Started.call(() -> event.await(1, TimeUnit.DAYS)));
		}
		assertThat(passing).noneMatch(Started::result);
		Started.untilWaiting(event, standing.size());
		assertThat(standing).noneMatch(Started::isDone);
		event.pulse();
		assertThat(standing).allMatch(Started::result);
	}

	// Interruption

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitOfAnInterruptedThreadThrowsAndClearsTheStatus(boolean set) {
		Event event = createEvent(set);
		List<Started.Action> waits = List.of(event::await, () -> event.await(1, TimeUnit.HOURS),
				() -> event.await(Duration.ofHours(1)), () -> event.await(0, TimeUnit.SECONDS),
				() -> event.await(Duration.ofSeconds(-1)));
		for (Started.Action wait : waits) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(wait::run);
			assertThat(Thread.interrupted()).isFalse();
		}
		assertThat(event.getQueueLength()).isZero();
		assertThat(event.isSet()).isEqualTo(set);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNINTERRUPTIBLE")
	void waiterThatIsInterruptedThrowsAndClearsTheStatus(Wait wait) {
		Event event = createEvent(false);
		Started<Boolean> other = start(Wait.PLAIN, event);
		Started<Boolean> waiter = Started.call(() -> {
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> wait.at(event));
			return Thread.currentThread().isInterrupted();
		});
		Started.untilWaiting(event, 2);
		waiter.thread().interrupt();
		assertThat(waiter.result()).isFalse();
		assertThat(event.getQueueLength()).isOne();
		assertThat(other.isDone()).isFalse();
		event.set();
		assertThat(other.result()).isTrue();
	}

	@Test
	void interruptThatRacesWithSetIsNeverSwallowed() {
		Event event = createEvent(false);
		for (int round = 0; round < 300; round++) {
			Started<Boolean> waiter = Started.call(() -> {
				try {
					event.await();
					// Released; the status must be set already or be set soon.
					Started.until("the interrupt has come", Thread.currentThread()::isInterrupted);
					return true;
				}
				catch (InterruptedException ex) {
					return !Thread.currentThread().isInterrupted();
				}
			});
			Started.untilWaiting(event, 1);
			Started<Boolean> interrupter = Started.run(waiter.thread()::interrupt);
			event.pulse();
			assertThat(interrupter.result()).isTrue();
			assertThat(waiter.result()).isTrue();
		}
		assertThat(event.getQueueLength()).isZero();
	}

	@Test
	void uninterruptibleWaitGoesOnAndRestoresTheStatus() {
		Event event = createEvent(false);
		Started<Boolean> waiter = Started.call(() -> {
			event.awaitUninterruptibly();
			return Thread.currentThread().isInterrupted();
		});
		Started.untilWaiting(event, 1);
		for (int i = 0; i < 3; i++) {
			waiter.thread().interrupt();
			Started.until("the interrupt was taken", () -> !waiter.thread().isInterrupted());
			assertThat(event.getQueueLength()).isOne();
		}
		assertThat(waiter.isDone()).isFalse();
		event.pulse();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void uninterruptibleWaitKeepsTheStatusThatItFound() {
		Event event = createEvent(false);
		Started<Boolean> blocked = Started.call(() -> {
			Thread.currentThread().interrupt();
			event.awaitUninterruptibly();
			return Thread.currentThread().isInterrupted();
		});
		Started.untilWaiting(event, 1);
		event.set();
		assertThat(blocked.result()).isTrue();
		Thread.currentThread().interrupt();
		event.awaitUninterruptibly();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void uninterruptibleWaitThatWasNotInterruptedLeavesTheStatusAlone() {
		Event event = createEvent(false);
		Started<Boolean> waiter = Started.call(() -> {
			event.awaitUninterruptibly();
			return Thread.currentThread().isInterrupted();
		});
		Started.untilWaiting(event, 1);
		event.set();
		assertThat(waiter.result()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void strayUnparkEndsNoWait(Wait wait) {
		Event event = createEvent(false);
		Started<Boolean> waiter = Started.call(() -> {
			LockSupport.unpark(Thread.currentThread());
			return wait.at(event);
		});
		Started.untilWaiting(event, 1);
		for (int i = 0; i < 100; i++) {
			LockSupport.unpark(waiter.thread());
		}
		assertThat(waiter.isDone()).isFalse();
		assertThat(event.getQueueLength()).isOne();
		event.pulse();
		assertThat(waiter.result()).isTrue();
	}

	// Bad input

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@SuppressWarnings("NullAway") // passes null on purpose
	void nullIsRefusedByNameBeforeAnyWait(boolean set) {
		Event event = createEvent(set);
		assertThatNullPointerException().isThrownBy(() -> event.await(null)).withMessage("timeout");
		assertThatNullPointerException().isThrownBy(() -> event.await(1, null)).withMessage("unit");
		assertThatNullPointerException().isThrownBy(() -> event.await(-1, null)).withMessage("unit");
		assertThatNullPointerException().isThrownBy(() -> event.addObserver(null)).withMessage("observer");
		assertThatNullPointerException().isThrownBy(() -> event.removeObserver(null)).withMessage("observer");
	}

	@Test
	void negativeLimitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> createEvent(false).getWaitingThreads(-1))
			.withMessageContaining("limit")
			.withMessageContaining("-1");
	}

	// Waiting threads

	@Test
	void queueLengthFollowsWaiters() {
		Event event = createEvent(false);
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int count = 1; count <= 10; count++) {
			waiters.add(start(Wait.PLAIN, event));
			assertThat(event.getQueueLength()).isEqualTo(count);
		}
		for (int count = 9; count >= 5; count--) {
			Started<Boolean> waiter = waiters.get(count);
			waiter.thread().interrupt();
			assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
			assertThat(event.getQueueLength()).isEqualTo(count);
		}
		CompletableFuture<Void> future = event.whenSet();
		assertThat(event.getQueueLength()).isEqualTo(6);
		future.cancel(false);
		assertThat(event.getQueueLength()).isEqualTo(5);
		event.pulse();
		assertThat(event.getQueueLength()).isZero();
		assertThat(waiters.subList(0, 5)).allMatch(Started::result);
		assertThat(event.getQueueLength()).isZero();
	}

	@Test
	void waitingThreadsAreListedTheOldestFirst() {
		Event event = createEvent(false);
		Instant before = Instant.now();
		List<Started<Boolean>> waiters = startAll(event, 5);
		startFuture(event);
		Thread[] expected = waiters.stream().map(Started::thread).toArray(Thread[]::new);
		List<WaitingThread> listed = event.getWaitingThreads();
		assertThat(listed).extracting(WaitingThread::thread).containsExactly(expected);
		assertThat(listed).extracting(WaitingThread::since)
			.isSorted()
			.allSatisfy((since) -> assertThat(since).isBetween(before.minusMillis(50), Instant.now()));
		assertThat(event.getWaitingThreads(2)).extracting(WaitingThread::thread)
			.containsExactly(expected[0], expected[1]);
		assertThat(event.getWaitingThreads(0)).isEmpty();
		event.set();
		assertThat(event.getWaitingThreads()).isEmpty();
		assertThat(waiters).allMatch(Started::result);
	}

	@Test
	void longestWaitGrowsUntilItIsOver() {
		Event event = createEvent(false);
		Started<Boolean> waiter = start(Wait.PLAIN, event);
		Duration first = event.getLongestWait().orElseThrow();
		assertThat(first).isPositive();
		startFuture(event);
		Started.until("the wait has become longer",
				() -> event.getLongestWait().orElseThrow().compareTo(first.plusMillis(1)) > 0);
		event.set();
		assertThat(event.getLongestWait()).isEmpty();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void futureCountsForTheLongestWait() {
		Event event = createEvent(false);
		startFuture(event);
		assertThat(event.getLongestWait()).isPresent();
		assertThat(event.getWaitingThreads()).isEmpty();
	}

	// Futures

	@Test
	void futureOfSetEventIsComplete() {
		assertThat(createEvent(true).whenSet()).isCompletedWithValue(null);
	}

	@Test
	void futureCompletesWhenTheEventIsSet() {
		Event event = createEvent(false);
		CompletableFuture<Void> future = event.whenSet();
		CompletableFuture<Void> another = event.whenSet();
		assertThat(another).isNotSameAs(future);
		assertThat(future).isNotDone();
		event.set();
		assertThat(future).isCompletedWithValue(null);
		assertThat(another).isCompletedWithValue(null);
	}

	@Test
	void futureCompletesWhenTheEventIsPulsed() {
		Event event = createEvent(false);
		CompletableFuture<Void> future = event.whenSet();
		event.pulse();
		assertThat(future).isCompletedWithValue(null);
		assertThat(event.whenSet()).isNotDone();
	}

	@Test
	void cancelledFutureIsUnlinked() {
		Event event = createEvent(false);
		CompletableFuture<Void> future = event.whenSet();
		assertThat(future.cancel(true)).isTrue();
		assertThat(event.getQueueLength()).isZero();
		event.set();
		assertThat(future).isCancelled();
	}

	@Test
	void futureThatWasReleasedCannotBeCancelled() {
		Event event = createEvent(false);
		CompletableFuture<Void> future = event.whenSet();
		event.pulse();
		assertThat(future.cancel(true)).isFalse();
		assertThat(future).isCompletedWithValue(null);
	}

	@Test
	void futureCompletedByItsHolderIsUnlinked() {
		Event event = createEvent(false);
		CompletableFuture<Void> complete = event.whenSet();
		CompletableFuture<Void> failed = event.whenSet();
		assertThat(event.getQueueLength()).isEqualTo(2);
		complete.complete(null);
		failed.completeExceptionally(new IllegalStateException("of the test"));
		assertThat(event.getQueueLength()).isZero();
		event.set();
		assertThat(failed).isCompletedExceptionally();
	}

	@Test
	void timedOutFutureIsUnlinked() {
		Event event = createEvent(false);
		CompletableFuture<Void> future = event.whenSet().orTimeout(1, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join)
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(event.getQueueLength()).isZero();
	}

	@Test
	void dependentsMayCallTheEvent() {
		Event event = createEvent(false);
		List<Boolean> seen = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> dependent = event.whenSet().thenRun(() -> {
			seen.add(event.isSet());
			event.clear();
			seen.add(event.isSet());
			event.set();
			event.pulse();
			seen.add(event.whenSet().isDone());
		});
		event.set();
		assertThat(dependent).isCompletedWithValue(null);
		assertThat(seen).containsExactly(true, false, false);
		assertThat(event.isSet()).isFalse();
		assertThat(event.getQueueLength()).isOne();
	}

	@Test
	void failingDependentDoesNotAffectOthers() {
		Event event = createEvent(false);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		AtomicInteger runs = new AtomicInteger();
		for (int i = 0; i < 10; i++) {
			CompletableFuture<Void> future = event.whenSet();
			futures.add(future);
			CompletableFuture<?> unused = future.thenRun(() -> {
				runs.incrementAndGet();
				throw new IllegalStateException("of the test");
			});
		}
		Started<Boolean> waiter = start(Wait.PLAIN, event);
		assertThatNoException().isThrownBy(event::set);
		assertThat(waiter.result()).isTrue();
		assertThat(futures).allMatch((future) -> future.isDone() && !future.isCompletedExceptionally());
		assertThat(runs).hasValue(10);
		event.clear();
		event.set();
		assertThat(runs).hasValue(10);
	}

	// Several events

	@Test
	void awaitAnyReturnsTheFirstThatIsSet() throws InterruptedException {
		Event clear = createEvent(false);
		Event set = createEvent(true);
		assertThat(Event.awaitAny(Duration.ZERO, clear, set, createEvent(true))).containsSame(set);
		assertThat(Event.awaitAny(Duration.ofMillis(1), clear)).isEmpty();
		assertThat(clear.getQueueLength()).isZero();
	}

	@Test
	void awaitAnyIsReleasedByAPulseAndLeavesNothingBehind() {
		Event one = createEvent(false);
		Event other = createEvent(false);
		Started<Event> waiter = Started.call(() -> Event.awaitAny(Duration.ofDays(1), one, other).orElseThrow());
		Started.untilWaiting(other, 1);
		other.pulse();
		assertThat(waiter.result()).isSameAs(other);
		assertThat(one.getQueueLength()).isZero();
		assertThat(other.getQueueLength()).isZero();
	}

	@Test
	void awaitAllIsReleasedByPulsesOneAfterTheOther() {
		Event one = createEvent(false);
		Event other = createEvent(false);
		Started<Boolean> waiter = Started.call(() -> Event.awaitAll(Duration.ofDays(1), one, other));
		Started.untilWaiting(other, 1);
		one.pulse();
		assertThat(waiter.isDone()).isFalse();
		assertThat(other.getQueueLength()).isOne();
		other.pulse();
		assertThat(waiter.result()).isTrue();
		assertThat(one.getQueueLength() + other.getQueueLength()).isZero();
	}

	// Shutdown

	@ParameterizedTest
	@EnumSource
	void shutdownEndsPresentWaits(Wait wait) {
		Event event = createEvent(false);
		Started<Boolean> waiter = start(wait, event);
		event.shutdown();
		assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class).hasMessageContaining("shut down");
		assertThat(event.isShutdown()).isTrue();
		assertThat(event.getQueueLength()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void eventThatIsShutDownRefusesWaitsWhileItIsClear(Wait wait) throws Exception {
		Event event = createEvent(false);
		event.shutdown();
		event.shutdown();
		assertThatExceptionOfType(EventShutdownException.class).isThrownBy(() -> wait.at(event));
		assertThat(event.await(0, TimeUnit.SECONDS)).isFalse();
		event.set();
		assertThat(event.isSet()).isTrue();
		assertThat(wait.at(event)).isTrue();
		event.clear();
		assertThat(event.isSet()).isFalse();
		assertThatExceptionOfType(EventShutdownException.class).isThrownBy(() -> wait.at(event));
		event.set();
		event.pulse();
		assertThat(event.isSet()).isFalse();
		assertThat(event.isShutdown()).isTrue();
	}

	@Test
	void shutdownFailsFutures() {
		Event event = createEvent(false);
		CompletableFuture<Void> present = event.whenSet();
		event.shutdown();
		CompletableFuture<Void> later = event.whenSet();
		for (CompletableFuture<Void> future : List.of(present, later)) {
			assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join)
				.withCauseInstanceOf(EventShutdownException.class);
			assertThat(future.isCancelled()).isFalse();
			assertThat(future.cancel(true)).isFalse();
		}
		event.set();
		assertThat(event.whenSet()).isCompletedWithValue(null);
	}

	@Test
	void shutdownKeepsTheFlag() {
		Event event = createEvent(true);
		event.shutdown();
		assertThat(event.isSet()).isTrue();
		assertThat(event.isShutdown()).isTrue();
		assertThat(event.whenSet()).isCompletedWithValue(null);
	}

	@Test
	void shutdownDoesNotRevokeARelease() {
		Event event = createEvent(false);
		for (int round = 0; round < 100; round++) {
			Event each = createEvent(false);
			List<Started<Boolean>> waiters = startAll(each, 3);
			each.pulse();
			each.shutdown();
			assertThat(waiters).allMatch(Started::result);
		}
		assertThat(event.isShutdown()).isFalse();
	}

	@Test
	void eventThatIsShutDownRefusesCombinedWaits() throws InterruptedException {
		Event closed = createEvent(false);
		closed.shutdown();
		Event open = createEvent(false);
		assertThatExceptionOfType(EventShutdownException.class)
			.isThrownBy(() -> Event.awaitAny(Duration.ofDays(1), open, closed));
		assertThatExceptionOfType(EventShutdownException.class)
			.isThrownBy(() -> Event.awaitAll(Duration.ofDays(1), open, closed));
		assertThat(open.getQueueLength()).isZero();
		open.set();
		assertThat(Event.awaitAny(Duration.ofDays(1), closed, open)).containsSame(open);
	}

	@Test
	void uninterruptibleWaitThatShutdownEndsRestoresTheStatus() {
		Event event = createEvent(false);
		Started<Boolean> waiter = Started.call(() -> {
			assertThatExceptionOfType(EventShutdownException.class).isThrownBy(event::awaitUninterruptibly);
			return Thread.currentThread().isInterrupted();
		});
		Started.untilWaiting(event, 1);
		waiter.thread().interrupt();
		event.shutdown();
		assertThat(waiter.result()).isTrue();
	}

	// Results of set, clear and pulse

	@Test
	void setAndClearReturnWhetherTheEventChanged() {
		Event event = createEvent(false);
		assertThat(event.clear()).isFalse();
		assertThat(event.set()).isTrue();
		assertThat(event.set()).isFalse();
		assertThat(event.clear()).isTrue();
		CompletableFuture<Void> waiter = event.whenSet();
		assertThat(event.clear()).isFalse();
		assertThat(event.set()).isTrue();
		assertThat(waiter).isCompleted();
		event.shutdown();
		assertThat(event.set()).isFalse();
		assertThat(event.clear()).isTrue();
		assertThat(event.clear()).isFalse();
		assertThat(event.set()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void changeReturnsTheTransition(boolean observed) {
		Event event = createEvent(false);
		if (observed) {
			event.addObserver(new Recorder());
		}
		CompletableFuture<Void> waiter = event.whenSet();
		assertThat(event.change(Transition.Kind.PULSE)).isEqualTo(new Transition(Transition.Kind.PULSE, false, 1));
		assertThat(waiter).isCompleted();
		Started<Boolean> thread = Started.run(event::await);
		Started.untilWaiting(event, 1);
		CompletableFuture<Void> second = event.whenSet();
		assertThat(event.change(Transition.Kind.CLEAR)).isEqualTo(new Transition(Transition.Kind.CLEAR, false, 0));
		assertThat(event.change(Transition.Kind.SET)).isEqualTo(new Transition(Transition.Kind.SET, false, 2));
		assertThat(thread.result()).isTrue();
		assertThat(second).isCompleted();
		assertThat(event.change(Transition.Kind.SET)).isEqualTo(new Transition(Transition.Kind.SET, true, 0));
		assertThat(event.change(Transition.Kind.PULSE)).isEqualTo(new Transition(Transition.Kind.PULSE, true, 0));
		event.set();
		assertThat(event.change(Transition.Kind.CLEAR)).isEqualTo(new Transition(Transition.Kind.CLEAR, true, 0));
	}

	@Test
	void changeReturnsItsOwnTransition() {
		Event event = createEvent(false);
		CompletableFuture<Void> dependent = event.whenSet().thenRun(() -> {
			event.clear();
			event.set();
		});
		Origin alice = new Origin(Origin.Source.JMX, "alice", null);
		assertThat(alice.call(() -> event.change(Transition.Kind.SET)))
			.isEqualTo(new Transition(Transition.Kind.SET, false, 1, alice));
		assertThat(dependent).isCompleted();
	}

	@ParameterizedTest
	@EnumSource(names = { "SET", "CLEAR" })
	void oneOfTwoSwitchesAtATimeChangesTheEvent(Transition.Kind kind) {
		Origin alice = new Origin(Origin.Source.ENDPOINT, "alice", "migration");
		for (int round = 0; round < 50; round++) {
			Event event = createEvent(kind == Transition.Kind.CLEAR);
			List<Transition> answers = new CopyOnWriteArrayList<>();
			CyclicBarrier barrier = new CyclicBarrier(2);
			List<Started<Boolean>> switches = Stream.generate(() -> Started.run(() -> {
				barrier.await();
				answers.add(alice.call(() -> event.change(kind)));
			})).limit(2).toList();
			assertThat(switches).allMatch(Started::result);
			assertThat(answers).containsExactlyInAnyOrder(new Transition(kind, true, 0, alice),
					new Transition(kind, false, 0, alice));
		}
	}

	@Test
	void whenClearCompletesWithTheNextClear() {
		Event event = createEvent(false);
		assertThat(event.whenClear()).isCompletedWithValue(null);
		event.set();
		CompletableFuture<Void> future = event.whenClear();
		CompletableFuture<Void> cancelled = event.whenClear();
		cancelled.cancel(false);
		event.set();
		assertThat(future).isNotDone();
		assertThat(event.getQueueLength()).isZero();
		event.clear();
		assertThat(future).isCompletedWithValue(null);
		event.set();
		future = event.whenClear();
		event.pulse();
		assertThat(future).isCompletedWithValue(null);
	}

	@Test
	void whenClearFailsWhenTheEventIsShutDown() {
		Event event = createEvent(true);
		CompletableFuture<Void> future = event.whenClear();
		event.shutdown();
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(EventShutdownException.class);
		assertThat(event.whenClear()).isCompletedExceptionally();
		event.clear();
		assertThat(event.whenClear()).isCompletedWithValue(null);
	}

	// Observers

	@Test
	void observerIsNotifiedOfTheShutdownOnce() {
		Event event = createEvent(false);
		List<Event> notified = new ArrayList<>();
		event.addObserver(new EventObserver() {

			@Override
			public void onShutdown(Event source) {
				assertThat(source.isShutdown()).isTrue();
				notified.add(source);
			}

		});
		event.shutdown();
		event.shutdown();
		assertThat(notified).containsExactly(event);
	}

	@Test
	void listenerIsNotifiedOfEffectiveTransitionsOnly() {
		Event event = createEvent(false);
		Recorder recorder = new Recorder();
		event.addObserver(recorder);
		event.clear();
		event.set();
		event.set();
		event.clear();
		event.clear();
		event.pulse();
		event.set();
		event.pulse();
		event.removeObserver(recorder);
		event.set();
		assertThat(recorder.transitions).containsExactly(new Transition(Transition.Kind.SET, false, 0),
				new Transition(Transition.Kind.CLEAR, true, 0), new Transition(Transition.Kind.PULSE, false, 0),
				new Transition(Transition.Kind.SET, false, 0), new Transition(Transition.Kind.PULSE, true, 0));
		assertThat(recorder.transitions).extracting(Transition::isSet).containsExactly(true, false, false, true, false);
		assertThat(recorder.events).containsOnly(event);
		assertThat(recorder.outcomes).isEmpty();
	}

	@Test
	void listenerReceivesTheNumberOfReleasedWaiters() {
		Event event = createEvent(false);
		Recorder recorder = new Recorder();
		event.addObserver(recorder);
		List<Started<Boolean>> waiters = startAll(event, 3);
		startFuture(event);
		event.set();
		assertThat(waiters).allMatch(Started::result);
		assertThat(recorder.transitions).containsExactly(new Transition(Transition.Kind.SET, false, 4));
		assertThat(recorder.outcomes).containsOnly(WaitOutcome.SET).hasSize(4);
		assertThat(recorder.nanos).allMatch((nanos) -> nanos > 0);
	}

	@Test
	void listenerReceivesTheOutcomeOfAWait() throws InterruptedException {
		Event event = createEvent(false);
		Recorder recorder = new Recorder();
		event.addObserver(recorder);
		assertThat(event.await(0, TimeUnit.SECONDS)).isFalse();
		assertThat(event.await(1, TimeUnit.NANOSECONDS)).isFalse();
		Started<Boolean> interrupted = start(Wait.PLAIN, event);
		interrupted.thread().interrupt();
		assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
		event.whenSet().cancel(false);
		event.whenSet().completeExceptionally(new TimeoutException());
		event.whenSet().complete(null);
		startFuture(event);
		event.pulse();
		startFuture(event);
		event.shutdown();
		assertThat(recorder.outcomes).containsExactly(WaitOutcome.TIMEOUT, WaitOutcome.INTERRUPTED,
				WaitOutcome.INTERRUPTED, WaitOutcome.TIMEOUT, WaitOutcome.SET, WaitOutcome.SET, WaitOutcome.SHUTDOWN);
	}

	@Test
	void blockingWaitIsReportedByItsOwnThread() throws InterruptedException {
		Event event = createEvent(false);
		Queue<String> notifications = new ConcurrentLinkedQueue<>();
		AtomicInteger count = new AtomicInteger();
		event.addObserver(new EventObserver() {

			@Override
			public Consumer<WaitOutcome> onBlock(Event source) {
				int number = count.incrementAndGet();
				assertThat(source).isSameAs(event);
				notifications
					.add(number + " in " + Thread.currentThread().getName() + " beside " + source.getQueueLength());
				return (outcome) -> notifications.add(number + " " + outcome);
			}

		});
		String here = Thread.currentThread().getName();
		assertThat(event.await(0, TimeUnit.SECONDS)).isFalse();
		assertThat(event.await(1, TimeUnit.NANOSECONDS)).isFalse();
		CompletableFuture<Void> cancelled = event.whenSet();
		CompletableFuture<Void> released = event.whenSet();
		cancelled.cancel(false);
		Started<Boolean> waiter = start(Wait.PLAIN, event);
		event.set();
		assertThat(waiter.result()).isTrue();
		assertThat(released).isCompleted();
		event.await();
		assertThat(event.whenSet()).isCompleted();
		event.clear();
		startFuture(event);
		event.shutdown();
		assertThat(notifications).containsExactlyInAnyOrder("1 in " + here + " beside 0", "1 TIMEOUT",
				"2 in " + here + " beside 0", "3 in " + here + " beside 1", "2 INTERRUPTED",
				"4 in " + waiter.thread().getName() + " beside 1", "3 SET", "4 SET", "5 in " + here + " beside 0",
				"5 SHUTDOWN");
	}

	@Test
	void setDuringOnBlockReleasesTheWait() throws InterruptedException {
		Event event = createEvent(false);
		event.addObserver(new EventObserver() {

			@Override
			public @Nullable Consumer<WaitOutcome> onBlock(Event source) {
				source.pulse();
				return null;
			}

		});
		event.await();
		assertThat(event.whenSet()).isCompleted();
		assertThat(event.getQueueLength()).isZero();
	}

	@Test
	void failingListenerDoesNotAffectOthers() {
		Event event = createEvent(false);
		Recorder recorder = new Recorder();
		event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				throw new IllegalStateException("of the test");
			}

			@Override
			public Consumer<WaitOutcome> onBlock(Event source) {
				throw new IllegalStateException("of the test");
			}

			@Override
			public void onWait(Event source, WaitOutcome outcome, long nanos) {
				throw new IllegalStateException("of the test");
			}

		});
		event.addObserver(new EventObserver() {

			@Override
			public Consumer<WaitOutcome> onBlock(Event source) {
				return (outcome) -> {
					throw new IllegalStateException("of the test");
				};
			}

		});
		event.addObserver(recorder);
		Started<Boolean> waiter = start(Wait.PLAIN, event);
		assertThatNoException().isThrownBy(event::set);
		assertThat(waiter.result()).isTrue();
		assertThat(recorder.transitions).hasSize(1);
		assertThat(recorder.outcomes).containsExactly(WaitOutcome.SET);
	}

	@Test
	void listenerMayCallTheEvent() {
		Event event = createEvent(false);
		event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				if (transition.isSet()) {
					source.clear();
				}
			}

		});
		Started<Boolean> waiter = start(Wait.PLAIN, event);
		event.set();
		assertThat(waiter.result()).isTrue();
		assertThat(event.isSet()).isFalse();
	}

	@Test
	void listenerAddedTwiceIsNotifiedTwice() {
		Event event = createEvent(false);
		Recorder recorder = new Recorder();
		event.addObserver(recorder);
		event.addObserver(recorder);
		event.set();
		assertThat(recorder.transitions).hasSize(2);
		event.removeObserver(recorder);
		event.clear();
		assertThat(recorder.transitions).hasSize(3);
	}

	private static Started<Boolean> start(Wait wait, Event event) {
		int before = event.getQueueLength();
		Started<Boolean> waiter = Started.call(() -> wait.at(event));
		Started.untilWaiting(event, before + 1);
		return waiter;
	}

	private static void startFuture(Event event) {
		assertThat(event.whenSet()).isNotDone();
	}

	private static List<Started<Boolean>> startAll(Event event, int count) {
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			waiters.add(start(Wait.values()[i % Wait.values().length], event));
		}
		return waiters;
	}

	/** The methods by which a thread can wait. */
	enum Wait {

		PLAIN {

			@Override
			boolean at(Event event) throws InterruptedException {
				event.await();
				return true;
			}

		},

		DURATION {

			@Override
			boolean at(Event event) throws InterruptedException {
				return event.await(Duration.ofDays(1));
			}

		},

		TIME_UNIT {

			@Override
			boolean at(Event event) throws InterruptedException {
				return event.await(1, TimeUnit.DAYS);
			}

		},

		UNINTERRUPTIBLE {

			@Override
			boolean at(Event event) {
				event.awaitUninterruptibly();
				return true;
			}

		};

		abstract boolean at(Event event) throws InterruptedException;

	}

	@Test
	void observerSeesWaitsThatBlockAThread() throws Exception {
		Event event = createEvent(false);
		List<Thread> blocked = new CopyOnWriteArrayList<>();
		List<WaitOutcome> outcomes = new CopyOnWriteArrayList<>();
		event.addObserver(new EventObserver() {

			@Override
			public Consumer<WaitOutcome> onThreadBlock(Event source) {
				blocked.add(Thread.currentThread());
				return outcomes::add;
			}

		});
		CompletableFuture<Void> future = event.whenSet();
		assertThat(blocked).isEmpty();
		Started<Boolean> one = Started.call(() -> event.await(1, TimeUnit.MILLISECONDS));
		assertThat(one.result()).isFalse();
		Started<Boolean> two = Started.call(() -> Event.awaitAll(Duration.ofMillis(1), event, createEvent(true)));
		assertThat(two.result()).isFalse();
		assertThat(blocked).containsExactly(one.thread(), two.thread());
		assertThat(outcomes).containsExactly(WaitOutcome.TIMEOUT, WaitOutcome.TIMEOUT);
		event.set();
		assertThat(future).isCompleted();
		assertThat(outcomes).hasSize(2);
	}

	// Threads that must not block

	@Test
	void waitOnANonBlockingThreadThrows() throws Exception {
		Event event = createEvent(false);
		assertThat(EventLoopOfTests.start(() -> event.await(1, TimeUnit.DAYS)).failure())
			.isExactlyInstanceOf(IllegalStateException.class)
			.hasMessageContaining("whenSet()");
		assertThat(event.getQueueLength()).isZero();
		event.set();
		assertThat(EventLoopOfTests.start(() -> event.await(1, TimeUnit.DAYS)).result()).isTrue();
	}

	/** Records the notifications that it receives. */
	private static final class Recorder implements EventObserver {

		final List<Event> events = new CopyOnWriteArrayList<>();

		final List<Transition> transitions = new CopyOnWriteArrayList<>();

		final List<WaitOutcome> outcomes = new CopyOnWriteArrayList<>();

		final List<Long> nanos = new CopyOnWriteArrayList<>();

		@Override
		public void onTransition(Event event, Transition transition) {
			this.events.add(event);
			this.transitions.add(transition);
		}

		@Override
		public void onWait(Event event, WaitOutcome outcome, long nanos) {
			this.events.add(event);
			this.outcomes.add(outcome);
			this.nanos.add(nanos);
		}

	}

}
