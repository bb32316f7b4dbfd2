/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Tests for the memory consistency of {@code set()}: threads that are released, or find
 * the event set, see all earlier writes.
 */
public final class PublicationStress {

	private PublicationStress() {
	}

	/** The first {@code set()} against {@code isSet()}. */
	@JCStressTest
	@State
	@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "The event was set, and what came before is seen.")
	@Outcome(id = "false, [01]", expect = Expect.ACCEPTABLE, desc = "The event was clear, which promises nothing.")
	@Outcome(id = "true, 0", expect = Expect.FORBIDDEN, desc = "The event was set before what came before.")
	public static class PublicationBySet {

		private final Event event = Event.create();

		private int plain;

		@Actor
		public void producer() {
			this.plain = 1;
			this.event.set();
		}

		@Actor
		public void consumer(ZI_Result result) {
			result.r1 = this.event.isSet();
			result.r2 = this.plain;
		}

	}

	/** The first {@code set()} against a wait. */
	@JCStressTest
	@State
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The wait saw what came before the release.")
	@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The wait was released, but not by what came before.")
	public static class PublicationToWaiter {

		private final Event event = Event.create();

		private int plain;

		@Actor
		public void producer() {
			this.plain = 1;
			this.event.set();
		}

		@Actor
		public void consumer(I_Result result) {
			this.event.awaitUninterruptibly();
			result.r1 = this.plain;
		}

	}

	/** The first {@code set()} against a future. */
	@JCStressTest
	@State
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The future's holder saw what came before the release.")
	@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The future is complete, but without what came before.")
	public static class PublicationByWhenSet {

		private final Event event = Event.create();

		private int plain;

		@Actor
		public void producer() {
			this.plain = 1;
			this.event.set();
		}

		@Actor
		public void consumer(I_Result result) {
			this.event.whenSet().join();
			result.r1 = this.plain;
		}

	}

	/**
	 * The store-load litmus test. The event is set. The producer adds work and sets the
	 * event again, while the consumer clears it and drains. If {@code set()} only read
	 * the flag, the addition could still be in the producer's store buffer when the
	 * consumer drains, and would be left behind with the event clear.
	 */
	@JCStressTest
	@State
	@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "Set before clear: the consumer has drained it.")
	@Outcome(id = "[01], true", expect = Expect.ACCEPTABLE, desc = "Clear before set: the consumer comes again.")
	@Outcome(id = "0, false", expect = Expect.FORBIDDEN, desc = "Work is left, and the consumer sleeps.")
	public static class RedundantSetLitmus {

		private final Event event = Event.create(true);

		private int queue;

		@Actor
		public void producer() {
			this.queue = 1;
			this.event.set();
		}

		@Actor
		public void consumer(IZ_Result result) {
			this.event.awaitUninterruptibly();
			this.event.clear();
			result.r1 = this.queue;
		}

		@Arbiter
		public void end(IZ_Result result) {
			result.r2 = this.event.isSet();
		}

	}

	/** A thread that spins on {@code isSet()} eventually sees the event set. */
	@JCStressTest(Mode.Termination)
	@State
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The spinning thread saw the event set.")
	@Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "The flag was read once and for all.")
	public static class SpinOnIsSet {

		private final Event event = Event.create();

		@Actor
		public void spinner() {
			while (!this.event.isSet()) {
				// Without a spin-wait hint, so that only the flag can end the loop.
			}
		}

		@Signal
		public void setter() {
			this.event.set();
		}

	}

}
