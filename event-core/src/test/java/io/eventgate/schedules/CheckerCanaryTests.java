/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import io.eventgate.Event;
import io.eventgate.WaitOutcome;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the checker of schedules itself. If one of them fails, the other tests of
 * this package prove nothing.
 */
@ExtendWith(Schedules.class)
class CheckerCanaryTests {

	@Test
	void racesOfNamedThreadsAreExplored() {
		assertFinds(new LostUpdate(), "an update was lost");
	}

	@Test
	void threadThatIsNeverUnparkedHangs() {
		assertFinds(new ForgottenUnpark(), "hung");
	}

	@Test
	void missingCheckBeforeParkingLosesTheWakeUp() {
		assertFinds(new UnparkBeforeThePublication(), "hung");
	}

	@Test
	void waiterThatComesAfterThePulseHangs() {
		assertFinds(new PulseBeforeTheWaiter(), "hung");
	}

	@Test
	void timeRunsOutInSomeSchedule() {
		assertFinds(new TimedWaitIsNeverOver(), "ended with TIMEOUT");
	}

	@Test
	void setComesFirstInSomeSchedule() {
		assertFinds(new TimedWaitIsNeverReleased(), "ended with SET");
	}

	@Test
	void interruptComesFirstInSomeSchedule() {
		assertFinds(new WaiterIsNeverInterrupted(), "ended with INTERRUPTED");
	}

	private static void assertFinds(Runnable scenario, String what) {
		assertThatExceptionOfType(LincheckAssertionError.class)
			.isThrownBy(() -> Schedules.exploreUntilItFails(scenario))
			.withMessageContaining(what);
	}

	static final class Counter {

		private volatile int value;

	}

	static final class Incrementer extends Actor {

		private final Counter counter;

		Incrementer(Counter counter) {
			this.counter = counter;
		}

		@Override
		@SuppressWarnings("NonAtomicVolatileUpdate") // that is the bug
		void act() {
			this.counter.value++;
		}

	}

	static final class LostUpdate implements Runnable {

		@Override
		public void run() {
			Counter counter = new Counter();
			Actor one = new Incrementer(counter);
			Actor other = new Incrementer(counter);
			Actor.startAll(one, other);
			Actor.endAll(one, other);
			if (counter.value != 2) {
				throw new AssertionError("an update was lost");
			}
		}

	}

	/** Parks until the counter is positive. */
	static final class Parker extends Actor {

		private final Counter counter;

		Parker(Counter counter) {
			this.counter = counter;
		}

		@Override
		void act() {
			while (this.counter.value == 0) {
				ModelledPlatform.park(this);
			}
		}

	}

	static final class ForgottenUnpark implements Runnable {

		@Override
		public void run() {
			Counter counter = new Counter();
			Actor parker = new Parker(counter);
			Actor incrementer = new Incrementer(counter);
			Actor.startAll(parker, incrementer);
			Actor.endAll(parker, incrementer);
		}

	}

	static final class HastyWaker extends Actor {

		private final Counter counter;

		private final Thread sleeper;

		HastyWaker(Counter counter, Thread sleeper) {
			this.counter = counter;
			this.sleeper = sleeper;
		}

		@Override
		void act() {
			ModelledPlatform.unpark(this.sleeper);
			this.counter.value = 1;
		}

	}

	static final class UnparkBeforeThePublication implements Runnable {

		@Override
		public void run() {
			Counter counter = new Counter();
			Actor parker = new Parker(counter);
			Actor waker = new HastyWaker(counter, parker);
			Actor.startAll(parker, waker);
			Actor.endAll(parker, waker);
		}

	}

	static final class PulseBeforeTheWaiter implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Actor waiter = new Actors.Waiter(event);
			Actor pulser = new Actors.Pulser(event);
			Actor.startAll(waiter, pulser);
			Actor.endAll(waiter, pulser);
		}

	}

	static class TimedWait implements Runnable {

		private final WaitOutcome expected;

		TimedWait(WaitOutcome expected) {
			this.expected = expected;
		}

		@Override
		public void run() {
			Event event = Event.create();
			Actors.Waiter waiter = new Actors.Waiter(event, true);
			Actor setter = new Actors.Setter(event);
			Actor clock = new Actors.Clock(waiter);
			Actor.startAll(waiter, setter, clock);
			waiter.endsWith(this.expected);
			Actor.endAll(setter, clock);
		}

	}

	static final class TimedWaitIsNeverOver extends TimedWait {

		TimedWaitIsNeverOver() {
			super(WaitOutcome.SET);
		}

	}

	static final class TimedWaitIsNeverReleased extends TimedWait {

		TimedWaitIsNeverReleased() {
			super(WaitOutcome.TIMEOUT);
		}

	}

	static final class WaiterIsNeverInterrupted implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Actors.Waiter waiter = new Actors.Waiter(event);
			Actor setter = new Actors.Setter(event);
			Actor interrupter = new Actors.Interrupter(waiter);
			Actor.startAll(waiter, setter, interrupter);
			waiter.endsWith(WaitOutcome.SET);
			Actor.endAll(setter, interrupter);
		}

	}

}
