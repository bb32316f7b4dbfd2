/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.Optional;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Tests for waits for several events.
 */
public final class CombinedStress {

	private CombinedStress() {
	}

	private static String awaitAny(Event one, Event other, Duration timeout) {
		TimeLimit limit = new TimeLimit();
		try {
			Optional<Event> result = Event.awaitAny(timeout, one, other);
			return limit.isOver() ? "none" : result.map((event) -> (event == one) ? "one" : "other").orElse("none");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** {@code awaitAny} against two sets. */
	@JCStressTest
	@State
	@Outcome(id = "one, 0", expect = Expect.ACCEPTABLE, desc = "The first was seen set.")
	@Outcome(id = "other, 0", expect = Expect.ACCEPTABLE, desc = "Only the second was seen set.")
	@Outcome(id = "none, .*", expect = Expect.FORBIDDEN, desc = "Both sets were lost.")
	@Outcome(id = ".*, [12]", expect = Expect.FORBIDDEN, desc = "A node was left behind in a loser.")
	public static class AnyAgainstTwoSets {

		private final Event one = Event.create();

		private final Event other = Event.create();

		@Actor
		public void waiter(LI_Result result) {
			result.r1 = awaitAny(this.one, this.other, TimeLimit.LENGTH);
		}

		@Actor
		public void setter() {
			this.other.set();
			this.one.set();
		}

		@Arbiter
		public void end(LI_Result result) {
			result.r2 = this.one.getQueueLength() + this.other.getQueueLength();
		}

	}

	/** {@code awaitAny} against a pulse of the event that it entered last. */
	@JCStressTest
	@State
	@Outcome(id = "waited, other", expect = Expect.ACCEPTABLE, desc = "It waited, and the pulse released it.")
	@Outcome(id = "unseen, .*", expect = Expect.ACCEPTABLE, desc = "It entered too late, and was set free later.")
	@Outcome(id = "waited, (one|none)", expect = Expect.FORBIDDEN, desc = "It waited, and the pulse was lost.")
	public static class AnyAgainstPulse {

		private final Event one = Event.create();

		private final Event other = Event.create();

		@Actor
		public void waiter(LL_Result result) {
			result.r2 = awaitAny(this.one, this.other, TimeLimit.LENGTH);
		}

		@Actor
		public void pulser(LL_Result result) {
			boolean waited = false;
			for (int i = 0; i < 200 && !waited; i++) {
				waited = this.other.getQueueLength() != 0;
			}
			this.other.pulse();
			if (!waited) {
				this.one.set();
			}
			result.r1 = waited ? "waited" : "unseen";
		}

	}

	/** {@code awaitAny} whose time runs out against two sets. */
	@JCStressTest
	@State
	@Outcome(id = "(one|other), 0", expect = Expect.ACCEPTABLE, desc = "Released before the time ran out.")
	@Outcome(id = "none, 0", expect = Expect.ACCEPTABLE, desc = "The time ran out before the sets.")
	@Outcome(id = ".*, [12]", expect = Expect.FORBIDDEN, desc = "A node was left behind.")
	public static class AnyAgainstTimeout {

		private final Event one = Event.create();

		private final Event other = Event.create();

		@Actor
		public void waiter(LI_Result result) {
			result.r1 = awaitAny(this.one, this.other, Duration.ofNanos(20_000));
		}

		@Actor
		public void setter() {
			this.one.set();
			this.other.set();
		}

		@Arbiter
		public void end(LI_Result result) {
			result.r2 = this.one.getQueueLength() + this.other.getQueueLength();
		}

	}

}
