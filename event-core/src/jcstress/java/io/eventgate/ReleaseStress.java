/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZIZ_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * Tests for {@code set()} and {@code pulse()} against waiters that enter, wait or give
 * up.
 */
public final class ReleaseStress {

	/** The number of checks for a waiter. */
	private static final int LOOKS = 200;

	private ReleaseStress() {
	}

	/** Waits for the waiter to enter, but not for long. */
	private static boolean isAwaited(Event event) {
		for (int i = 0; i < LOOKS; i++) {
			if (event.getQueueLength() != 0) {
				return true;
			}
			Thread.onSpinWait();
		}
		return false;
	}

	private static boolean awaitLong(Event event) {
		TimeLimit limit = new TimeLimit();
		try {
			return event.await(TimeLimit.LENGTH) && !limit.isOver();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** {@code set()} against an entering waiter. */
	@JCStressTest
	@State
	@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "Released, or not blocked at all.")
	@Outcome(id = "false, .*", expect = Expect.FORBIDDEN, desc = "The waiter slept on.")
	@Outcome(id = "true, 1", expect = Expect.FORBIDDEN, desc = "The waiter left itself behind.")
	public static class SetAgainstEntry {

		private final Event event = Event.create();

		@Actor
		public void waiter(ZI_Result result) {
			result.r1 = awaitLong(this.event);
		}

		@Actor
		public void setter() {
			this.event.set();
		}

		@Arbiter
		public void end(ZI_Result result) {
			result.r2 = this.event.getQueueLength();
		}

	}

	/** {@code pulse()} against an entering waiter. */
	@JCStressTest
	@State
	@Outcome(id = "waited, true", expect = Expect.ACCEPTABLE, desc = "It waited, and the pulse released it.")
	@Outcome(id = "unseen, true", expect = Expect.ACCEPTABLE, desc = "It entered too late, and was set free later.")
	@Outcome(id = "waited, false", expect = Expect.FORBIDDEN, desc = "It waited, and the pulse was lost.")
	@Outcome(id = "unseen, false", expect = Expect.FORBIDDEN, desc = "It entered late, and the set was lost.")
	public static class PulseAgainstEntry {

		private final Event event = Event.create();

		@Actor
		public void waiter(LL_Result result) {
			result.r2 = awaitLong(this.event);
		}

		@Actor
		public void pulser(LL_Result result) {
			boolean waited = isAwaited(this.event);
			this.event.pulse();
			if (!waited) {
				this.event.set();
			}
			result.r1 = waited ? "waited" : "unseen";
		}

	}

	/** {@code set(); clear()} against an entering waiter. */
	@JCStressTest
	@State
	@Outcome(id = "waited, true", expect = Expect.ACCEPTABLE, desc = "It waited, and the set released it.")
	@Outcome(id = "unseen, true", expect = Expect.ACCEPTABLE, desc = "It entered too late, and was set free later.")
	@Outcome(id = "waited, false", expect = Expect.FORBIDDEN, desc = "It waited, and clear() took its release back.")
	@Outcome(id = "unseen, false", expect = Expect.FORBIDDEN, desc = "It entered late, and the set was lost.")
	public static class PulseBySetAndClear {

		private final Event event = Event.create();

		@Actor
		public void waiter(LL_Result result) {
			result.r2 = awaitLong(this.event);
		}

		@Actor
		public void setter(LL_Result result) {
			boolean waited = isAwaited(this.event);
			this.event.set();
			this.event.clear();
			if (!waited) {
				this.event.set();
			}
			result.r1 = waited ? "waited" : "unseen";
		}

	}

	/** {@code set(); clear()} against a waiter that is already parked. */
	@JCStressTest(Mode.Termination)
	@State
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The waiter returned.")
	@Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "The waiter slept on.")
	public static class PulseOfASleeper {

		private final Event event = Event.create();

		@Actor
		public void waiter() {
			this.event.awaitUninterruptibly();
		}

		@Signal
		public void setter() {
			while (this.event.getQueueLength() == 0) {
				Thread.onSpinWait();
			}
			this.event.set();
			this.event.clear();
		}

	}

	/** {@code set()} against a wait whose time runs out. */
	@JCStressTest
	@State
	@Outcome(id = "true, 0, true", expect = Expect.ACCEPTABLE, desc = "Released before the time ran out.")
	@Outcome(id = "false, 0, true", expect = Expect.ACCEPTABLE, desc = "The time ran out before the set.")
	@Outcome(id = ".*, 1, .*", expect = Expect.FORBIDDEN, desc = "The waiter left itself behind.")
	@Outcome(id = ".*, .*, false", expect = Expect.FORBIDDEN, desc = "The set is lost.")
	public static class SetAgainstTimeout {

		private final Event event = Event.create();

