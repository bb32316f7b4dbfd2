/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A future of a shared event. It wraps that of the local event, so that dependents do not
 * run while the event is being changed. Whichever of the two ends first ends the other. A
 * future that the local event has released cannot be cancelled or failed.
 */
final class ReplicaFuture extends CompletableFuture<Void> {

	private final Replica replica;

	private final CompletableFuture<Void> waiter;

	private ReplicaFuture(Replica replica, CompletableFuture<Void> waiter) {
		this.replica = replica;
		this.waiter = waiter;
	}

	static CompletableFuture<Void> of(Replica replica) {
		CompletableFuture<Void> waiter = replica.local.whenSet();
		if (waiter.isDone()) {
			return waiter;
		}
		ReplicaFuture future = new ReplicaFuture(replica, waiter);
		// Both dependents are for their effect only. The second handles completions that
		// do not call the methods of the future.
		CompletableFuture<?> unused = waiter.whenComplete((nothing, failure) -> future.released(failure));
		CompletableFuture<?> unusedToo = future.whenComplete((nothing, failure) -> future.giveUp(failure));
		return future;
	}

	private void released(@Nullable Throwable failure) {
		this.replica.settle(() -> settle(failure));
	}

	private void settle(@Nullable Throwable failure) {
		if (failure == null) {
			super.complete(null);
		}
		else {
			super.completeExceptionally(failure);
		}
	}

	private void giveUp(@Nullable Throwable failure) {
		if (failure == null) {
			this.waiter.complete(null);
		}
		else {
			this.waiter.completeExceptionally(failure);
		}
	}

	@Override
	public boolean complete(@Nullable Void value) {
		boolean first = !isDone() && this.waiter.complete(null);
		return super.complete(null) || first;
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		boolean first = !isDone() && this.waiter.completeExceptionally(failure);
		settleIfReleased();
		return super.completeExceptionally(failure) || first;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		if (!isDone()) {
			this.waiter.cancel(mayInterruptIfRunning);
			settleIfReleased();
		}
		return super.cancel(mayInterruptIfRunning);
	}

	private void settleIfReleased() {
		if (this.waiter.isDone() && !this.waiter.isCompletedExceptionally()) {
			super.complete(null);
		}
	}

}
