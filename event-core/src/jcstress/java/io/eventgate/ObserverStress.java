/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Tests for transitions against an observer that is added at the same time.
 */
public final class ObserverStress {

	private ObserverStress() {
	}

	/** {@code set()} against an observer whose owner reads the flag afterwards. */
	@JCStressTest
	@State
	@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "Added before the change, and notified of it.")
	@Outcome(id = "true, [01]", expect = Expect.ACCEPTABLE, desc = "The change came first, and the flag shows it.")
	@Outcome(id = "false, 0", expect = Expect.FORBIDDEN, desc = "Neither the flag nor a notification shows the change.")
	public static class AddObserverAgainstSet implements EventObserver {

		private final Event event = Event.create();

		private final AtomicInteger transitions = new AtomicInteger();

		@Override
		public void onTransition(Event changed, Transition transition) {
			this.transitions.incrementAndGet();
		}

		@Actor
		public void setter() {
			this.event.set();
		}

		@Actor
		public void observer(ZI_Result result) {
			this.event.addObserver(this);
			result.r1 = this.event.isSet();
		}

		@Arbiter
		public void end(ZI_Result result) {
			result.r2 = this.transitions.get();
		}

	}

	/** {@code clear()} against the creation of a future. */
	@JCStressTest
	@State
	@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The future is complete.")
	@Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "The event is clear, and the future does not complete.")
	public static class WhenClearAgainstClear {

		private final Event event = Event.create(true);

		private CompletableFuture<Void> future = new CompletableFuture<>();

		@Actor
		public void clearer() {
			this.event.clear();
		}

		@Actor
		public void asker() {
			this.future = this.event.whenClear();
		}

		@Arbiter
		public void end(Z_Result result) {
			result.r1 = this.future.isDone();
		}

	}

}
