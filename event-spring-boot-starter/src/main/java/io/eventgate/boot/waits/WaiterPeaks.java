package io.eventgate.boot.waits;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The most that waited at an event at once, threads and futures, in each of the latest
 * steps of time. A wait counts until it has noticed that it is over, so those who were
 * just released may count together with those who came next.
 *
 * @param since when the first of the steps began: when the event was added, if it was
 * less than {@value RecentWaiters#STEPS} steps ago
 * @param step how long a step is
 * @param peaks the most that waited at once in each step, the oldest first; the last step
 * is still running
 * @since 0.1.0
 */
public record WaiterPeaks(Instant since, Duration step, List<Integer> peaks) {

}
