/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A flag under a {@link ReentrantLock} with a {@link Condition}.
 */
final class ConditionGate implements Gate {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition opened = this.lock.newCondition();

	private volatile boolean set;

	@Override
	public boolean isSet() {
		return this.set;
	}

	@Override
	public void set() {
		this.lock.lock();
		try {
			this.set = true;
			this.opened.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void clear() {
		this.lock.lock();
		try {
			this.set = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void await() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!this.set) {
				this.opened.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		try {
			while (!this.set) {
				if (left <= 0) {
					return false;
				}
				left = this.opened.awaitNanos(left);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

}
