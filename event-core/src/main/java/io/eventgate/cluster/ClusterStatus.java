package io.eventgate.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * A snapshot of how well an instance follows the store. Counters count from the start of
 * the instance.
 *
 * @since 0.1.0
 */
public sealed interface ClusterStatus permits StatusSnapshot {

	/**
	 * Returns whether the link to the store is up, as far as this instance knows.
	 * @return {@code true} if it is up
	 */
	boolean connected();

	/**
	 * Returns whether the events here may differ from those of other instances because no
	 * read has succeeded for more than three sync intervals.
	 * @return {@code true} if they may differ
	 */
	boolean stale();

	/**
	 * Returns the time since the last successful read of all events was sent.
	 * @return the age, or empty if no read has succeeded yet
	 */
	Optional<Duration> syncAge();

	/**
	 * Returns the number of connections that were tried.
	 * @return the number, failed ones included
	 */
	long links();

	/**
	 * Returns the number of reads that were sent.
	 * @return the number
	 */
	long reads();

	/**
	 * Returns the number of calls to the store that failed or were not answered.
	 * @return the number
	 */
	long errors();

	/**
	 * Returns how often this instance restored data that the store had lost.
	 * @return the number
	 */
	long heals();

	/**
	 * Returns the number of changes that an interval found and no hint had announced.
	 * @return the number
	 */
	long missedHints();

	/**
	 * Returns the number of changes that came from other instances.
	 * @return the number
	 */
	long propagations();

	/**
	 * Returns the sum of the times that {@link #propagations()} took, each from the call
	 * in the other instance to the change here, by the store's clock.
	 * @return the sum
	 */
	Duration propagationTotal();

	/**
	 * Returns the longest of the times that {@link #propagations()} took.
	 * @return the longest time
	 */
	Duration propagationMax();

	/**
	 * Returns the last error of the store.
	 * @return its description, or empty if there was none
	 */
	Optional<String> lastError();

}
