/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.health;

import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterStatus;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Health indicator of the link of this instance to the store of shared events. Without
 * the store, events keep their last state, which may still be right: the status is
 * therefore {@link Status#UNKNOWN} and not down.
 *
 * @since 0.1.0
 */
public final class EventStoreHealthIndicator implements HealthIndicator {

	/** The name of the contributor, as Spring Boot makes it of the name of the bean. */
	static final String NAME = "eventStore";

	private final ClusterEvents cluster;

	/**
	 * Creates the indicator.
	 * @param cluster the shared events
	 */
	public EventStoreHealthIndicator(ClusterEvents cluster) {
		this.cluster = cluster;
	}

	@Override
	public Health health() {
		ClusterStatus status = this.cluster.status();
		Health.Builder health = (status.stale() ? Health.unknown() : Health.up())
			.withDetail("instance", this.cluster.instance())
			.withDetail("connected", status.connected());
		status.syncAge().ifPresent((age) -> health.withDetail("syncAge", age.toString()));
		// It answers but refuses: a right is missing, or it is full or read-only.
		status.refusing().ifPresent((time) -> health.withDetail("refusesSwitchesFor", time.toString()));
		status.lastError().ifPresent((error) -> health.withDetail("lastError", error));
		return health.build();
	}

}
