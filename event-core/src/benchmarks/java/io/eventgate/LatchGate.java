/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A {@link CountDownLatch} that is replaced when the gate is closed. It does not support
 * two threads that close at the same time, which is faster.
 */
final class LatchGate implements Gate {

	private volatile CountDownLatch latch = new CountDownLatch(1);

	@Override
	public boolean isSet() {
		return this.latch.getCount() == 0;
	}

	@Override
	public void set() {
		this.latch.countDown();
	}

	@Override
	public void clear() {
		if (isSet()) {
			this.latch = new CountDownLatch(1);
		}
	}

	@Override
	public void await() throws InterruptedException {
		this.latch.await();
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		return this.latch.await(nanos, TimeUnit.NANOSECONDS);
	}

}
