/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The check for threads that must not block, by the {@link NonBlockingThreadDetector}s of
 * this JVM.
 */
final class NonBlockingThreads {

	/* Not filled by a static initializer, for the reason given in Callers. */
	private static volatile @Nullable List<NonBlockingThreadDetector> detectors;

	private NonBlockingThreads() {
	}

	/**
	 * Loads and initialises the detectors, so that a first use with an exhausted stack
	 * cannot make them useless.
	 */
	static void rehearse() {
		boolean unused = isCurrent(detectors());
	}

	/**
	 * Throws an exception if the current thread must not block.
	 * @param awaited the event or events that it is about to wait for
	 */
	static void check(Object awaited) {
		if (isCurrent(detectors())) {
			throw new IllegalStateException("A wait for " + awaited + " would block thread '"
					+ Thread.currentThread().getName() + "', which must not block. Use whenSet(), or another thread");
		}
	}

	static boolean isCurrent(List<NonBlockingThreadDetector> detectors) {
		for (NonBlockingThreadDetector detector : detectors) {
			try {
				if (detector.isInNonBlockingThread()) {
					return true;
				}
			}
			catch (Exception | LinkageError | AssertionError ex) {
				Services.log(Event.class, detector.getClass().getName() + " failed; a thread may block", ex);
			}
		}
		return false;
	}

	private static List<NonBlockingThreadDetector> detectors() {
		List<NonBlockingThreadDetector> known = detectors;
		if (known == null) {
			known = Services.load(NonBlockingThreadDetector.class, Event.class);
			if (known == null) {
				return List.of();
			}
			detectors = known;
		}
		return known;
	}

}
