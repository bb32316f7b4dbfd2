/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The heap of this JVM.
 */
final class Heap {

	private Heap() {
	}

	/** Returns the used bytes after a garbage collection. */
	static long used() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(50);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
