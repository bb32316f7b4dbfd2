/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.soak;

/**
 * A call that waited or read the flag. It is written by one thread, and read by others
 * after that thread has ended.
 */
final class Wait {

	final Kind kind;

	/** The time-out, in nanoseconds. */
	final long timeout;

	/** The time at which the call began. */
	final long begin;

	/** The time at which the future was created, or else the call began. */
	long entered;

	/**
	 * The time at which the last call of the wait began, which cancels, reads or waits.
	 */
	long asked;

	/** The time at which the wait ended. */
	long end;

	Outcome outcome = Outcome.PENDING;

	Wait(Kind kind, long timeout) {
		this.kind = kind;
		this.timeout = timeout;
		this.begin = System.nanoTime();
		this.entered = this.begin;
		this.asked = this.begin;
	}

	void over(Outcome outcome) {
		this.outcome = outcome;
		this.end = System.nanoTime();
	}

	@Override
	public String toString() {
		return this.kind + " of " + this.timeout + " ns from " + this.begin + " entered " + this.entered + " asked "
				+ this.asked + " to " + this.end + ": " + this.outcome;
	}

	enum Kind {

		/** Waits without a time-out. */
		AWAIT,

		/** Waits with a time-out. */
		TIMED_AWAIT,

		/** Waits uninterruptibly without a time-out. */
		UNINTERRUPTIBLE,

		/** Waits for this event or another one that is never set, with a time-out. */
		ANY,

		/** Creates a future and waits for it with a time-out. */
		FUTURE,

		/** Creates a future and cancels it. */
		CANCEL,

		/** Reads the flag. */
		IS_SET;

		/** Returns whether an interrupt before entry ends it. */
		boolean looksForInterruptOnEntry() {
			return this == AWAIT || this == TIMED_AWAIT || this == ANY;
		}

	}

	enum Outcome {

		/** Not ended yet. */
		PENDING,

		/** Released, or found set. */
		SET,

		/** Timed out, or found clear. */
		NOT_SET,

		INTERRUPTED,

		CANCELLED

	}

}
