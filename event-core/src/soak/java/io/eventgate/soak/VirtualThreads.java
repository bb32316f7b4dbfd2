/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.soak;

import java.lang.reflect.Method;

/**
 * Factory of virtual threads. It uses reflection, because the code is compiled for a JDK
 * without them.
 */
final class VirtualThreads {

	private static final boolean AVAILABLE = Runtime.version().feature() >= 21;

	private VirtualThreads() {
	}

	/** A virtual thread, or a platform thread on a JDK that has no others. */
	static Thread unstarted(Runnable task) {
		if (!AVAILABLE) {
			return new Thread(task, "soak-instead-of-virtual");
		}
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
			return (Thread) unstarted.invoke(builder, task);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
