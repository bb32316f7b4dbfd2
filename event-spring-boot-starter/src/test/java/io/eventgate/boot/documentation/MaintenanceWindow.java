/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.eventgate.Drain;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;

/**
 * Maintenance that no order may overlap.
 */
class MaintenanceWindow {

	private final EventRegistry events;

	MaintenanceWindow(EventRegistry events) {
		this.events = events;
	}

	void run(String why, Runnable maintenance) throws TimeoutException {
		Origin origin = new Origin(Origin.Source.APPLICATION, "maintenance", why);
		Drain drain = origin.call(() -> this.events.drainAsync("orders-open", Duration.ofMinutes(5), true)).join();
		if (!drain.complete()) {
			throw new TimeoutException("Orders are still processed after five minutes: " + drain.active());
		}
		try {
			maintenance.run();
		}
		finally {
			origin.run(this.events.get("orders-open")::set);
		}
	}

}
