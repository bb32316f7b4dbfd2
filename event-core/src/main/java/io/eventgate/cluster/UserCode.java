/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;

import io.eventgate.Event;
import org.jspecify.annotations.Nullable;

/**
 * A runner of code of users in the current thread, one after the other. If an observer or
 * a dependent of a future switches an event again, the code that this causes runs when
 * the former has returned: nested, an endless chain of them would exhaust the stack.
 *
 * <p>
 * All of it runs, even if some of it throws: futures are settled here, and threads may
 * wait for them. An exception is logged under the text of the {@code Runnable}; an error
 * of the JVM itself is rethrown at the end.
 */
final class UserCode {

	private static final ThreadLocal<@Nullable Queue<Runnable>> RUNNING = new ThreadLocal<>();

	private UserCode() {
	}

	static void run(Runnable userCode) {
		Queue<Runnable> outer = RUNNING.get();
		if (outer != null) {
			outer.add(userCode);
			return;
		}
		Queue<Runnable> queue = new ArrayDeque<>();
		RUNNING.set(queue);
		Error fatal = null;
		try {
			for (Runnable next = userCode; next != null; next = queue.poll()) {
				try {
					call(next);
				}
				catch (Error ex) {
					fatal = (fatal != null) ? fatal : ex;
				}
			}
		}
		finally {
			RUNNING.remove();
		}
		if (fatal != null) {
			throw fatal;
		}
	}

	/** Whether the current thread is in code of users, and runs more of it later. */
	static boolean isRunning() {
		return RUNNING.get() != null;
	}

	/** Calls code of users that may throw anything. */
	static void call(Runnable userCode) {
		try {
			userCode.run();
		}
		// As for observers of local events: see Observers.
		catch (Exception | LinkageError | AssertionError ex) {
			failed(userCode, ex);
		}
	}

	private static void failed(Runnable userCode, Throwable ex) {
		System.getLogger(Event.class.getName()).log(Level.WARNING, () -> userCode + " failed", ex);
	}

}
