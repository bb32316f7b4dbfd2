/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The number of waiters of a phase, in all its stacks.
 */
final class WaiterCount {

	private static final VarHandle COUNT;
	static {
		try {
			COUNT = MethodHandles.lookup().findVarHandle(WaiterCount.class, "count", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int count;

	int get() {
		return this.count;
	}

	/**
	 * Counts a waiter unless there are too many.
	 * @param max the maximum number of waiters
	 * @return whether it was counted
	 */
	boolean add(int max) {
		int now;
		do {
			now = this.count;
			if (now >= max) {
				return false;
			}
		}
		while (!COUNT.compareAndSet(this, now, now + 1));
		return true;
	}

	void remove() {
		COUNT.getAndAdd(this, -1);
	}

}
