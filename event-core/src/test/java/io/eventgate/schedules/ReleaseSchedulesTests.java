/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import io.eventgate.Event;
import io.eventgate.WaitOutcome;
import io.eventgate.schedules.Actors.Clearer;
import io.eventgate.schedules.Actors.Closer;
import io.eventgate.schedules.Actors.Pulser;
import io.eventgate.schedules.Actors.PulserAndCloser;
import io.eventgate.schedules.Actors.Setter;
import io.eventgate.schedules.Actors.SetterAndClearer;
import io.eventgate.schedules.Actors.Strayer;
import io.eventgate.schedules.Actors.Waiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests for releases under all schedules: every waiter is released.
 */
@ExtendWith(Schedules.class)
class ReleaseSchedulesTests {

	@Test
	void setReleasesAThreadThatEntersConcurrently() {
		Schedules.explore(new SetAgainstEntry());
	}

	@Test
	void pulseReleasesWaitersWhileOthersEnter() {
		Schedules.explore(new PulseAgainstEntry());
	}

	@Test
	void clearRevokesNoRelease() {
		Schedules.explore(new ClearAgainstReturn());
	}

	@Test
	void releasedWaitersWakeTheOthers() {
		Schedules.explore(new PulseOfMany());
	}

	@Test
	void consecutivePulsesReleaseAllWaiters() {
		Schedules.explore(new PulseAfterPulse());
	}

	@Test
	void settersAndAClearerReleaseWaiters() {
		Schedules.explore(new SettersAgainstClearer());
	}

	@Test
	void strayUnparkReleasesNoThread() {
		Schedules.explore(new StrayUnpark());
	}

	@Test
	void shutdownEndsAllWaits() {
		Schedules.explore(new CloseOfMany());
	}

	@Test
	void shutdownAgainstSetHasOneOfBothOutcomes() {
		Schedules.explore(new CloseAgainstSet());
	}

	@Test
	void shutdownRevokesNoRelease() {
		Schedules.explore(new CloseAfterPulse());
	}

	static final class SetAgainstEntry implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter one = new Waiter(event);
			Waiter other = new Waiter(event);
			Actor setter = new Setter(event);
			Actor.startAll(one, other, setter);
			one.endsWith(WaitOutcome.SET);
			other.endsWith(WaitOutcome.SET);
			setter.end();
			Actor.check(event.getQueueLength() == 0, "a waiter is left");
		}

	}

	static final class PulseAgainstEntry implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter early = new Waiter(event);
			Waiter late = new Waiter(event);
			Actor pulser = new Pulser(event);
			Actor.startAll(early);
			Actor.untilWaiting(event, 1);
			Actor.startAll(late, pulser);
			early.endsWith(WaitOutcome.SET);
			pulser.end();
			event.set();
			late.endsWith(WaitOutcome.SET);
		}

	}

	static final class ClearAgainstReturn implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter one = new Waiter(event);
			Waiter other = new Waiter(event);
			Waiter late = new Waiter(event);
			Actor setter = new SetterAndClearer(event);
			Actor.startAll(one, other);
			Actor.untilWaiting(event, 2);
			Actor.startAll(setter, late);
			one.endsWith(WaitOutcome.SET);
			other.endsWith(WaitOutcome.SET);
			setter.end();
			event.set();
			late.endsWith(WaitOutcome.SET);
		}

	}

	static final class PulseOfMany implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter[] waiters = new Waiter[4];
			for (int i = 0; i < waiters.length; i++) {
				waiters[i] = new Waiter(event);
			}
			Actor.startAll(waiters);
			Actor.untilWaiting(event, waiters.length);
			event.pulse();
			for (Waiter waiter : waiters) {
				waiter.endsWith(WaitOutcome.SET);
			}
			Actor.check(event.getQueueLength() == 0, "a waiter is left");
		}

	}

	static final class PulseAfterPulse implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter one = new Waiter(event);
			Waiter other = new Waiter(event);
			Waiter late = new Waiter(event);
			Actor pulser = new Pulser(event);
			Actor.startAll(one, other);
			Actor.untilWaiting(event, 2);
			Actor.startAll(pulser, late);
			pulser.end();
			event.pulse();
			one.endsWith(WaitOutcome.SET);
			other.endsWith(WaitOutcome.SET);
			event.set();
			late.endsWith(WaitOutcome.SET);
		}

	}

	static final class SettersAgainstClearer implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter one = new Waiter(event);
			Waiter other = new Waiter(event);
			Actor[] switchers = { new Setter(event), new Setter(event), new Clearer(event) };
			Actor.startAll(one, other);
			Actor.untilWaiting(event, 2);
			Actor.startAll(switchers);
			one.endsWith(WaitOutcome.SET);
			other.endsWith(WaitOutcome.SET);
			Actor.endAll(switchers);
		}

	}

	static final class StrayUnpark implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter waiter = new Waiter(event);
			Actor strayer = new Strayer(waiter);
			Actor.startAll(waiter, strayer);
			Actor.untilWaiting(event, 1);
			strayer.end();
			Actor.check(event.getQueueLength() == 1, "the waiter has left");
			event.pulse();
			waiter.endsWith(WaitOutcome.SET);
		}

	}

	static final class CloseOfMany implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter one = new Waiter(event);
			Waiter other = new Waiter(event);
			Waiter late = new Waiter(event);
			Actor closer = new Closer(event);
			Actor.startAll(one, other);
			Actor.untilWaiting(event, 2);
			Actor.startAll(late, closer);
			one.endsWith(WaitOutcome.SHUTDOWN);
			other.endsWith(WaitOutcome.SHUTDOWN);
			late.endsWith(WaitOutcome.SHUTDOWN);
			closer.end();
		}

	}

	static final class CloseAgainstSet implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter one = new Waiter(event);
			Waiter other = new Waiter(event);
			Actor closer = new Closer(event);
			Actor setter = new Setter(event);
			Actor.startAll(one, other);
			Actor.untilWaiting(event, 2);
			Actor.startAll(closer, setter);
			WaitOutcome outcome = one.endsWith(WaitOutcome.SET, WaitOutcome.SHUTDOWN);
			other.endsWith(outcome);
			Actor.endAll(closer, setter);
			Actor.check(event.isSet() && event.isShutdown(), "a transition is lost");
		}

	}

	static final class CloseAfterPulse implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Waiter early = new Waiter(event);
			Waiter late = new Waiter(event);
			Actor closer = new PulserAndCloser(event);
			Actor.startAll(early);
			Actor.untilWaiting(event, 1);
			Actor.startAll(late, closer);
			early.endsWith(WaitOutcome.SET);
			late.endsWith(WaitOutcome.SET, WaitOutcome.SHUTDOWN);
			closer.end();
		}

	}

}
