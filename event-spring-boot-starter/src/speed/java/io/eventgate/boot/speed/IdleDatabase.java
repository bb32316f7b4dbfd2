/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.StateStore;

/**
 * Measures the rows of a database that are read by an idle instance with many events.
 */
final class IdleDatabase {

	private static final int EVENTS = 1_000;

	/** Long enough for two or three periodic snapshots. */
	private static final int SECONDS = 75;

	private IdleDatabase() {
	}

	/**
	 * Measures.
	 * @param name the name of the database
	 * @param store the store in it
	 * @param rows the number of rows read so far by all clients
	 */
	static void measure(String name, StateStore store, LongSupplier rows, Table table) {
		try (ClusterEvents cluster = new ClusterEvents(store,
				ClusterSettings.builder("idle")
					.commandTimeout(Duration.ofSeconds(5))
					.syncInterval(Duration.ofSeconds(1))
					.build())) {
			cluster.start();
			IntStream.range(0, EVENTS)
				.mapToObj((event) -> cluster.create(EventDefinition.of("event-" + event)))
				.forEach(Event::set);
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
			long snapshots = cluster.status().snapshots();
			long before = rows.getAsLong();
			long start = System.nanoTime();
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
			double seconds = (System.nanoTime() - start) / 1e9;
			long read = rows.getAsLong() - before;
			long full = cluster.status().snapshots() - snapshots;
			table.row(
					"%s, an instance with %,d events that does nothing: rows read, besides %d periodic snapshots (≤ 3/s)",
					"%.1f/s", name, EVENTS, full, (read - full * EVENTS) / seconds);
		}
	}

}
