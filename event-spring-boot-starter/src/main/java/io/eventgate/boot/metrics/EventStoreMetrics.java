/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of the link of this instance to the store of shared events.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr>
 * <th>name</th>
 * <th>type</th>
 * <th>meaning</th>
 * </tr>
 * <tr>
 * <td>{@code eventgate.store.sync.age}</td>
 * <td>time gauge</td>
 * <td>time since all changes in the store were known here; NaN if never</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.store.errors}</td>
 * <td>counter</td>
 * <td>calls to the store that failed or got no answer</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.store.heals}</td>
 * <td>counter</td>
 * <td>restorations by this instance of data that the store had lost</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.store.gaps}</td>
 * <td>counter</td>
 * <td>gaps in the feed of changes, after which all events were read again</td>
 * </tr>
 * <tr>
 * <td>{@code eventgate.propagation}</td>
 * <td>timer</td>
 * <td>time from a switch in another instance until it was applied here</td>
 * </tr>
 * </table>
 *
 * @since 0.1.0
 */
public final class EventStoreMetrics implements MeterBinder {

	private final ClusterEvents cluster;

	/**
	 * Creates the binder.
	 * @param cluster the shared events
	 */
	public EventStoreMetrics(ClusterEvents cluster) {
		this.cluster = cluster;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		TimeGauge.builder("eventgate.store.sync.age", this::syncAge, TimeUnit.NANOSECONDS)
			.description("Time since the instance was last in sync with the store")
			.register(registry);
		FunctionCounter.builder("eventgate.store.errors", this.cluster, (cluster) -> cluster.status().errors())
			.description("Calls to the store that failed or got no answer")
			.baseUnit("errors")
			.register(registry);
		FunctionCounter.builder("eventgate.store.heals", this.cluster, (cluster) -> cluster.status().restorations())
			.description("Restorations of data that the store had lost")
			.baseUnit("heals")
			.register(registry);
		FunctionCounter.builder("eventgate.store.gaps", this.cluster, (cluster) -> cluster.status().gaps())
			.description("Gaps in the feed of changes, after which all events are read again")
			.baseUnit("gaps")
			.register(registry);
		FunctionTimer
			.builder("eventgate.propagation", this.cluster, (cluster) -> cluster.status().propagations(),
					EventStoreMetrics::propagationMicros, TimeUnit.MICROSECONDS)
			.description("Time from a switch in another instance until it was applied here")
			.register(registry);
	}

	private double syncAge() {
		return this.cluster.status().syncAge().map(Duration::toNanos).map(Long::doubleValue).orElse(Double.NaN);
	}

	private static double propagationMicros(ClusterEvents cluster) {
		ClusterStatus status = cluster.status();
		return TimeUnit.MICROSECONDS.convert(status.propagationTotal());
	}

}
