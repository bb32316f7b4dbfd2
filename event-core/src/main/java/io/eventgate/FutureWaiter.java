/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A waiter that completes a future. The outcome of its phase decides, whichever thread
 * asks first: a future that was released can no longer be cancelled or failed.
 */
final class FutureWaiter extends Waiter {

	private final LocalEvent event;

	private final Phase.Waiting mine;

	private final @Nullable Thread thread;

	final Future future = new Future(this);

	FutureWaiter(LocalEvent event, Phase.Waiting mine, @Nullable Thread thread) {
		this.event = event;
		this.mine = mine;
		this.thread = thread;
		// The future reports the outcome to its holder; this dependent has none.
		CompletableFuture<?> unused = this.future.whenComplete((nothing, failure) -> departed(failure));
	}

	@Override
	boolean isPending() {
		return !this.future.isDone();
	}

	@Override
	void wake() {
		// First, because this cannot fail, and the thread settles the future by itself.
		LockSupport.unpark(this.thread);
		if (this.event.phase().endOf(this.mine) == WaitOutcome.SHUTDOWN) {
			this.future.fail(new EventShutdownException(this.event));
		}
		else {
			this.future.complete(null);
		}
	}

	/** Ends a wait that exceeds the maximum, unless it was released. */
	void refuse() {
		wakeIfReleased();
		this.future.fail(new TooManyWaitersException(this.event));
	}

	void wakeIfReleased() {
		if (this.event.phase() != this.mine) {
			wake();
		}
	}

	/** Leaves the count before the phase decides, see (10) of {@link LocalEvent}. */
	private void giveUp() {
		if (this.event.phase() == this.mine) {
			this.mine.futures.uncount(this);
		}
		wakeIfReleased();
	}

	private void departed(@Nullable Throwable failure) {
		this.future.waiter = null;
		if (this.event.phase() == this.mine) {
			this.mine.futures.departed(this);
		}
		this.event.waited(outcome(failure), this);
	}

	private WaitOutcome outcome(@Nullable Throwable failure) {
		if (failure instanceof EventShutdownException) {
			return WaitOutcome.SHUTDOWN;
		}
		if (failure instanceof TooManyWaitersException) {
			return WaitOutcome.REJECTED;
		}
		if (failure instanceof TimeoutException) {
			return WaitOutcome.TIMEOUT;
		}
		return (failure != null) ? WaitOutcome.INTERRUPTED : WaitOutcome.SET;
	}

	@Override
	@Nullable Thread thread() {
		return isPending() ? this.thread : null;
	}

	/**
	 * The future of the caller, who may complete it. Once done it no longer refers to the
	 * waiter and all that is linked to it, because the caller may keep it for long.
	 */
	static final class Future extends CompletableFuture<Void> {

		private volatile @Nullable FutureWaiter waiter;

		Future(FutureWaiter waiter) {
			this.waiter = waiter;
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			giveUp();
			return super.cancel(mayInterruptIfRunning);
		}

		@Override
		public boolean completeExceptionally(Throwable ex) {
			// Otherwise the future would stay pending, without being counted.
			Objects.requireNonNull(ex);
			giveUp();
			return super.completeExceptionally(ex);
		}

		/** Completes this future if it was released. */
		void settle() {
			FutureWaiter pending = this.waiter;
			if (pending != null) {
				pending.wakeIfReleased();
			}
		}

		private void giveUp() {
			FutureWaiter pending = this.waiter;
			if (pending != null) {
				pending.giveUp();
			}
		}

		private void fail(IllegalStateException ex) {
			super.completeExceptionally(ex);
		}

	}

}
