package io.eventgate.cluster;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other, in the thread of whoever brings one while none runs. So
 * the state that only tasks touch needs no lock, and a hint becomes a read without a
 * change of threads. Tasks neither block nor run code of users, and the threads that
 * bring them are those of the store and of the timer, never one of the application, whose
 * stack could be exhausted.
 */
final class Mailbox {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	void execute(Runnable task) {
		this.tasks.add(task);
		if (this.size.getAndIncrement() == 0) {
			do {
				runNext();
			}
			while (this.size.decrementAndGet() > 0);
		}
	}

	private void runNext() {
		try {
			Runnable task = this.tasks.poll();
			if (task != null) {
				task.run();
			}
		}
		catch (Throwable ex) {
			// Whatever it is, those that follow must run, or the engine stands still.
			System.getLogger(ClusterEvents.class.getName())
				.log(Level.ERROR, "A task of the event synchronization failed; others go on", ex);
		}
	}

}
