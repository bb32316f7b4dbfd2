/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A drain of a {@link LocalEvent}. No thread waits: the calls are counted again and
 * again.
 */
@SuppressWarnings("ReferenceEquality") // a phase equals itself only
final class LocalDrain {

	/*
	 * A drain is complete if a count that began after the clear has found no active call,
	 * and the event is clear after that: see GuardedCall. A clear that can be reverted
	 * has made a temporary phase. That phase is then left by at most one of the reversal
	 * of this drain and the switches of others, and by none of them while the drain
	 * waits.
	 */

	/** The time after which the state is reverted if this object cannot do it. */
	private static final Duration RESERVE = Duration.ofSeconds(10);

	private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

	private final LocalEvent event;

	private final LocalEvent.@Nullable Temporary temporary;

	private final boolean restores;

	private final boolean keeps;

	private final Transition cleared;

	private final long deadlineNanos;

	private final CompletableFuture<Drain> result = new CompletableFuture<>();

	private LocalDrain(LocalEvent event, @Nullable Duration duration, Duration timeout, boolean restore) {
		this.event = event;
		if (restore || duration != null) {
			this.temporary = event.changeFor(Transition.Kind.CLEAR,
					new Reversal((duration != null) ? duration : timeout.plus(RESERVE)));
			this.cleared = this.temporary.transition();
		}
		else {
			this.temporary = null;
			this.cleared = event.change(Transition.Kind.CLEAR);
		}
		this.restores = restore && this.cleared.wasSet();
		this.keeps = duration == null;
		this.deadlineNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
	}

	/**
	 * Clears an event and waits for its calls.
	 * @param duration the time after which the state is reverted in any case
	 */
	static CompletableFuture<Drain> start(LocalEvent event, @Nullable Duration duration, Duration timeout,
			boolean restore) {
		LocalDrain drain = new LocalDrain(event, duration, timeout, restore);
		if (!drain.restores) {
			drain.keep();
		}
		drain.check(SHORTEST_PAUSE);
		return drain.result;
	}

	private void check(long pause) {
		if (this.result.isDone()) {
			return; // The caller has cancelled it.
		}
		try {
			int active = GuardedCall.countActive(this.event);
			if (this.event.isSet() || isOvertaken()) {
				end(active, false, false);
			}
			else if (active == 0) {
				end(0, keep() || !isOvertaken(), false);
			}
			else if (System.nanoTime() - this.deadlineNanos >= 0) {
				end(active, false, this.restores && this.temporary != null
						&& this.event.revert(this.temporary.phase(), this.temporary.end()));
			}
			else {
				CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS)
					.execute(() -> check(Math.min(LONGEST_PAUSE, 2 * pause)));
			}
		}
		catch (Throwable ex) {
			this.result.completeExceptionally(ex);
		}
	}

	private void end(int active, boolean complete, boolean restored) {
		Transition transition = (complete && this.keeps) ? new Transition(this.cleared.kind(), this.cleared.wasSet(),
				this.cleared.released(), this.cleared.origin()) : this.cleared;
		this.result.complete(new Drain(transition, active, complete, restored));
	}

	private boolean isOvertaken() {
		return this.restores && this.temporary != null && this.event.phase() != this.temporary.phase();
	}

	/** Makes a state that is temporary only for this drain a lasting one. */
	private boolean keep() {
		return this.temporary != null && this.keeps && this.temporary.end().claim(this.temporary.phase());
	}

}
