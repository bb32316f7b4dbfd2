package io.eventgate.boot.waits;

import java.time.Duration;

/**
 * How long waits took that blocked and are over, whatever ended them. Percentiles and the
 * maximum are of the latest {@value RecentWaits#SIZE} at most.
 *
 * @param count how many there were since the event exists
 * @param p50 half of the latest took no longer
 * @param p90 nine of ten took no longer
 * @param p99 ninety-nine of a hundred took no longer
 * @param max the longest of the latest
 * @since 0.1.0
 */
public record WaitSummary(long count, Duration p50, Duration p90, Duration p99, Duration max) {

}
