/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.WaitOutcome;
import io.eventgate.schedules.Actors.Asker;
import io.eventgate.schedules.Actors.Canceller;
import io.eventgate.schedules.Actors.Clock;
import io.eventgate.schedules.Actors.SetterAndClearer;
import io.eventgate.schedules.Actors.Waiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests for the maximum number of waiters under all schedules: it is never exceeded, and
 * no place is lost.
 */
@ExtendWith(Schedules.class)
class MaxWaitersSchedulesTests {

	/**
	 * Created once, outside of the schedules, because its check of names is not
	 * deterministic.
	 */
	private static final EventDefinition ONE_PLACE = EventDefinition.builder("bounded").maxWaiters(1).build();

	@Test
	void oneOfTwoFuturesIsRefused() {
		Schedules.explore(new TwoFuturesForOnePlace());
	}

	@Test
	void placeOfAWaiterThatTimesOutIsFree() {
		Schedules.explore(new EntryAgainstTimeout());
	}

	@Test
	void placeOfACancelledFutureIsFree() {
		Schedules.explore(new EntryAgainstCancel());
	}

	@Test
	void releaseFreesThePlaceOfItsWaiter() {
		Schedules.explore(new EntryAgainstSet());
	}

	private static Event withOnePlace() {
		return Event.create(ONE_PLACE);
	}

	/** Checks that there is one place and that it is free. */
	private static void checkFree(Event event) {
		Actor.check(event.getQueueLength() == 0, "a waiter is left");
		CompletableFuture<Void> first = event.whenSet();
		Actor.check(!first.isDone(), "a free place is refused");
		Actor.check(event.whenSet().isCompletedExceptionally(), "a second waiter is not refused");
		Actor.check(event.getQueueLength() == 1, "the count is wrong");
	}

	static final class TwoFuturesForOnePlace implements Runnable {

		@Override
		public void run() {
			Event event = withOnePlace();
			Asker one = new Asker(event);
			Asker other = new Asker(event);
			Actor.startAll(one, other);
			boolean refusedOne = one.future().isCompletedExceptionally();
			boolean refusedOther = other.future().isCompletedExceptionally();
			Actor.check(refusedOne != refusedOther, "not exactly one was refused");
			Actor.check(event.getQueueLength() == 1, "the count is wrong");
			event.pulse();
			checkFree(event);
		}

	}

	static final class EntryAgainstTimeout implements Runnable {

		@Override
		public void run() {
			Event event = withOnePlace();
			Waiter hasty = new Waiter(event, true);
			Actor clock = new Clock(hasty);
			Asker late = new Asker(event);
			Actor.startAll(hasty);
			Actor.untilWaiting(event, 1);
			Actor.startAll(late, clock);
			hasty.endsWith(WaitOutcome.TIMEOUT);
			clock.end();
			CompletableFuture<Void> future = late.future();
			Actor.check(event.getQueueLength() == (future.isDone() ? 0 : 1), "the count is wrong");
			future.cancel(false);
			checkFree(event);
		}

	}

	static final class EntryAgainstCancel implements Runnable {

		@Override
		public void run() {
			Event event = withOnePlace();
			Canceller canceller = new Canceller(event.whenSet());
			Asker asker = new Asker(event);
			Actor.startAll(canceller, asker);
			Actor.check(canceller.hasCancelled(), "the future was not cancelled");
			CompletableFuture<Void> future = asker.future();
			Actor.check(event.getQueueLength() == (future.isDone() ? 0 : 1), "the count is wrong");
			future.cancel(false);
			checkFree(event);
		}

	}

	static final class EntryAgainstSet implements Runnable {

		@Override
		public void run() {
			Event event = withOnePlace();
			Waiter waiter = new Waiter(event);
			Asker late = new Asker(event);
			Actor setter = new SetterAndClearer(event);
			Actor.startAll(waiter);
			Actor.untilWaiting(event, 1);
			Actor.startAll(late, setter);
			waiter.endsWith(WaitOutcome.SET);
			setter.end();
			late.future().cancel(false);
			checkFree(event);
		}

	}

}
