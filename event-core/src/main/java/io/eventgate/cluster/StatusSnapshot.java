package io.eventgate.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * The values of a {@link ClusterStatus}.
 */
record StatusSnapshot(boolean connected, boolean stale, Optional<Duration> syncAge, long links, long reads, long errors,
		long heals, long missedHints, long propagations, Duration propagationTotal, Duration propagationMax,
		Optional<String> lastError) implements ClusterStatus {

}
