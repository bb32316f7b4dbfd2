/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests of {@link Event#awaitAny} and {@link Event#awaitAll}.
 */
@Timeout(60)
class CombinedWaitTests {

	private static final Duration LONG = Duration.ofDays(1);

	private static final Duration HUGE = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

	private final LocalEvent a = new LocalEvent("a", false);

	private final LocalEvent b = new LocalEvent("b", false);

	private final LocalEvent c = new LocalEvent("c", false);

	@Test
	void anyReturnsTheFirstInTheOrderOfTheArguments() throws InterruptedException {
		this.b.set();
		this.c.set();
		assertThat(Event.awaitAny(LONG, this.a, this.b, this.c)).containsSame(this.b);
		assertThat(Event.awaitAny(LONG, this.c, this.b, this.a)).containsSame(this.c);
		assertNothingLeft();
	}

	@Test
	void anyIsReleasedByEachOfTheEvents() {
		for (LocalEvent each : List.of(this.a, this.b, this.c)) {
			Started<Event> waiter = startAny(LONG);
			each.set();
			assertThat(waiter.result()).isSameAs(each);
			assertNothingLeft();
			each.clear();
		}
	}

	@Test
	void anyIsReleasedByAPulse() {
		for (int round = 0; round < 100; round++) {
			Started<Event> waiter = startAny(HUGE);
			this.b.pulse();
			assertThat(waiter.result()).isSameAs(this.b);
		}
		assertNothingLeft();
	}

	@Test
	void allReturnsIfEachIsSet() throws InterruptedException {
		this.a.set();
		this.b.set();
		assertThat(Event.awaitAll(Duration.ZERO, this.a, this.b)).isTrue();
		assertThat(Event.awaitAll(Duration.ZERO, this.a, this.b, this.c)).isFalse();
		assertNothingLeft();
	}

	@Test
	void awaitAllRemembersPulses() {
		Started<Boolean> waiter = startAll(HUGE);
		this.a.pulse();
		this.c.pulse();
		assertThat(waiter.isDone()).isFalse();
		assertThat(this.b.getQueueLength()).isOne();
		this.b.set();
		this.b.clear();
		assertThat(waiter.result()).isTrue();
		assertNothingLeft();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void timeoutThatIsNotPositiveDoesNotBlock(long seconds) throws InterruptedException {
		Duration timeout = Duration.ofSeconds(seconds);
		assertThat(Event.awaitAny(timeout, this.a, this.b)).isEmpty();
		assertThat(Event.awaitAll(timeout, this.a, this.b)).isFalse();
		this.b.set();
		assertThat(Event.awaitAny(timeout, this.a, this.b)).containsSame(this.b);
		assertThat(Event.awaitAll(timeout, this.a, this.b)).isFalse();
		assertThat(Event.awaitAll(timeout, this.b)).isTrue();
		assertNothingLeft();
	}

	@Test
	void timeoutIsNeverEarlyAndUnlinksTheWait() throws InterruptedException {
		Duration timeout = Duration.ofMillis(5);
		long start = System.nanoTime();
		assertThat(Event.awaitAny(timeout, this.a, this.b)).isEmpty();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(timeout.toNanos());
		start = System.nanoTime();
		this.a.set();
		assertThat(Event.awaitAll(timeout, this.a, this.b)).isFalse();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(timeout.toNanos());
		assertNothingLeft();
	}

	@Test
	void interruptOnEntryIsThrownEvenIfAllEventsAreSet() {
		this.a.set();
		List<Started.Action> waits = List.of(() -> Event.awaitAny(LONG, this.a), () -> Event.awaitAll(LONG, this.a),
				() -> Event.awaitAny(Duration.ZERO, this.a, this.b),
				() -> Event.awaitAll(Duration.ZERO, this.a, this.b));
		for (Started.Action wait : waits) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(wait::run);
			assertThat(Thread.interrupted()).isFalse();
		}
		assertNothingLeft();
	}

	@Test
	void interruptedWaitIsUnlinked() {
		Started<Event> any = startAny(LONG);
		any.thread().interrupt();
		assertThat(any.failure()).isInstanceOf(InterruptedException.class);
		assertNothingLeft();
		Started<Boolean> all = startAll(LONG);
		all.thread().interrupt();
		assertThat(all.failure()).isInstanceOf(InterruptedException.class);
		assertNothingLeft();
	}

	@Test
	void shutdownOfOneEventEndsTheWaitAndNamesTheEvent() {
		Started<Event> any = startAny(LONG);
		Started<Boolean> all = Started.call(() -> Event.awaitAll(LONG, this.a, this.b, this.c));
		Started.untilWaiting(this.c, 2);
		this.b.shutdown();
		assertThat(any.failure()).isInstanceOf(EventShutdownException.class).hasMessageContaining("Event[b, ");
		assertThat(all.failure()).isInstanceOf(EventShutdownException.class).hasMessageContaining("Event[b, ");
		assertNothingLeft();
	}

	@Test
	void shutDownEventRefusesTheWaitUnlessAnotherIsSet() throws InterruptedException {
		this.a.shutdown();
		assertThatExceptionOfType(EventShutdownException.class)
			.isThrownBy(() -> Event.awaitAny(Duration.ZERO, this.a, this.b));
		assertThatExceptionOfType(EventShutdownException.class).isThrownBy(() -> Event.awaitAll(LONG, this.b, this.a));
		this.b.set();
		assertThat(Event.awaitAny(LONG, this.a, this.b)).containsSame(this.b);
		assertThatExceptionOfType(EventShutdownException.class).isThrownBy(() -> Event.awaitAll(LONG, this.b, this.a));
		this.a.set();
		assertThat(Event.awaitAll(LONG, this.a, this.b)).isTrue();
		assertNothingLeft();
	}

	@Test
	void shutdownAfterAPulseRevokesNothing() {
		Started<Boolean> all = startAll(LONG);
		this.a.pulse();
		this.a.shutdown();
		this.b.pulse();
		this.c.pulse();
		assertThat(all.result()).isTrue();
	}

	@Test
	void sameEventMayBeGivenTwice() throws InterruptedException {
		Started<Boolean> waiter = Started.call(() -> Event.awaitAll(LONG, this.a, this.a));
		Started.untilWaiting(this.a, 2);
		this.a.pulse();
		assertThat(waiter.result()).isTrue();
		this.a.set();
		assertThat(Event.awaitAny(LONG, this.a, this.a)).containsSame(this.a);
		assertNothingLeft();
	}

	@Test
	void waitingThreadIsListedByEachEvent() {
		Started<Event> waiter = startAny(LONG);
		for (Event each : List.of(this.a, this.b, this.c)) {
			assertThat(each.getWaitingThreads()).extracting(WaitingThread::thread).containsExactly(waiter.thread());
		}
		this.a.set();
		assertThat(waiter.result()).isSameAs(this.a);
		assertThat(this.b.getWaitingThreads()).isEmpty();
	}

	@Test
	void otherImplementationsOfEventCanTakePart() {
		Event wrapped = foreign((method, args) -> method.invoke(this.b, args));
		Started<Event> any = Started.call(() -> Event.awaitAny(LONG, this.a, wrapped).orElseThrow());
		Started.untilWaiting(this.b, 1);
		this.b.pulse();
		assertThat(any.result()).isSameAs(wrapped);
		assertNothingLeft();
	}

	@Test
	void eventThatRefusesAFutureLeavesNoWaiterInTheOthers() {
		Event broken = foreign((method, args) -> {
			throw new IllegalStateException("of the test");
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Event.awaitAny(LONG, this.a, broken))
			.withMessage("of the test");
		assertNothingLeft();
	}

	@Test
	void emptyArgumentIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Event.awaitAny(LONG)).withMessageContaining("events");
		assertThatIllegalArgumentException().isThrownBy(() -> Event.awaitAll(Duration.ZERO))
			.withMessageContaining("events");
	}

	@Test
	@SuppressWarnings("NullAway") // passes null on purpose
	void nullIsRefusedByNameBeforeAnyWait() {
		this.a.set();
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAny((Duration) null, this.a))
			.withMessage("timeout");
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAll((Duration) null, this.a))
			.withMessage("timeout");
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAny(LONG, (Collection<Event>) null))
			.withMessage("events");
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAll(LONG, (Collection<Event>) null))
			.withMessage("events");
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAny((Event[]) null)).withMessage("events");
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAll((Event[]) null)).withMessage("events");
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAny(LONG, this.a, null))
			.withMessageContaining("events");
		assertThatNullPointerException().isThrownBy(() -> Event.awaitAll(LONG, this.a, null))
			.withMessageContaining("events");
	}

	@Test
	void noPulseIsLostInAStorm() {
		int rounds = 1_000;
		CyclicBarrier turn = new CyclicBarrier(2);
		Started<Boolean> pulser = Started.run(() -> {
			for (int round = 0; round < rounds; round++) {
				LocalEvent each = (round % 2 == 0) ? this.a : this.b;
				Started.until("the wait has begun", () -> this.c.getQueueLength() == 1);
				each.pulse();
				turn.await();
			}
		});
		Started<Boolean> waiter = Started.run(() -> {
			for (int round = 0; round < rounds; round++) {
				// The last event shows the pulsing thread that the wait has begun.
				Event released = Event.awaitAny(LONG, this.a, this.b, this.c).orElseThrow();
				assertThat(released).isSameAs((round % 2 == 0) ? this.a : this.b);
				turn.await();
			}
		});
		assertThat(waiter.result()).isTrue();
		assertThat(pulser.result()).isTrue();
		assertNothingLeft();
	}

	@Test
	void eventsThatDoNotWinKeepNoWaiters() {
		Started<Boolean> standing = Started.run(this.a::await);
		Started.untilWaiting(this.a, 1);
		var oldest = this.a.whenSet();
		this.b.set();
		List<Event> released = new ArrayList<>();
		for (int i = 0; i < 3_000; i++) {
			Started.Action wait = () -> released.add(Event.awaitAny(LONG, this.a, this.b).orElseThrow());
			try {
				wait.run();
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}
		assertThat(released).containsOnly(this.b);
		assertThat(this.a.getQueueLength()).isEqualTo(2);
		assertThat(WaiterStackTests.linked(((Phase.Waiting) this.a.phase()).futures)).isOne();
		this.a.set();
		assertThat(standing.result()).isTrue();
		assertThat(oldest).isDone();
	}

	private Started<Event> startAny(Duration timeout) {
		Started<Event> waiter = Started.call(() -> Event.awaitAny(timeout, this.a, this.b, this.c).orElseThrow());
		Started.untilWaiting(this.c, 1);
		return waiter;
	}

	private Started<Boolean> startAll(Duration timeout) {
		Started<Boolean> waiter = Started.call(() -> Event.awaitAll(timeout, this.a, this.b, this.c));
		Started.untilWaiting(this.c, 1);
		return waiter;
	}

	/** An event other than {@link LocalEvent}. */
	private static Event foreign(Call call) {
		return (Event) Proxy.newProxyInstance(CombinedWaitTests.class.getClassLoader(), new Class<?>[] { Event.class },
				(proxy, method, args) -> call.handle(method, args));
	}

	private void assertNothingLeft() {
		for (LocalEvent each : List.of(this.a, this.b, this.c)) {
			assertThat(each.getQueueLength()).isZero();
			if (each.phase() instanceof Phase.Waiting waiting) {
				assertThat(WaiterStackTests.linked(waiting.futures)).isZero();
			}
		}
	}

	private interface Call {

		Object handle(Method method, Object[] args) throws Throwable;

	}

	@Test
	void waitWithoutTimeoutEndsWithTheFirstEvent() {
		Started<Boolean> waiter = Started.call(() -> Event.awaitAny(this.a, this.b).equals(this.b));
		Started.untilWaiting(this.a, 1);
		Started.untilWaiting(this.b, 1);
		this.b.pulse();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void waitWithoutTimeoutForAllEndsWithTheLastEvent() {
		Started<Boolean> waiter = Started.run(() -> Event.awaitAll(this.a, this.b));
		Started.untilWaiting(this.a, 1);
		this.a.pulse();
		Started.untilWaiting(this.b, 1);
		this.b.pulse();
		assertThat(waiter.result()).isTrue();
	}

	@Test
	void collectionIsWaitedForInItsOrder() throws InterruptedException {
		this.a.set();
		this.b.set();
		assertThat(Event.awaitAny(List.of(this.b, this.a))).isSameAs(this.b);
		assertThat(Event.awaitAny(Duration.ZERO, List.of(this.a, this.b))).containsSame(this.a);
		Event.awaitAll(List.of(this.a, this.b));
		assertThat(Event.awaitAll(Duration.ZERO, List.of(this.a, this.b))).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> Event.awaitAny(List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> Event.awaitAll(List.of()));
	}

}
