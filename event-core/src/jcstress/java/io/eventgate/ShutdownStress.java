/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.LZZ_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Tests for {@code shutdown()} against all other operations.
 */
public final class ShutdownStress {

	private ShutdownStress() {
	}

	private static String outcome(Event event) {
		TimeLimit limit = new TimeLimit();
		try {
			return (event.await(TimeLimit.LENGTH) && !limit.isOver()) ? "released" : "timed out";
		}
		catch (EventShutdownException ex) {
			return limit.isOver() ? "timed out" : "closed";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String outcome(CompletableFuture<Void> future) {
		if (!future.isDone()) {
			return "pending";
		}
		if (future.isCancelled()) {
			return "cancelled";
		}
		try {
			future.join();
			return "released";
		}
		catch (CompletionException ex) {
			return (ex.getCause() instanceof EventShutdownException) ? "closed" : "failed";
		}
	}

	/** Against an entering waiter. */
	@JCStressTest
	@State
	@Outcome(id = "closed", expect = Expect.ACCEPTABLE, desc = "Cut off, or turned away.")
	@Outcome(id = "timed out", expect = Expect.FORBIDDEN, desc = "The waiter slept on.")
	@Outcome(id = "released", expect = Expect.FORBIDDEN, desc = "No thread has set the event.")
	public static class CloseAgainstEntry {

		private final Event event = Event.create();

		@Actor
		public void waiter(L_Result result) {
			result.r1 = outcome(this.event);
		}

		@Actor
		public void closer() {
			this.event.shutdown();
		}

	}

	/** Against {@code set()}, with a future that came before both. */
	@JCStressTest
	@State
	@Outcome(id = "released, true, true", expect = Expect.ACCEPTABLE, desc = "Set, then closed.")
	@Outcome(id = "closed, true, true", expect = Expect.ACCEPTABLE, desc = "Closed, then set.")
	@Outcome(id = "(pending|failed|cancelled), .*, .*", expect = Expect.FORBIDDEN, desc = "Neither settled it.")
	@Outcome(id = ".*, false, .*", expect = Expect.FORBIDDEN, desc = "The set is lost.")
	@Outcome(id = ".*, .*, false", expect = Expect.FORBIDDEN, desc = "The close is lost.")
	public static class CloseAgainstSet {

		private final Event event = Event.create();

		private final CompletableFuture<Void> future = this.event.whenSet();

		@Actor
		public void closer() {
			this.event.shutdown();
		}

		@Actor
		public void setter() {
			this.event.set();
		}

		@Arbiter
		public void end(LZZ_Result result) {
			result.r1 = outcome(this.future);
			result.r2 = this.event.isSet();
			result.r3 = this.event.isShutdown();
		}

	}

	/** Against {@code clear()}, which still changes the flag. */
	@JCStressTest
	@State
	@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Clear and shut down, in either order.")
	@Outcome(id = "true, .*", expect = Expect.FORBIDDEN, desc = "The clear is lost.")
	@Outcome(id = ".*, false", expect = Expect.FORBIDDEN, desc = "The close is lost.")
	public static class CloseAgainstClear {

		private final Event event = Event.create(true);

		@Actor
		public void closer() {
			this.event.shutdown();
		}

		@Actor
		public void clearer() {
			this.event.clear();
		}

		@Arbiter
		public void end(ZZ_Result result) {
			result.r1 = this.event.isSet();
			result.r2 = this.event.isShutdown();
		}

	}

	/** After a pulse, with a waiter that may have entered before it. */
	@JCStressTest
	@State
	@Outcome(id = "waited, released", expect = Expect.ACCEPTABLE, desc = "It waited, and the pulse came first.")
	@Outcome(id = "unseen, released", expect = Expect.ACCEPTABLE, desc = "It entered just before the pulse.")
	@Outcome(id = "unseen, closed", expect = Expect.ACCEPTABLE, desc = "It entered after the pulse.")
	@Outcome(id = "waited, closed", expect = Expect.FORBIDDEN, desc = "The close took back the release.")
	@Outcome(id = ".*, timed out", expect = Expect.FORBIDDEN, desc = "The waiter slept on.")
	public static class CloseAfterPulse {

		private final Event event = Event.create();

		@Actor
		public void waiter(LL_Result result) {
			result.r2 = outcome(this.event);
		}

		@Actor
		public void closer(LL_Result result) {
			boolean waited = false;
			for (int i = 0; i < 200 && !waited; i++) {
				waited = this.event.getQueueLength() != 0;
			}
			this.event.pulse();
			this.event.shutdown();
			result.r1 = waited ? "waited" : "unseen";
		}

	}

	/** Against {@code whenSet()} and a cancellation of what it returned. */
	@JCStressTest
	@State
	@Outcome(id = "(closed|cancelled), 0", expect = Expect.ACCEPTABLE, desc = "Failed by the one or by the other.")
	@Outcome(id = "(pending|released|failed), .*", expect = Expect.FORBIDDEN, desc = "Neither call has completed it.")
	@Outcome(id = ".*, 1", expect = Expect.FORBIDDEN, desc = "The future left its node behind.")
	public static class CloseAgainstWhenSet {

		private final Event event = Event.create();

		private CompletableFuture<Void> future = new CompletableFuture<>();

		@Actor
		public void asker() {
			this.future = this.event.whenSet();
			this.future.cancel(false);
		}

		@Actor
		public void closer() {
			this.event.shutdown();
		}

		@Arbiter
		public void end(LL_Result result) {
			result.r1 = outcome(this.future);
			result.r2 = this.event.getQueueLength();
		}

	}

	/** Against itself, with a future that came before both. */
	@JCStressTest
	@State
	@Outcome(id = "closed, closed, true", expect = Expect.ACCEPTABLE, desc = "Closed once, all are cut off.")
	@Outcome(id = ".*, .*, .*", expect = Expect.FORBIDDEN, desc = "A future was not cut off.")
	public static class CloseAgainstClose {

		private final Event event = Event.create();

		private final CompletableFuture<Void> one = this.event.whenSet();

		private final CompletableFuture<Void> other = this.event.whenSet();

		@Actor
		public void closer() {
			this.event.shutdown();
		}

		@Actor
		public void otherCloser() {
			this.event.shutdown();
		}

		@Arbiter
		public void end(LLL_Result result) {
			result.r1 = outcome(this.one);
			result.r2 = outcome(this.other);
			result.r3 = this.event.isShutdown();
		}

	}

	/** Against {@code awaitAny}. */
	@JCStressTest
	@State
	@Outcome(id = "closed, 0", expect = Expect.ACCEPTABLE, desc = "The closed event ended the wait.")
	@Outcome(id = "(released|timed out), .*", expect = Expect.FORBIDDEN, desc = "The close was not noticed.")
	@Outcome(id = ".*, [12]", expect = Expect.FORBIDDEN, desc = "A node was left behind in the other event.")
	public static class CloseAgainstAny {

		private final Event event = Event.create();

		private final Event other = Event.create();

		@Actor
		public void waiter(LL_Result result) {
			TimeLimit limit = new TimeLimit();
			try {
				result.r1 = Event.awaitAny(TimeLimit.LENGTH, this.other, this.event).isPresent() ? "released"
						: "timed out";
			}
			catch (EventShutdownException ex) {
				result.r1 = limit.isOver() ? "timed out" : "closed";
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Actor
		public void closer() {
			this.event.shutdown();
		}

		@Arbiter
		public void end(LL_Result result) {
			result.r2 = this.event.getQueueLength() + this.other.getQueueLength();
		}

	}

}
