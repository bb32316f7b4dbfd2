/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * The values of a {@link ClusterStatus}.
 */
record StatusSnapshot(boolean connected, boolean stale, Optional<Duration> syncAge, long links, long snapshots,
		long gaps, long errors, long restorations, long propagations, Duration propagationTotal,
		Duration propagationMax, Optional<String> lastError, Optional<Duration> refusing) implements ClusterStatus {

}
