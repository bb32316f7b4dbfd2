/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.concurrent.TimeUnit;

/**
 * A gate that is an {@link Event}.
 */
final class EventGate implements Gate {

	private final Event event = Event.create();

	@Override
	public boolean isSet() {
		return this.event.isSet();
	}

	@Override
	public void set() {
		this.event.set();
	}

	@Override
	public void clear() {
		this.event.clear();
	}

	@Override
	public void await() throws InterruptedException {
		this.event.await();
	}

	@Override
	public boolean await(long nanos) throws InterruptedException {
		return this.event.await(nanos, TimeUnit.NANOSECONDS);
	}

}
