package io.eventgate;

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

		final WaiterStack threads = new WaiterStack();

		final WaiterStack futures = new WaiterStack();

		/** The threads that complete futures now; dependents may call set() again. */
		private final WaiterStack completers = new WaiterStack();

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

		int count() {
			return this.threads.count() + this.futures.count();
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
				this.completers.departed();
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
