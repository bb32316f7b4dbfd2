/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A program that uses an event with no memory left. It needs a small heap, and prints
 * {@value #DONE} if all waiters were released.
 */
final class ExhaustedHeap {

	static final String DONE = "All waiters were released.";

	private static final int WAITERS = 8;

	private static final AtomicInteger failures = new AtomicInteger();

	private static volatile boolean stop;

	private static @Nullable Object ballast;

	private ExhaustedHeap() {
	}

	public static void main(String[] args) throws InterruptedException {
		LocalEvent event = new LocalEvent("orders", false);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			Thread thread = new Thread(() -> waitUntilStopped(event));
			thread.setDaemon(true);
			thread.start();
			threads.add(thread);
		}
		while (event.getQueueLength() < WAITERS) {
			Thread.onSpinWait();
		}
		// Created in advance, because the test itself must not allocate.
		Started.Action[] actions = { event::pulse, event::set, event::clear, () -> event.await(1, TimeUnit.NANOSECONDS),
				() -> event.whenSet().cancel(false), event::set, event::pulse, event::getQueueLength };
		for (int round = 0; round < 10; round++) {
			if (round > 0) {
				// The first round loads classes while the heap has room.
				fillHeap();
			}
			for (Started.Action action : actions) {
				attempt(action);
			}
		}
		ballast = null;
		stop = true;
		event.set();
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(30));
			if (thread.isAlive()) {
				throw new AssertionError("A waiter was not released by " + event);
			}
		}
		event.clear();
		if (event.await(1, TimeUnit.MILLISECONDS) || event.getQueueLength() != 0) {
			throw new AssertionError("The event is unusable: " + event);
		}
		if (failures.get() == 0) {
			throw new AssertionError("Memory was never exhausted; nothing was tested");
		}
		System.out.println(DONE);
	}

	private static void waitUntilStopped(LocalEvent event) {
		Started.Action await = event::await;
		while (!stop) {
			attempt(await);
			while (event.isSet() && !stop) {
				Thread.onSpinWait();
			}
		}
	}

	private static void attempt(Started.Action action) {
		try {
			action.run();
		}
		catch (OutOfMemoryError ex) {
			failures.incrementAndGet();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static void fillHeap() {
		for (int size = 1 << 20; size > 0; size /= 16) {
			try {
				while (true) {
					ballast = new Object[] { ballast, new byte[size] };
				}
			}
			catch (OutOfMemoryError ex) {
				// No room for another array of this size.
			}
		}
	}

}
