/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.CompletableFuture;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Tests for the maximum number of waiters against entry, cancellation and release.
 */
public final class MaxWaitersStress {

	private MaxWaitersStress() {
	}

	private static Event bounded(int max) {
		return Event.create(EventDefinition.builder("bounded").maxWaiters(max).build());
	}

	private static boolean isRefused(CompletableFuture<Void> future) {
		return future.isCompletedExceptionally() && !future.isCancelled();
	}

	private static int places(Event event) {
		int places = 0;
		while (!isRefused(event.whenSet())) {
			places++;
		}
		return places;
	}

	/** Three futures for two places. */
	@JCStressTest
	@State
	@Outcome(id = { "1, 0, 2", "0, 1, 2", "0, 0, 2" }, expect = Expect.ACCEPTABLE,
			desc = "Exactly one of the three is refused.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The maximum does not hold.")
	public static class EntryAgainstEntry {

		private final Event event = bounded(2);

		@Actor
		public void one(III_Result result) {
			result.r1 = isRefused(this.event.whenSet()) ? 1 : 0;
		}

		@Actor
		public void other(III_Result result) {
			result.r2 = isRefused(this.event.whenSet()) ? 1 : 0;
		}

		@Actor
		public void third() {
			this.event.whenSet();
		}

		@Arbiter
		public void end(III_Result result) {
			result.r3 = this.event.getQueueLength();
		}

	}

	/**
	 * A future that is cancelled frees its place, to the next entry or to the one that
	 * races with it.
	 */
	@JCStressTest
	@State
	@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Refused before the place was free.")
	@Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "The place was taken.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "A place is lost, or there is one too many.")
	public static class EntryAgainstCancel {

		private final Event event = bounded(1);

		private final CompletableFuture<Void> future = this.event.whenSet();

		@Actor
		public void canceller() {
			this.future.cancel(false);
		}

		@Actor
		public void entry(ZI_Result result) {
			result.r1 = isRefused(this.event.whenSet());
		}

		@Arbiter
		public void end(ZI_Result result) {
			result.r2 = places(this.event);
		}

	}

	/** A pulse frees the place, to the next entry or to the one that races with it. */
	@JCStressTest
	@State
	@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "Refused before the pulse.")
	@Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "Entered after the pulse.")
	@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "Released by the pulse.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "A place is lost, or there is one too many.")
	public static class EntryAgainstPulse {

		private final Event event = bounded(1);

		private final CompletableFuture<Void> future = this.event.whenSet();

		@Actor
		public void pulser() {
			this.event.pulse();
		}

		@Actor
		public void entry(ZI_Result result) {
			result.r1 = isRefused(this.event.whenSet());
		}

		@Arbiter
		public void end(ZI_Result result) {
			result.r2 = this.future.isDone() ? places(this.event) : -1;
		}

	}

}
