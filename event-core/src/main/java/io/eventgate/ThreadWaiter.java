/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The waiter of the current thread. It departs by clearing {@link #thread}.
 */
final class ThreadWaiter extends Waiter {

	volatile @Nullable Thread thread = Thread.currentThread();

	@Override
	boolean isPending() {
		return this.thread != null;
	}

	@Override
	void wake() {
		LockSupport.unpark(this.thread);
	}

	@Override
	@Nullable Thread thread() {
		return this.thread;
	}

}
