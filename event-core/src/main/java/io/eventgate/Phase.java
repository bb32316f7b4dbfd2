/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * A period in which the flag of a {@link LocalEvent} does not change.
 */
class Phase {

	/** The event is set, and no waiter is left to be woken. */
	static final Phase SET = new Phase(true, null);

	/** The event is clear, and has had no waiter yet. */
	static final Phase CLEAR = new Phase(false, null);

	private static final AtomicReferenceFieldUpdater<Phase, Reversal> REVERSAL = AtomicReferenceFieldUpdater
		.newUpdater(Phase.class, Reversal.class, "reversal");

	final boolean set;

	/** The phase before this one, as long as some of its waiters may not be awake. */
	volatile @Nullable Waiting earlier;

	/**
	 * The pending end of this phase, if its state is temporary; never for SET and CLEAR.
	 */
	private volatile @Nullable Reversal reversal;

	Phase(boolean set, @Nullable Waiting earlier) {
		this.set = set;
		this.earlier = earlier;
	}

	/** The phase that follows this one when the flag is set or cleared. */
	Phase next(boolean set) {
		Waiting unfinished = unfinished();
		if (unfinished == null) {
			return set ? SET : CLEAR;
		}
		return set ? new Phase(true, unfinished) : new Waiting(unfinished);
	}

	/** A phase of its own that follows this one, with a time at which it ends. */
	Phase next(boolean set, Reversal end) {
		Phase next = set ? new Phase(true, unfinished()) : new Waiting(unfinished());
		next.reversal = end;
		return next;
	}

	@Nullable Reversal reversal() {
		return this.reversal;
	}

	/**
	 * Replaces the end of this phase.
	 * @param end the new one, or {@code null} if the state stays
	 * @return {@code false} if another thread has replaced it before
	 */
	boolean replace(Reversal present, @Nullable Reversal end) {
		return REVERSAL.compareAndSet(this, present, end);
	}

	/**
	 * Makes the state a lasting one.
	 * @return {@code false} if it is decided that it is reverted
	 */
	boolean keep() {
		for (Reversal pending = this.reversal; pending != null; pending = this.reversal) {
			if (pending.after() != null) {
				return false;
			}
			pending.claim(this);
		}
		return true;
	}

	/** The latest phase whose waiters may not be awake after this one. */
	@Nullable Waiting unfinished() {
		return this.earlier;
	}

	/** Returns the outcome for a waiter of {@code ended}, if this is a later phase. */
	WaitOutcome endOf(Waiting ended) {
		return (this == ended) ? WaitOutcome.TIMEOUT : WaitOutcome.SET;
	}

	/** A phase in which the event is clear and can be waited for. */
	static final class Waiting extends Phase {

		private final WaiterCount count = new WaiterCount();

		final WaiterStack threads = new WaiterStack(this.count);

		final WaiterStack futures = new WaiterStack(this.count);

		/** Whether a thread has ever waited for one of the futures. */
		volatile boolean threadsOfFutures;

		/** The threads that complete futures now; dependents may call set() again. */
		private final WaiterStack completers = new WaiterStack(new WaiterCount());

		/**
		 * The number of waits that the end of this phase released, if it was counted.
		 * Used only by the thread that ended it.
		 */
		int released;

		Waiting(@Nullable Waiting earlier) {
			super(false, earlier);
		}

		@Override
		Waiting unfinished() {
			return this;
		}

		/** The number of rejected waiters since the count was last repaired. */
		private int refusals;

		/**
		 * Adds a waiter to one of the stacks unless there are too many.
		 * @return {@code false} if the waiter has to depart
		 */
		boolean enter(WaiterStack stack, Waiter waiter, int max) {
			if (stack.push(waiter, max)) {
				return true;
			}
			// Rare enough to cost next to nothing; races on this field do no harm.
			if (this.refusals++ >= max) {
				this.refusals = 0;
				this.threads.uncountDeparted();
				this.futures.uncountDeparted();
			}
			return false;
		}

		/** The number of pending waiters. */
		int count() {
			// Waiters of threads that died while they departed are not counted.
			this.threads.popDeparted();
			this.futures.popDeparted();
			return this.count.get();
		}

		/** The number of waiters that the end of this phase released. */
		int countReleased() {
			return this.count.get();
		}

		/** The oldest pending waiters that are threads, the oldest first. */
		List<Waiter> oldestThreads(int limit) {
			List<Waiter> oldest = new ArrayList<>(this.threads.oldest(limit));
			if (this.threadsOfFutures) {
				this.futures.forEachPending((waiter) -> {
					if (waiter.thread() != null) {
						oldest.add(waiter);
					}
				});
			}
			oldest.sort(Waiter.OLDEST_FIRST);
			return oldest.subList(0, Math.min(limit, oldest.size()));
		}

		/**
		 * Completes all futures. A nested call leaves that to the outer one, which bounds
		 * the depth of the stack. Several threads may do so at once, so that a dependent
		 * that blocks delays no other thread. Threads that wait for a future come first,
		 * because dependents may block.
		 */
		void completeFutures() {
			if (this.futures.isEmpty() || this.completers.has(Thread.currentThread())) {
				return;
			}
			ThreadWaiter self = new ThreadWaiter();
			this.completers.push(self);
			try {
				this.futures.forEachPending((waiter) -> {
					if (waiter.thread() != null) {
						waiter.wake();
					}
				});
				this.futures.wake(Integer.MAX_VALUE);
			}
			finally {
				self.thread = null;
				this.completers.departed(self);
			}
		}

	}

	/**
	 * The phase of an event that is shut down. Neither this phase nor a later one can be
	 * entered.
	 */
	static final class Shutdown extends Phase {

		private final @Nullable Waiting cutOff;

		Shutdown(boolean set, @Nullable Waiting earlier, @Nullable Waiting cutOff) {
			super(set, earlier);
			this.cutOff = cutOff;
		}

		@Override
		Phase next(boolean set) {
			return new Shutdown(set, unfinished(), this.cutOff);
		}

		@Override
		Phase next(boolean set, Reversal end) {
			return next(set); // Not reverted: all waits have ended.
		}

		@Override
		WaitOutcome endOf(Waiting ended) {
			return (this.cutOff == ended) ? WaitOutcome.SHUTDOWN : WaitOutcome.SET;
		}

	}

}
