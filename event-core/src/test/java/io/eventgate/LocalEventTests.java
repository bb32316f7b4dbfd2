/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class LocalEventTests extends AbstractEventContractTests {

	private final LocalEvent event = new LocalEvent("orders", false);

	@Override
	protected Event createEvent(boolean initiallySet) {
		return Event.create(initiallySet);
	}

	@Test
	void createWithoutArgumentIsClear() {
		assertThat(Event.create().isSet()).isFalse();
	}

	@Test
	@SuppressWarnings("NullAway") // passes null on purpose
	void nullIsRefusedAsAName() {
		assertThatNullPointerException().isThrownBy(() -> Event.create(null, true)).withMessage("name");
	}

	@Test
	void toStringContainsNameStateAndWaiters() {
		assertThat(this.event).hasToString("Event[orders, clear, 0 waiting]");
		assertThat(this.event.whenSet()).isNotDone();
		assertThat(this.event).hasToString("Event[orders, clear, 1 waiting]");
		this.event.set();
		assertThat(this.event).hasToString("Event[orders, set, 0 waiting]");
		this.event.shutdown();
		assertThat(this.event).hasToString("Event[orders, set, shut down, 0 waiting]");
		assertThat(Event.create()).hasToString("Event[clear, 0 waiting]");
	}

	@Test
	void blockerOfAWaitingThreadNamesTheEvent() {
		List<Started<Boolean>> waiters = List.of(Started.run(this.event::await),
				Started.call(() -> this.event.await(1, TimeUnit.DAYS)));
		for (Started<Boolean> waiter : waiters) {
			Started.until("the thread has parked", () -> LockSupport.getBlocker(waiter.thread()) != null);
			assertThat(LockSupport.getBlocker(waiter.thread())).isSameAs(this.event)
				.asString()
				.startsWith("Event[orders, clear, ");
		}
		this.event.set();
		assertThat(waiters).allMatch(Started::result);
	}

	// Waiters that gave up

	@Test
	void timedOutWaitsAreUnlinked() throws InterruptedException {
		Started<Boolean> standing = Started.run(this.event::await);
		Started.untilWaiting(this.event, 1);
		for (int i = 0; i < 5_000; i++) {
			assertThat(this.event.await(1, TimeUnit.NANOSECONDS)).isFalse();
			assertThat(linkedThreads()).isOne();
		}
		assertThat(this.event.getQueueLength()).isOne();
		this.event.set();
		assertThat(standing.result()).isTrue();
	}

	@Test
	void interruptedWaitsBelowAnotherWaiterAreUnlinked() {
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			waiters.add(Started.run(this.event::await));
		}
		Started.untilWaiting(this.event, 100);
		Started<Boolean> standing = Started.run(this.event::await);
		Started.untilWaiting(this.event, 101);
		waiters.forEach((waiter) -> waiter.thread().interrupt());
		for (Started<Boolean> waiter : waiters) {
			assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
		}
		assertThat(this.event.getQueueLength()).isOne();
		assertThat(linkedThreads()).isLessThanOrEqualTo(33);
		this.event.set();
		assertThat(standing.result()).isTrue();
	}

	@Test
	void formerWaiterIsNotRetained() throws InterruptedException {
		Started<Boolean> standing = Started.run(this.event::await);
		Started.untilWaiting(this.event, 1);
		WeakReference<Thread> gone = threadThatTimedOut();
		Started.until("the thread was collected", () -> {
			System.gc();
			return gone.get() == null;
		});
		this.event.set();
		assertThat(standing.result()).isTrue();
	}

	private WeakReference<Thread> threadThatTimedOut() throws InterruptedException {
		Thread thread = new Thread(() -> {
			try {
				this.event.await(1, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		});
		thread.start();
		thread.join();
		return new WeakReference<>(thread);
	}

	// Phases

	@Test
	void finishedPhasesAreNotRetained() {
		for (int round = 0; round < 20; round++) {
			List<Started<Boolean>> waiters = startAll(10);
			this.event.pulse();
			assertThat(waiters).allMatch(Started::result);
		}
		this.event.set();
		assertThat(this.event.phase()).isSameAs(Phase.SET);
		this.event.clear();
		assertThat(this.event.phase()).isSameAs(Phase.CLEAR);
	}

	@Test
	void pulsesDoNotPileUpPhasesWhileAWaiterIsAsleep() {
		WaiterStackTests.Stub dying = pushStub(3_000);
		for (int i = 0; i < 3_000; i++) {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::pulse);
		}
		this.event.pulse();
		assertThat(dying.wakes()).isOne();
		assertThat(this.event.phase().earlier).satisfiesAnyOf((earlier) -> assertThat(earlier).isNull(),
				(earlier) -> assertThat(earlier.earlier).isNull());
		this.event.set();
		assertThat(this.event.phase()).isSameAs(Phase.SET);
	}

	// Threads that die while they release waiters

	@ParameterizedTest
	@ValueSource(strings = { "set", "pulse", "close" })
	void nextCallContinuesTheWakeUpOfADeadSetter(String next) {
		List<Started<Boolean>> waiters = startAll(10);
		pushStub(1);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::set);
		assertThat(this.event.isSet()).isTrue();
		switch (next) {
			case "set" -> this.event.set();
			case "pulse" -> this.event.pulse();
			default -> this.event.shutdown();
		}
		assertThat(waiters).allMatch(Started::result);
	}

	@Test
	void setWakesWaitersOfAFailedPulse() {
		List<Started<Boolean>> waiters = startAll(10);
		pushStub(1);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::pulse);
		assertThat(this.event.isSet()).isFalse();
		this.event.set();
		assertThat(waiters).allMatch(Started::result);
	}

	@Test
	void clearContinuesAnUnfinishedWakeUp() {
		List<Started<Boolean>> waiters = startAll(10);
		pushStub(2);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::set);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::clear);
		assertThat(this.event.isSet()).isFalse();
		Started<Boolean> late = Started.run(this.event::await);
		Started.untilWaiting(this.event, 1);
		this.event.pulse();
		assertThat(waiters).allMatch(Started::result);
		assertThat(late.result()).isTrue();
	}

	@Test
	void secondShutdownContinuesTheWakeUpOfADeadOne() {
		List<Started<Boolean>> waiters = startAll(10);
		pushStub(1);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::shutdown);
		assertThat(this.event.isShutdown()).isTrue();
		this.event.shutdown();
		for (Started<Boolean> waiter : waiters) {
			assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class);
		}
	}

	@Test
	void setAfterShutdownContinuesAnUnfinishedWakeUp() {
		List<Started<Boolean>> waiters = startAll(10);
		pushStub(3);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::shutdown);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::set);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::clear);
		this.event.set();
		for (Started<Boolean> waiter : waiters) {
			assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class);
		}
	}

	@Test
	void outcomeIsThatOfTheTransitionThatEndedTheWait() {
		List<Started<Boolean>> early = startAll(10);
		pushStub(2);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::pulse);
		List<Started<Boolean>> late = startAll(10);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this.event::shutdown);
		this.event.shutdown();
		assertThat(early).allMatch(Started::result);
		for (Started<Boolean> waiter : late) {
			assertThat(waiter.failure()).isInstanceOf(EventShutdownException.class);
		}
	}

	// Waking

	@Test
	void setterWakesOnlyAFewThreadsItself() {
		List<WaiterStackTests.Stub> waiters = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			waiters.add(pushStub(0));
		}
		this.event.set();
		assertThat(waiters.stream().filter((waiter) -> waiter.wakes() > 0)).hasSize(4);
	}

	@Test
	void interruptedWaitersPassTheWakeUpOn() {
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			waiters.add(Started.call(() -> {
				this.event.awaitUninterruptibly();
				return Thread.currentThread().isInterrupted();
			}));
		}
		Started.untilWaiting(this.event, 40);
		for (Started<Boolean> waiter : waiters) {
			waiter.thread().interrupt();
			Started.until("the interrupt was taken", () -> !waiter.thread().isInterrupted());
		}
		this.event.pulse();
		assertThat(waiters).allMatch(Started::result);
	}

	/** Pushes a waiter whose first wake-ups fail, above the others. */
	private WaiterStackTests.Stub pushStub(int failures) {
		WaiterStackTests.Stub stub = new WaiterStackTests.Stub();
		stub.failNext(failures);
		// The event needs a first waiter before its stack exists.
		this.event.whenSet().cancel(false);
		((Phase.Waiting) this.event.phase()).threads.push(stub);
		return stub;
	}

	private List<Started<Boolean>> startAll(int count) {
		List<Started<Boolean>> waiters = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			waiters.add(Started.run(this.event::await));
		}
		Started.untilWaiting(this.event, count);
		return waiters;
	}

	private int linkedThreads() {
		return WaiterStackTests.linked(((Phase.Waiting) this.event.phase()).threads);
	}

}
