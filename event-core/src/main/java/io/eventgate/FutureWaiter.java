package io.eventgate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A future that waits. Whoever asks first, it is settled by what became of its phase: one
 * that was released cannot be cancelled or failed any more.
 */
final class FutureWaiter extends Waiter {

	private final LocalEvent event;

	private final Phase.Waiting mine;

	private final @Nullable Thread thread;

	final Future future = new Future();

	FutureWaiter(LocalEvent event, Phase.Waiting mine, @Nullable Thread thread) {
		this.event = event;
		this.mine = mine;
		this.thread = thread;
		// The outcome is told to the future's holder; this dependent has none of its own.
		CompletableFuture<?> unused = this.future.whenComplete((nothing, failure) -> departed(failure));
	}

	@Override
	boolean isPending() {
		return !this.future.isDone();
	}

	@Override
	void wake() {
		if (this.event.phase().endOf(this.mine) == WaitOutcome.CLOSED) {
			this.future.fail(new EventClosedException(this.event));
		}
		else {
			this.future.complete(null);
		}
	}

	void wakeIfReleased() {
		if (this.event.phase() != this.mine) {
			wake();
		}
	}

	private void departed(@Nullable Throwable failure) {
		if (this.event.phase() == this.mine) {
			this.mine.futures.departed();
		}
		this.event.waited(outcome(failure), this);
	}

	private WaitOutcome outcome(@Nullable Throwable failure) {
		if (failure instanceof EventClosedException) {
			return WaitOutcome.CLOSED;
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

	/** What the holder sees, and may complete by himself. */
	final class Future extends CompletableFuture<Void> {

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			wakeIfReleased();
			return super.cancel(mayInterruptIfRunning);
		}

		@Override
		public boolean completeExceptionally(Throwable ex) {
			wakeIfReleased();
			return super.completeExceptionally(ex);
		}

		private void fail(EventClosedException ex) {
			super.completeExceptionally(ex);
		}

	}

}
