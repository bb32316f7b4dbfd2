package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.eventgate.Event;
import io.eventgate.Origin;

/**
 * Holds workers while something else has the place for itself.
 */
class MaintenanceWindow {

	private final Event ordersOpen;

	private final Workers workers;

	MaintenanceWindow(Event ordersOpen, Workers workers) {
		this.ordersOpen = ordersOpen;
		this.workers = workers;
	}

	void run(String why, Runnable maintenance) throws InterruptedException, TimeoutException {
		Origin origin = new Origin(Origin.Source.APPLICATION, "maintenance", why);
		origin.run(this.ordersOpen::clear);
		try {
			if (!this.workers.idle().await(Duration.ofMinutes(5))) {
				throw new TimeoutException("Workers are still busy after five minutes");
			}
			maintenance.run();
		}
		finally {
			origin.run(this.ordersOpen::set);
		}
	}

}
