/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A thread that must not block, and its detector, which is registered as a service.
 */
public final class EventLoopOfTests implements NonBlockingThreadDetector {

	static final String NAME = "test-event-loop";

	@Override
	public boolean isInNonBlockingThread() {
		return Thread.currentThread().getName().equals(NAME);
	}

	static <T extends @Nullable Object> Started<T> start(Callable<T> body) {
		return Started.call(() -> {
			Thread.currentThread().setName(NAME);
			return body.call();
		});
	}

}
