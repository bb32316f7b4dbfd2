/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * A flag under a monitor, with {@code wait} and {@code notifyAll}.
 */
final class SynchronizedGate implements Gate {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private volatile boolean set;

	@Override
	public boolean isSet() {
		return this.set;
	}

	@Override
	public synchronized void set() {
		this.set = true;
		notifyAll();
	}

	@Override
	public synchronized void clear() {
		this.set = false;
	}

	@Override
	public synchronized void await() throws InterruptedException {
		while (!this.set) {
			wait();
		}
	}

	@Override
	public synchronized boolean await(long nanos) throws InterruptedException {
		long began = System.nanoTime();
		while (!this.set) {
			long left = nanos - (System.nanoTime() - began);
			if (left <= 0) {
				return false;
			}
			wait(left / NANOS_PER_MILLI, (int) (left % NANOS_PER_MILLI));
		}
		return true;
	}

}
