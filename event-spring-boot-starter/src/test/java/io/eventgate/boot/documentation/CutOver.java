/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.time.Duration;

import io.eventgate.Event;
import io.eventgate.Transition;
import io.eventgate.cluster.Acknowledgements;
import io.eventgate.cluster.ClusterEvents;

/**
 * Runs a migration once no instance accepts orders.
 */
class CutOver {

	private final ClusterEvents cluster;

	private final Event ordersOpen;

	CutOver(ClusterEvents cluster, Event ordersOpen) {
		this.cluster = cluster;
		this.ordersOpen = ordersOpen;
	}

	void run(Runnable migration) {
		Acknowledgements closed = this.cluster.change("orders-open", Transition.Kind.CLEAR, Duration.ofSeconds(10));
		try {
			if (!closed.isComplete()) {
				throw new IllegalStateException("Not closed in " + closed.pending() + closed.lost());
			}
			migration.run();
		}
		finally {
			this.ordersOpen.set();
		}
	}

}
