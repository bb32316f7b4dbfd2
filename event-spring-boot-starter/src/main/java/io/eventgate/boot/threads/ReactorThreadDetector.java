/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import io.eventgate.NonBlockingThreadDetector;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.ClassUtils;

/**
 * A detector of Reactor's {@link NonBlocking} threads, by the rule of
 * {@code Mono.block()}. Detects no thread if Reactor is not on the class path.
 *
 * @since 0.1.0
 */
public final class ReactorThreadDetector implements NonBlockingThreadDetector {

	private static final boolean PRESENT = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			ReactorThreadDetector.class.getClassLoader());

	/**
	 * Creates the detector.
	 */
	public ReactorThreadDetector() {
	}

	@Override
	public boolean isInNonBlockingThread() {
		return PRESENT && Schedulers.isInNonBlockingThread();
	}

}
