package io.eventgate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which the flag of a {@link LocalEvent} does not change.
 */
class Phase {

	/** The event is set, and nobody is left to be woken. */
	static final Phase SET = new Phase(true, null);

	/** The event is clear, and nobody has waited yet. */
	static final Phase CLEAR = new Phase(false, null);

	final boolean set;

	/** The phase before this one, while some of its waiters may not be awake. */
	volatile @Nullable Waiting earlier;

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

	/** The latest phase whose waiters may not be awake once this one is left. */
	@Nullable Waiting unfinished() {
		return this.earlier;
	}

	/** What became of a waiter of {@code ended}, when this is a later phase. */
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
		 * How many waits the end of this phase released, if it was counted. Used only by
		 * the thread that ended it.
		 */
		int released;

		Waiting(@Nullable Waiting earlier) {
			super(false, earlier);
		}

		@Override
		Waiting unfinished() {
			return this;
		}

		/** How often a waiter was refused since the count was last repaired. */
		private int refusals;

		/**
		 * Adds a waiter to one of the stacks unless there are too many.
		 * @return {@code false} if the waiter has to depart
		 */
		boolean enter(WaiterStack stack, Waiter waiter, int max) {
			if (stack.push(waiter, max)) {
				return true;
			}
			// Rarely enough to cost next to nothing; races of this field do no harm.
			if (this.refusals++ >= max) {
				this.refusals = 0;
				this.threads.uncountDeparted();
				this.futures.uncountDeparted();
			}
			return false;
		}

		/** The number of pending waiters. */
		int count() {
			// What a thread left there that died while it departed is not counted.
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
		 * Completes all futures; a call from inside one of them leaves it to the outer,
		 * as else each could nest in the one before. Several threads may be at it, so
		 * that one whose dependent blocks holds nobody up; and threads that wait for a
		 * future come first, as dependents may block.
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

	/** A phase that nobody can wait in, nor any later one. */
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
		WaitOutcome endOf(Waiting ended) {
			return (this.cutOff == ended) ? WaitOutcome.SHUTDOWN : WaitOutcome.SET;
		}

	}

}