		@Actor
		public void waiter(ZIZ_Result result) {
			try {
				result.r1 = this.event.await(ThreadLocalRandom.current().nextInt(20_000), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Actor
		public void setter() {
			this.event.set();
		}

		@Arbiter
		public void end(ZIZ_Result result) {
			result.r2 = this.event.getQueueLength();
			result.r3 = this.event.isSet();
		}

	}

	/** {@code set()} against an interrupt of the waiter. */
	@JCStressTest
	@State
	@Outcome(id = "released, true", expect = Expect.ACCEPTABLE, desc = "Released, the status is kept.")
	@Outcome(id = "interrupted, false", expect = Expect.ACCEPTABLE, desc = "Interrupted, the status is cleared.")
	@Outcome(id = "released, false", expect = Expect.FORBIDDEN, desc = "The interrupt was swallowed.")
	@Outcome(id = "interrupted, true", expect = Expect.FORBIDDEN, desc = "The interrupt is reported twice.")
	@Outcome(id = "timed out, .*", expect = Expect.FORBIDDEN, desc = "The set was lost.")
	public static class SetAgainstInterrupt {

		private final Event event = Event.create();

		private volatile Thread thread;

		private volatile boolean interrupted;

		@Actor
		public void waiter(LL_Result result) {
			this.thread = Thread.currentThread();
			try {
				result.r1 = this.event.await(TimeLimit.LENGTH) ? "released" : "timed out";
			}
			catch (InterruptedException ex) {
				result.r1 = "interrupted";
			}
			while (!this.interrupted) {
				Thread.onSpinWait();
			}
			// Also clears the status, because the thread belongs to the harness.
			result.r2 = Thread.interrupted();
		}

		@Actor
		public void switcher() {
			while (this.thread == null) {
				Thread.onSpinWait();
			}
			boolean setFirst = ThreadLocalRandom.current().nextBoolean();
			if (setFirst) {
				this.event.set();
			}
			this.thread.interrupt();
			this.interrupted = true;
			if (!setFirst) {
				this.event.set();
			}
		}

	}

	/** {@code set()} against {@code whenSet()}. */
	@JCStressTest
	@State
	@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The future is complete.")
	@Outcome(id = "false, .*", expect = Expect.FORBIDDEN,
			desc = "The future is still pending although the event is set.")
	public static class SetAgainstWhenSet {

		private final Event event = Event.create();

		private CompletableFuture<Void> future = new CompletableFuture<>();

		@Actor
		public void asker() {
			this.future = this.event.whenSet();
		}

		@Actor
		public void setter() {
			this.event.set();
		}

		@Arbiter
		public void end(ZI_Result result) {
			result.r1 = this.future.isDone() && !this.future.isCompletedExceptionally();
			result.r2 = this.event.getQueueLength();
		}

	}

	/** {@code set()} against the cancellation of a future. */
	@JCStressTest
	@State
	@Outcome(id = "true, true, 0", expect = Expect.ACCEPTABLE, desc = "Cancelled before the set.")
	@Outcome(id = "false, false, 0", expect = Expect.ACCEPTABLE, desc = "Released before it could be cancelled.")
	@Outcome(id = "true, false, 0", expect = Expect.FORBIDDEN, desc = "Said to be cancelled, but is not.")
	@Outcome(id = "false, true, 0", expect = Expect.FORBIDDEN, desc = "Said not to be cancelled, but is.")
	@Outcome(id = ".*, .*, 1", expect = Expect.FORBIDDEN, desc = "The future left its node behind.")
	public static class SetAgainstCancel {

		private final Event event = Event.create();

		private final CompletableFuture<Void> future = this.event.whenSet();

		@Actor
		public void canceller(ZZI_Result result) {
			result.r1 = this.future.cancel(false);
		}

		@Actor
		public void setter() {
			this.event.set();
		}

		@Arbiter
		public void end(ZZI_Result result) {
			result.r2 = this.future.isCancelled();
			result.r3 = this.event.getQueueLength();
		}

	}

	/** Two setters against each other, with a future that depends on them. */
	@JCStressTest
	@State
	@Outcome(id = "1, true, SET", expect = Expect.ACCEPTABLE, desc = "Completed once; the event is set and tidy.")
	@Outcome(id = "0, .*, .*", expect = Expect.FORBIDDEN, desc = "Each left the future to the other.")
	@Outcome(id = "2, .*, .*", expect = Expect.FORBIDDEN, desc = "The dependent ran twice.")
	@Outcome(id = "1, false, .*", expect = Expect.FORBIDDEN, desc = "The event is not set.")
	@Outcome(id = "1, true, untidy", expect = Expect.FORBIDDEN, desc = "The phase that is over is retained.")
	public static class TwoSetters {

		private final Event event = Event.create();

		private final AtomicInteger runs = new AtomicInteger();

		public TwoSetters() {
			CompletableFuture<?> unused = this.event.whenSet().thenRun(this.runs::incrementAndGet);
		}

		@Actor
		public void one() {
			this.event.set();
		}

		@Actor
		public void other() {
			this.event.set();
		}

		@Arbiter
		public void end(LLL_Result result) {
			result.r1 = this.runs.get();
			result.r2 = this.event.isSet();
			result.r3 = (((LocalEvent) this.event).phase() == Phase.SET) ? "SET" : "untidy";
		}

	}

	/** A setter against {@code clear()} and a waiter that came before both. */
	@JCStressTest
	@State
	@Outcome(id = "true, [01]", expect = Expect.ACCEPTABLE, desc = "The future is complete in either order.")
	@Outcome(id = "false, .*", expect = Expect.FORBIDDEN, desc = "The clear took back the release.")
	public static class SetAgainstClear {

		private final Event event = Event.create();

		private final CompletableFuture<Void> future = this.event.whenSet();

		@Actor
		public void setter() {
			this.event.set();
		}

		@Actor
		public void clearer() {
			this.event.clear();
		}

		@Arbiter
		public void end(ZI_Result result) {
			result.r1 = this.future.isDone();
			result.r2 = this.event.isSet() ? 1 : 0;
		}

	}

}
