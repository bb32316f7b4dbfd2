/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.schedules;

import java.util.concurrent.locks.LockSupport;

/**
 * A model of the platform that the checker explores faithfully. For the checker,
 * {@link java.util.concurrent.locks.LockSupport#park} may return at once, so that a
 * missing wake-up goes unnoticed, and its clock stands still. Here, a thread stays parked
 * until it is unparked or interrupted or its time is over, at a moment chosen by the
 * schedule. Threads that are not {@linkplain Actor actors} use the real platform.
 *
 * <p>
 * Public because it is called from another package.
 */
public final class ModelledPlatform {

	private ModelledPlatform() {
	}

	public static void park(Object blocker) {
		if (Thread.currentThread() instanceof Actor self) {
			self.park(Long.MAX_VALUE);
		}
		else {
			LockSupport.park(blocker);
		}
	}

	public static void parkNanos(Object blocker, long nanos) {
		if (Thread.currentThread() instanceof Actor self) {
			self.park(nanos);
		}
		else {
			LockSupport.parkNanos(blocker, nanos);
		}
	}

	public static void unpark(Thread thread) {
		if (thread instanceof Actor actor) {
			actor.unpark();
		}
		else {
			LockSupport.unpark(thread);
		}
	}

	public static boolean interrupted() {
		return (Thread.currentThread() instanceof Actor self) ? self.takeInterrupt() : Thread.interrupted();
	}

	public static void interrupt(Thread thread) {
		if (thread instanceof Actor actor) {
			actor.strike();
		}
		else {
			thread.interrupt();
		}
	}

	public static long nanoTime() {
		return (Thread.currentThread() instanceof Actor self) ? self.time() : System.nanoTime();
	}

	/** One at a time, so that of two waiters one has to wake the other. */
	public static int quota(int quota) {
		return (Thread.currentThread() instanceof Actor && quota != Integer.MAX_VALUE) ? 1 : quota;
	}

}
