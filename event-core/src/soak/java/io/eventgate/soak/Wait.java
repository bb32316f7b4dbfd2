package io.eventgate.soak;

/**
 * A call that waited, or asked. Written by one thread and read by others after that
 * thread has ended.
 */
final class Wait {

	final Kind kind;

	/** How long it was to wait at most, in nanoseconds. */
	final long timeout;

	/** When the call began. */
	final long begin;

	/** When the future was there, or else when the call began. */
	long entered;

	/** When the last call of the wait began: that which cancels, or asks, or waits. */
	long asked;

	/** When the wait was over. */
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

		/** Waits for ever. */
		AWAIT,

		/** Waits for a while. */
		TIMED_AWAIT,

		/** Waits for ever, whoever interrupts. */
		UNINTERRUPTIBLE,

		/** Waits for this event or another one that is never set, for a while. */
		ANY,

		/** Asks for a future and waits for that, for a while. */
		FUTURE,

		/** Asks for a future and cancels it. */
		CANCEL,

		/** Looks at the flag. */
		IS_SET;

		/** Whether an interrupt that is there on entry ends it. */
		boolean looksForInterruptOnEntry() {
			return this == AWAIT || this == TIMED_AWAIT || this == ANY;
		}

	}

	enum Outcome {

		/** It has not ended yet. */
		PENDING,

		/** Released, or found set. */
		SET,

		/** The time ran out, or the event was found clear. */
		NOT_SET,

		INTERRUPTED,

		CANCELLED

	}

}
