/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventgate.Event;
import io.eventgate.WaitOutcome;
import io.eventgate.schedules.Actors.AllWaiter;
import io.eventgate.schedules.Actors.AnyWaiter;
import io.eventgate.schedules.Actors.Asker;
import io.eventgate.schedules.Actors.Canceller;
import io.eventgate.schedules.Actors.ClearAsker;
import io.eventgate.schedules.Actors.Clearer;
import io.eventgate.schedules.Actors.CountingPulser;
import io.eventgate.schedules.Actors.Pulser;
import io.eventgate.schedules.Actors.PulserAndClock;
import io.eventgate.schedules.Actors.Setter;
import io.eventgate.schedules.Actors.Waiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests for futures and waits for several events under all schedules: each has the
 * outcome of its phase.
 */
@ExtendWith(Schedules.class)
class FutureSchedulesTests {

	@Test
	void futureCreatedWhileTheEventIsSetCompletes() {
		Schedules.explore(new SetAgainstWhenSet());
	}

	@Test
	void cancellationAgainstPulseHasOneOutcome() {
		Schedules.explore(new PulseAgainstCancel());
	}

	@Test
	void cancelledFutureDoesNotCountAsReleased() {
		Schedules.explore(new CountAgainstCancel());
	}

	@Test
	void dependentsRunOnceWithTwoSetters() {
		Schedules.explore(new SettersAgainstFutures());
	}

	@Test
	void awaitAnyIsReleasedByEitherEvent() {
		Schedules.explore(new SettersAgainstAny());
	}

	@Test
	void awaitAnyLosesNoPulse() {
		Schedules.explore(new PulseAgainstAny());
	}

	@Test
	void awaitAllRemembersPulses() {
		Schedules.explore(new PulsesAgainstAll());
	}

	@Test
	void futureCreatedWhileTheEventIsClearedCompletes() {
		Schedules.explore(new ClearAgainstWhenClear());
	}

	static final class SetAgainstWhenSet implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Asker asker = new Asker(event);
			Waiter waiter = new Waiter(event);
			Actor setter = new Setter(event);
			Actor.startAll(asker, waiter, setter);
			CompletableFuture<Void> future = asker.future();
			waiter.endsWith(WaitOutcome.SET);
			setter.end();
			Actor.check(future.isDone() && !future.isCompletedExceptionally(), "the future waits on");
		}

	}

	static final class ClearAgainstWhenClear implements Runnable {

		@Override
		public void run() {
			Event event = Event.create(true);
			ClearAsker asker = new ClearAsker(event);
			Actor clearer = new Clearer(event);
			Actor.startAll(asker, clearer);
			CompletableFuture<Void> future = asker.future();
			clearer.end();
			Actor.check(future.isDone() && !future.isCompletedExceptionally(), "the future waits on");
		}

	}

	static final class PulseAgainstCancel implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			CompletableFuture<Void> future = event.whenSet();
			CompletableFuture<Void> other = event.whenSet();
			Canceller canceller = new Canceller(future);
			Actor pulser = new Pulser(event);
			Actor.startAll(canceller, pulser);
			boolean cancelled = canceller.hasCancelled();
			pulser.end();
			Actor.check(future.isDone() && future.isCancelled() == cancelled, "the outcome is ambiguous");
			Actor.check(other.isDone() && !other.isCancelled(), "the other one waits on");
			Actor.check(event.getQueueLength() == 0, "a waiter is left");
		}

	}

	static final class CountAgainstCancel implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			Canceller canceller = new Canceller(event.whenSet());
			CompletableFuture<Void> other = event.whenSet();
			CountingPulser pulser = new CountingPulser(event);
			Actor.startAll(canceller, pulser);
			int most = canceller.hasCancelled() ? 1 : 2;
			int released = pulser.released();
			Actor.check(released >= 1 && released <= most, released + " waits were counted as released");
			Actor.check(other.isDone(), "the other one waits on");
		}

	}

	static final class SettersAgainstFutures implements Runnable {

		@Override
		public void run() {
			Event event = Event.create();
			AtomicInteger runs = new AtomicInteger();
			CompletableFuture<?> one = event.whenSet().thenRun(runs::incrementAndGet);
			CompletableFuture<?> other = event.whenSet().thenRun(event::set).thenRun(runs::incrementAndGet);
			Actor[] setters = { new Setter(event), new Setter(event) };
			Actor.startAll(setters);
			Actor.endAll(setters);
			Actor.check(one.isDone() && other.isDone() && runs.get() == 2, "dependents ran " + runs + " times");
		}

	}

	static final class SettersAgainstAny implements Runnable {

		@Override
		public void run() {
			Event one = Event.create();
			Event other = Event.create();
			AnyWaiter waiter = new AnyWaiter(one, other);
			Actor[] setters = { new Setter(one), new Setter(other) };
			Actor.startAll(waiter);
			Actor.startAll(setters);
			Actor.check(waiter.result().isPresent(), "a set is lost");
			Actor.endAll(setters);
			Actor.check(one.getQueueLength() + other.getQueueLength() == 0, "a waiter is left");
		}

	}

	static final class PulseAgainstAny implements Runnable {

		@Override
		public void run() {
			Event one = Event.create();
			Event other = Event.create();
			AnyWaiter waiter = new AnyWaiter(one, other);
			Actor pulser = new PulserAndClock(other, waiter);
			Actor.startAll(waiter);
			Actor.untilWaiting(other, 1);
			Actor.startAll(pulser);
			Optional<Event> result = waiter.result();
			Actor.check(result.equals(Optional.of(other)), "a pulse is lost");
			pulser.end();
			Actor.check(one.getQueueLength() + other.getQueueLength() == 0, "a waiter is left");
		}

	}

	static final class PulsesAgainstAll implements Runnable {

		@Override
		public void run() {
			Event one = Event.create();
			Event other = Event.create();
			AllWaiter waiter = new AllWaiter(one, other);
			Actor.startAll(waiter);
			Actor.untilWaiting(other, 1);
			Actor[] pulsers = { new Pulser(one), new Pulser(other) };
			Actor.startAll(pulsers);
			Actor.check(waiter.result(), "a pulse is lost");
			Actor.endAll(pulsers);
			Actor.check(one.getQueueLength() + other.getQueueLength() == 0, "a waiter is left");
		}

	}

}
