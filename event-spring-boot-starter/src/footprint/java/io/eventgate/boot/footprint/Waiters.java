/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.util.List;

import io.eventgate.Event;
import io.eventgate.EventShutdownException;
import io.eventgate.EventRegistry;

import org.springframework.context.ApplicationContext;

/**
 * A thousand threads that wait for the first ten events, and again whenever they are
 * released.
 */
final class Waiters {

	static final int THREADS = 1_000;

	static final int EVENTS = 10;

	private Waiters() {
	}

	static String start(ApplicationContext context) {
		List<Event> events = context.getBean(EventRegistry.class)
			.getRegistrations()
			.stream()
			.limit(EVENTS)
			.map(EventRegistry.Registration::event)
			.toList();
		for (int number = 0; number < THREADS; number++) {
			Thread thread = new Thread(new Waiting(events.get(number % EVENTS)), "waiting-" + number);
			thread.setDaemon(true);
			thread.start();
		}
		while (events.stream().mapToInt(Event::getQueueLength).sum() < THREADS) {
			Thread.onSpinWait();
		}
		return "waiting";
	}

	private record Waiting(Event event) implements Runnable {

		@Override
		public void run() {
			try {
				while (!Thread.interrupted()) {
					this.event.await();
				}
			}
			catch (InterruptedException | EventShutdownException ex) {
				// The application ends.
			}
		}

	}

}
