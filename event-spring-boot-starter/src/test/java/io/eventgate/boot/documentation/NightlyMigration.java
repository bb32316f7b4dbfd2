/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Event;
import io.eventgate.Origin;

/**
 * Application code that switches an event with an origin.
 */
class NightlyMigration {

	private final Event ordersOpen;

	NightlyMigration(Event ordersOpen) {
		this.ordersOpen = ordersOpen;
	}

	void begin() {
		new Origin(Origin.Source.APPLICATION, "nightly migration", "schema 42").run(this.ordersOpen::clear);
	}

}
