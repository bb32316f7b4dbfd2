/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import io.eventgate.Event;
import io.eventgate.WaitOutcome;
import io.eventgate.schedules.Actors.Clock;
import io.eventgate.schedules.Actors.CountingPulser;
import io.eventgate.schedules.Actors.Interrupter;
import io.eventgate.schedules.Actors.Pulser;
import io.eventgate.schedules.Actors.PulserAndClock;
import io.eventgate.schedules.Actors.Setter;
import io.eventgate.schedules.Actors.SetterAndClearer;
import io.eventgate.schedules.Actors.StubbornWaiter;
import io.eventgate.schedules.Actors.Waiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests for waits that end without a release under all schedules: they do not affect
 * other waiters.
 */
@ExtendWith(Schedules.class)
class GiveUpSchedulesTests {

	@Test
	void setAgainstTimeoutHasOneOfBothOutcomes() {
		Schedules.explore(new SetAgainstTimeout());
	}

	@Test
	void waiterThatTimesOutAtItsReleaseWakesTheOthers() {
		Schedules.explore(new PulseAgainstTimeout());
	}

	@Test
	void timeoutAfterTheReleaseRevokesNothing() {
		Schedules.explore(new TimeoutAfterPulse());
	}

	@Test
	void waiterThatIsInterruptedAtItsReleaseWakesTheOthers() {
		Schedules.explore(new PulseAgainstInterrupt());
	}

	@Test
	void interruptIsNeitherLostNorCountedTwice() {
		Schedules.explore(new SetAgainstInterrupt());
	}

	@Test
	void uninterruptibleWaitRestoresTheStatus() {
		Schedules.explore(new InterruptOfTheStubborn());
	}

	@Test
	void waitersThatGiveUpLeaveTheirNeighboursLinked() {
		Schedules.explore(new NeighboursThatGiveUp());
	}

	@Test
	void waitersThatGiveUpLeaveEnteringOnesLinked() {
		Schedules.explore(new EntryBesideThoseWhoGiveUp());
	}

	@Test
	void waitThatTimesOutDoesNotCountAsReleased() {
		Schedules.explore(new CountAgainstTimeout());
	}

	static final class SetAgainstTimeout implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter hasty = new Waiter(event, true);
			Waiter patient = new Waiter(event);
			Actor clock = new Clock(hasty);
			Actor setter = new Setter(event);
			Actor.startAll(hasty, patient, clock, setter);
			hasty.endsWith(WaitOutcome.SET, WaitOutcome.TIMEOUT);
			patient.endsWith(WaitOutcome.SET);
			Actor.endAll(clock, setter);
			Actor.check(event.getQueueLength() == 0, "a waiter is left");
		}

	}

	static final class PulseAgainstTimeout implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter patient = new Waiter(event);
			Waiter hasty = new Waiter(event, true);
			Actor clock = new Clock(hasty);
			Actor pulser = new Pulser(event);
			Actor.startAll(patient, hasty);
			Actor.untilWaiting(event, 2);
			Actor.startAll(clock, pulser);
			hasty.endsWith(WaitOutcome.SET, WaitOutcome.TIMEOUT);
			patient.endsWith(WaitOutcome.SET);
			Actor.endAll(clock, pulser);
		}

	}

	static final class CountAgainstTimeout implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter hasty = new Waiter(event, true);
			hasty.letTimePass();
			CountingPulser pulser = new CountingPulser(event);
			Actor.startAll(hasty, pulser);
			WaitOutcome outcome = hasty.endsWith(WaitOutcome.SET, WaitOutcome.TIMEOUT);
			Actor.check(pulser.released() == 0 || outcome == WaitOutcome.SET, "a time-out counts as released");
		}

	}

	static final class TimeoutAfterPulse implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter hasty = new Waiter(event, true);
			Actor pulser = new PulserAndClock(event, hasty);
			Actor.startAll(hasty);
			Actor.untilWaiting(event, 1);
			Actor.startAll(pulser);
			hasty.endsWith(WaitOutcome.SET);
			pulser.end();
		}

	}

	static final class PulseAgainstInterrupt implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter patient = new Waiter(event);
			Waiter victim = new Waiter(event);
			Actor interrupter = new Interrupter(victim);
			Actor setter = new SetterAndClearer(event);
			Actor.startAll(patient, victim);
			Actor.untilWaiting(event, 2);
			Actor.startAll(interrupter, setter);
			victim.endsWith(WaitOutcome.SET, WaitOutcome.INTERRUPTED);
			patient.endsWith(WaitOutcome.SET);
			Actor.endAll(interrupter, setter);
		}

	}

	static final class SetAgainstInterrupt implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter victim = new Waiter(event);
			Actor interrupter = new Interrupter(victim);
			Actor setter = new Setter(event);
			Actor.startAll(victim, interrupter, setter);
			WaitOutcome outcome = victim.endsWith(WaitOutcome.SET, WaitOutcome.INTERRUPTED);
			Actor.endAll(interrupter, setter);
			Actor.check(victim.takeInterrupt() == (outcome == WaitOutcome.SET), "the status is wrong");
		}

	}

	static final class InterruptOfTheStubborn implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			StubbornWaiter stubborn = new StubbornWaiter(event);
			Actor interrupter = new Interrupter(stubborn);
			Actor pulser = new Pulser(event);
			Actor.startAll(stubborn, interrupter);
			Actor.untilWaiting(event, 1);
			Actor.startAll(pulser);
			Actor.endAll(stubborn, interrupter, pulser);
			Actor.check(stubborn.takeInterrupt(), "the interrupt is lost");
		}

	}

	static final class NeighboursThatGiveUp implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter hasty = new Waiter(event, true);
			Waiter patient = new Waiter(event);
			Waiter victim = new Waiter(event);
			Actor clock = new Clock(hasty);
			Actor interrupter = new Interrupter(victim);
			Actor.startAll(hasty, patient, victim);
			Actor.untilWaiting(event, 3);
			Actor.startAll(clock, interrupter);
			hasty.endsWith(WaitOutcome.TIMEOUT);
			victim.endsWith(WaitOutcome.INTERRUPTED);
			Actor.check(event.getQueueLength() == 1, "the wrong one was unlinked");
			event.pulse();
			patient.endsWith(WaitOutcome.SET);
			Actor.endAll(clock, interrupter);
		}

	}

	static final class EntryBesideThoseWhoGiveUp implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter hasty = new Waiter(event, true);
			Waiter other = new Waiter(event, true);
			Waiter late = new Waiter(event);
			Actor[] clocks = { new Clock(hasty), new Clock(other) };
			Actor.startAll(hasty, other);
			Actor.untilWaiting(event, 2);
			Actor.startAll(clocks);
			Actor.startAll(late);
			hasty.endsWith(WaitOutcome.TIMEOUT);
			other.endsWith(WaitOutcome.TIMEOUT);
			Actor.untilWaiting(event, 1);
			event.pulse();
			late.endsWith(WaitOutcome.SET);
			Actor.endAll(clocks);
			Actor.check(event.getQueueLength() == 0, "a waiter is left");
		}

	}

}
