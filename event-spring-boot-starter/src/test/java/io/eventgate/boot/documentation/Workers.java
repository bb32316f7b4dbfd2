/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.concurrent.BlockingQueue;

import io.eventgate.EventRegistry;
import io.eventgate.EventShutdownException;
import io.eventgate.GuardedCall;

/**
 * Workers that stop between two orders while the event is clear.
 */
class Workers {

	private final EventRegistry events;

	Workers(EventRegistry events) {
		this.events = events;
	}

	void work(BlockingQueue<Runnable> orders) throws InterruptedException {
		while (true) {
			Runnable order = orders.take();
			try (GuardedCall call = this.events.beginCall("orders-open")) {
				call.await();
				order.run();
			}
			catch (EventShutdownException ex) {
				orders.put(order); // The application stops before the order has begun.
				return;
			}
		}
	}

}
