/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventShutdownException;
import io.eventgate.TooManyWaitersException;
import io.eventgate.Transition;
import io.eventgate.WaitOutcome;

/**
 * The kinds of threads in scenarios.
 */
final class Actors {

	private Actors() {
	}

	/** Waits, and records the outcome. */
	static class Waiter extends Actor {

		private final Event event;

		private final boolean timed;

		/** Read after the end of this actor. */
		private WaitOutcome outcome;

		Waiter(Event event) {
			this(event, false);
		}

		Waiter(Event event, boolean timed) {
			this.event = event;
			this.timed = timed;
		}

		@Override
		void act() throws Exception {
			try {
				this.outcome = returnsTrue() ? WaitOutcome.SET : WaitOutcome.TIMEOUT;
			}
			catch (InterruptedException ex) {
				this.outcome = WaitOutcome.INTERRUPTED;
			}
			catch (EventShutdownException ex) {
				this.outcome = WaitOutcome.SHUTDOWN;
			}
			catch (TooManyWaitersException ex) {
				this.outcome = WaitOutcome.REJECTED;
			}
		}

		private boolean returnsTrue() throws InterruptedException {
			if (this.timed) {
				return this.event.await(1, TimeUnit.MINUTES);
			}
			this.event.await();
			return true;
		}

		/**
		 * Waits for the end of this actor, and checks that its outcome is one of these.
		 */
		final WaitOutcome endsWith(WaitOutcome... allowed) {
			end();
			for (WaitOutcome one : allowed) {
				if (this.outcome == one) {
					return one;
				}
			}
			throw new AssertionError("A wait ended with " + this.outcome);
		}

	}

	/** Waits uninterruptibly. */
	static final class StubbornWaiter extends Actor {

		private final Event event;

		StubbornWaiter(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.event.awaitUninterruptibly();
		}

	}

	/** Waits for any of several events. */
	static final class AnyWaiter extends Actor {

		private final Event[] events;

		private Optional<Event> result = Optional.empty();

		AnyWaiter(Event... events) {
			this.events = events;
		}

		@Override
		void act() throws Exception {
			this.result = Event.awaitAny(Duration.ofMinutes(1), this.events);
		}

		Optional<Event> result() {
			end();
			return this.result;
		}

	}

	/** Waits for all of several events. */
	static final class AllWaiter extends Actor {

		private final Event[] events;

		private boolean result;

		AllWaiter(Event... events) {
			this.events = events;
		}

		@Override
		void act() throws Exception {
			this.result = Event.awaitAll(Duration.ofMinutes(1), this.events);
		}

		boolean result() {
			end();
			return this.result;
		}

	}

	static final class Setter extends Actor {

		private final Event event;

		Setter(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.event.set();
		}

	}

	/** Sets the event and clears it at once. */
	static final class SetterAndClearer extends Actor {

		private final Event event;

		SetterAndClearer(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.event.set();
			this.event.clear();
		}

	}

	static final class Clearer extends Actor {

		private final Event event;

		Clearer(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.event.clear();
		}

	}

	static final class Pulser extends Actor {

		private final Event event;

		Pulser(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.event.pulse();
		}

	}

	/** Pulses the event, and records how many waits that has released. */
	static final class CountingPulser extends Actor {

		private final Event event;

		private int released;

		CountingPulser(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.released = this.event.change(Transition.Kind.PULSE).released();
		}

		int released() {
			end();
			return this.released;
		}

	}

	/** Pulses the event and closes it at once. */
	static final class PulserAndCloser extends Actor {

		private final Event event;

		PulserAndCloser(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.event.pulse();
			this.event.shutdown();
		}

	}

	static final class Closer extends Actor {

		private final Event event;

		Closer(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.event.shutdown();
		}

	}

	static final class Interrupter extends Actor {

		private final Actor target;

		Interrupter(Actor target) {
			this.target = target;
		}

		@Override
		void act() {
			this.target.strike();
		}

	}

	/** Unparks a thread without reason. */
	static final class Strayer extends Actor {

		private final Thread target;

		Strayer(Thread target) {
			this.target = target;
		}

		@Override
		void act() {
			ModelledPlatform.unpark(this.target);
		}

	}

	/** Lets the time-out of an actor expire. */
	static final class Clock extends Actor {

		private final Actor target;

		Clock(Actor target) {
			this.target = target;
		}

		@Override
		void act() {
			this.target.letTimePass();
		}

	}

	/** Pulses the event, and then lets the time-out of an actor expire. */
	static final class PulserAndClock extends Actor {

		private final Event event;

		private final Actor target;

		PulserAndClock(Event event, Actor target) {
			this.event = event;
			this.target = target;
		}

		@Override
		void act() {
			this.event.pulse();
			this.target.letTimePass();
		}

	}

	static final class Canceller extends Actor {

		private final CompletableFuture<?> future;

		private boolean cancelled;

		Canceller(CompletableFuture<?> future) {
			this.future = future;
		}

		@Override
		void act() {
			this.cancelled = this.future.cancel(false);
		}

		boolean hasCancelled() {
			end();
			return this.cancelled;
		}

	}

	/** Creates a future that completes when the event is set. */
	static final class Asker extends Actor {

		private final Event event;

		private CompletableFuture<Void> future = new CompletableFuture<>();

		Asker(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.future = this.event.whenSet();
		}

		CompletableFuture<Void> future() {
			end();
			return this.future;
		}

	}

	/** Creates a future that completes when the event is clear. */
	static final class ClearAsker extends Actor {

		private final Event event;

		private CompletableFuture<Void> future = new CompletableFuture<>();

		ClearAsker(Event event) {
			this.event = event;
		}

		@Override
		void act() {
			this.future = this.event.whenClear();
		}

		CompletableFuture<Void> future() {
			end();
			return this.future;
		}

	}

}
