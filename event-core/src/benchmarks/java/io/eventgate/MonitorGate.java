/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.TimeUnit;

import com.google.common.util.concurrent.Monitor;

/**
 * A flag under a Guava {@link Monitor} with a guard.
 */
final class MonitorGate implements Gate {

	private final Monitor monitor = new Monitor();

	private final Monitor.Guard opened = this.monitor.newGuard(this::isSet);

	private volatile boolean set;

	@Override
	public boolean isSet() {
		return this.set;
	}

	@Override
	public void set() {
		change(true);
	}

	@Override
	public void clear() {
		change(false);
	}

	private void change(boolean set) {
		this.monitor.enter();
		try {
			this.set = set;
		}
		finally {
			this.monitor.leave();
		}
	}

	@Override
	public void await() throws InterruptedException {
		this.monitor.enterWhen(this.opened);
		this.monitor.leave();
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		boolean entered = this.monitor.enterWhen(this.opened, nanos, TimeUnit.NANOSECONDS);
		if (entered) {
			this.monitor.leave();
		}
		return entered;
	}

}
