/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.concurrent.CountDownLatch;

/**
 * A hand-written gate with both bugs of docs/why.md. Do not use it.
 */
@SuppressWarnings("MissingOverride") // docs/why.md shows it as it is
final class HandWrittenGate extends Gate {

	private volatile boolean open;

	private volatile CountDownLatch latch = new CountDownLatch(1);

	void await() throws InterruptedException {
		while (!this.open) {
			this.latch.await();
		}
	}

	void set() {
		if (!this.open) {
			this.open = true;
			this.latch.countDown();
		}
	}

	void clear() {
		this.latch = new CountDownLatch(1);
		this.open = false;
	}

	boolean isSet() {
		return this.open;
	}

}
