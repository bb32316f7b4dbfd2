/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.CompletableFuture;

/**
 * The observer behind {@link Event#whenClear()}. It is added before the state is read, so
 * that a {@code clear()} either is seen by that read or notifies it.
 */
final class ClearFuture implements EventObserver {

	private final CompletableFuture<Void> future = new CompletableFuture<>();

	private ClearFuture() {
	}

	static CompletableFuture<Void> of(Event event) {
		if (!event.isSet()) {
			return CompletableFuture.completedFuture(null);
		}
		ClearFuture observer = new ClearFuture();
		event.addObserver(observer);
		CompletableFuture<?> unused = observer.future
			.whenComplete((nothing, failure) -> event.removeObserver(observer));
		if (!event.isSet()) {
			observer.future.complete(null);
		}
		else if (event.isShutdown()) {
			observer.onShutdown(event);
		}
		return observer.future;
	}

	@Override
	public void onTransition(Event event, Transition transition) {
		if (!transition.isSet()) {
			this.future.complete(null);
		}
	}

	@Override
	public void onShutdown(Event event) {
		this.future.completeExceptionally(new EventShutdownException(event));
	}

}
