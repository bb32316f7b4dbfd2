/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

import io.eventgate.Event;
import io.eventgate.boot.EventTransition;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.InstanceReport;
import org.jspecify.annotations.Nullable;

/**
 * View of the events that all instances share.
 *
 * @param cluster the shared events, or {@code null} without a store
 */
record SharedEvents(@Nullable ClusterEvents cluster) {

	/** Returns whether an event, as registered and without wrappers, is shared. */
	boolean isShared(Event event) {
		return this.cluster != null && this.cluster.isShared(event);
	}

	String scope(Event event) {
		return isShared(event) ? "cluster" : "local";
	}

	/** Returns the name of this instance, or {@code null} if the event is not shared. */
	@Nullable String instance(Event event) {
		return (this.cluster != null && isShared(event)) ? this.cluster.instance() : null;
	}

	/** Returns the reports of the instances, or none if the store is not available. */
	List<InstanceReport> reports() {
		try {
			return (this.cluster != null) ? this.cluster.instances() : List.of();
		}
		catch (EventStoreUnavailableException ex) {
			return List.of();
		}
	}

	/**
	 * Returns the last switch of an event by any instance, or empty if the event is not
	 * shared.
	 */
	Optional<EventTransition> lastSwitch(String name, Event event) {
		return (this.cluster != null && isShared(event)) ? this.cluster.getLastSwitch(name)
			.map((last) -> new EventTransition(name, last.time(), last.transition())) : Optional.empty();
	}

	/** Returns the number of waiters of each instance, or {@code null} if unknown. */
	@Nullable SortedMap<String, Integer> waiters(String name, Event event, List<InstanceReport> reports) {
		return byInstance(event, reports, (report) -> report.waiters().getOrDefault(name, 0));
	}

	/** Returns the number of calls of each instance, or {@code null} if unknown. */
	@Nullable SortedMap<String, Integer> active(String name, Event event, List<InstanceReport> reports) {
		return byInstance(event, reports, (report) -> report.active().getOrDefault(name, 0));
	}

	private @Nullable SortedMap<String, Integer> byInstance(Event event, List<InstanceReport> reports,
			ToIntFunction<InstanceReport> count) {
		if (!isShared(event) || reports.isEmpty()) {
			return null;
		}
		SortedMap<String, Integer> counts = new TreeMap<>();
		reports.forEach((report) -> counts.put(report.instance(), count.applyAsInt(report)));
		return counts;
	}

}
