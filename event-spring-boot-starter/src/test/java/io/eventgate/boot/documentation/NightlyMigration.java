package io.eventgate.boot.documentation;

import io.eventgate.Event;
import io.eventgate.Origin;

/**
 * Application code that says in whose name it switches an event.
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
