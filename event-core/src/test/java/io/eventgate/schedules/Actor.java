/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import java.util.concurrent.TimeUnit;

import io.eventgate.Event;

/**
 * A thread of a scenario. Each kind is a class of its own: threads that run a lambda are
 * silently not explored on newer JDKs.
 */
abstract class Actor extends Thread {

	private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);

	private final Object parking = new Object();

	private boolean permit;

	private boolean struck;

	private long time;

	private Throwable failure;

	abstract void act() throws Exception;

	@Override
	public final void run() {
		try {
			act();
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	/** Waits for the end of this actor, and fails if it has failed. */
	final void end() {
		try {
			// The checker identifies the method by the class on which it is called.
			Thread thread = this;
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		if (this.failure != null) {
			throw new AssertionError(this.failure);
		}
	}

	static void startAll(Actor... actors) {
		for (Actor actor : actors) {
			actor.start();
		}
	}

	static void endAll(Actor... actors) {
		for (Actor actor : actors) {
			actor.end();
		}
	}

	/** Waits until the event has that many waiters. */
	static void untilWaiting(Event event, int count) {
		while (event.getQueueLength() < count) {
			Thread.onSpinWait();
		}
	}

	static void check(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

	final void park(long nanos) {
		if (nanos <= 0) {
			return;
		}
		synchronized (this.parking) {
			long end = (Long.MAX_VALUE - nanos > this.time) ? this.time + nanos : Long.MAX_VALUE;
			if (this.time > 0 && end < Long.MAX_VALUE) {
				// Time goes on: a park that begins late ends too.
				this.time = end;
			}
			while (!this.permit && !this.struck && this.time < end) {
				try {
					this.parking.wait();
				}
				catch (InterruptedException ex) {
					throw new AssertionError(ex);
				}
			}
			this.permit = false;
		}
	}

	final void unpark() {
		synchronized (this.parking) {
			this.permit = true;
			this.parking.notifyAll();
		}
	}

	/** Interrupts this actor. */
	final void strike() {
		synchronized (this.parking) {
			this.struck = true;
			this.parking.notifyAll();
		}
	}

	final boolean takeInterrupt() {
		synchronized (this.parking) {
			boolean taken = this.struck;
			this.struck = false;
			return taken;
		}
	}

	/** Advances the time of this actor by more than any wait of a scenario takes. */
	final void letTimePass() {
		synchronized (this.parking) {
			this.time += AN_HOUR;
			this.parking.notifyAll();
		}
	}

	final long time() {
		synchronized (this.parking) {
			return this.time;
		}
	}

}
