/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import io.eventgate.NonBlockingThreadDetector;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.internal.ThreadExecutorMap;

import org.springframework.util.ClassUtils;

/**
 * A detector of Netty's {@link EventLoop}s. Threads of other executors of Netty may
 * block: handlers that block are given to these. Detects no thread if Netty is not on the
 * class path.
 *
 * @since 0.1.0
 */
public final class NettyThreadDetector implements NonBlockingThreadDetector {

	private static final boolean PRESENT = isPresent("io.netty.channel.EventLoop")
			&& isPresent("io.netty.util.internal.ThreadExecutorMap");

	/**
	 * Creates the detector.
	 */
	public NettyThreadDetector() {
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, NettyThreadDetector.class.getClassLoader());
	}

	@Override
	public boolean isInNonBlockingThread() {
		return PRESENT && EventLoops.isCurrent(Thread.currentThread());
	}

	/** Loaded only if its types are present. */
	private static final class EventLoops {

		static boolean isCurrent(Thread thread) {
			// Not for virtual threads: the lookup would create a map in each of them.
			return (thread instanceof FastThreadLocalThread || thread.getClass() == Thread.class)
					&& ThreadExecutorMap.currentExecutor() instanceof EventLoop;
		}

	}

}
