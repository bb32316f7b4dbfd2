/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Maximum numbers of waiters of an event, threads and futures, in each of the latest time
 * steps. A wait counts until it has observed its end, so that released waiters may count
 * together with the next ones.
 *
 * @param since the beginning of the first step: the time when the event was added, if
 * that is less than {@value RecentWaiters#STEPS} steps ago
 * @param step the duration of a step
 * @param peaks the maximum number of waiters in each step, the oldest first; the last
 * step has not ended
 * @since 0.1.0
 */
public record WaiterPeaks(Instant since, Duration step, List<Integer> peaks) {

}
