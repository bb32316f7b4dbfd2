package io.eventgate.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * How well an instance follows the store. The numbers count from the start.
 *
 * @param connected whether the link to the store is up, as far as this instance knows
 * @param stale whether nothing was read for so long, more than three sync intervals, that
 * the events here may differ from those of the others
 * @param syncAge how long ago the last read of all events that succeeded was sent; empty
 * if none has yet
 * @param links how often a connection was tried or made
 * @param reads how many reads were sent
 * @param errors how many calls to the store failed or got no answer
 * @param heals how often data that the store had lost was restored from here
 * @param missedHints how many changes were found at an interval, without a hint
 * @param propagations how many changes came from other instances
 * @param propagationTotal how long all of these took, from the call in the other instance
 * to the change here, measured by the store's clock
 * @param propagationMax how long the slowest of them took
 * @param lastError what went wrong last, if anything did
 * @since 0.1.0
 */
public record ClusterStatus(boolean connected, boolean stale, Optional<Duration> syncAge, long links, long reads,
		long errors, long heals, long missedHints, long propagations, Duration propagationTotal,
		Duration propagationMax, Optional<String> lastError) {

}
