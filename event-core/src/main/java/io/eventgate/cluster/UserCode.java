package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Runs code of users in the current thread, one after the other. What a listener or a
 * dependent of a future causes, by switching an event again, is run when it has returned:
 * nested in it, an endless chain of them would exhaust the stack.
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
		try {
			for (Runnable next = userCode; next != null; next = queue.poll()) {
				next.run();
			}
		}
		finally {
			RUNNING.remove();
		}
	}

}
