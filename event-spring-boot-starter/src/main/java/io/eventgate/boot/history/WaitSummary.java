/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Duration;

/**
 * Durations of ended waits that blocked, with any outcome. Percentiles and the maximum
 * are those of the latest {@value RecentWaits#SIZE} waits.
 *
 * @param count the number of ended waits since the event was created
 * @param p50 the 50th percentile
 * @param p90 the 90th percentile
 * @param p99 the 99th percentile
 * @param max the maximum
 * @since 0.1.0
 */
public record WaitSummary(long count, Duration p50, Duration p90, Duration p99, Duration max) {

}
