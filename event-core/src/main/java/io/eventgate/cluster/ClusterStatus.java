/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
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
	 * Returns whether the link to the store is up, as last observed by this instance.
	 * @return {@code true} if it is up
	 */
	boolean connected();

	/**
	 * Returns whether the events here may differ from those of other instances because
	 * the store has not answered for more than three sync intervals.
	 * @return {@code true} if they may differ
	 */
	boolean stale();

	/**
	 * Returns the time since this instance was last in sync with the store.
	 * @return the age, or empty if the store has not been read yet
	 */
	Optional<Duration> syncAge();

	/**
	 * Returns the number of attempts to connect.
	 * @return the number, failed ones included
	 */
	long links();

	/**
	 * Returns the number of snapshots of all events: one for each connection and each
	 * gap, and one every thirty sync intervals.
	 * @return the number
	 */
	long snapshots();

	/**
	 * Returns how often the feed of changes had a gap, so that a snapshot was taken.
	 * @return the number
	 */
	long gaps();

	/**
	 * Returns the number of calls to the store that failed or were not answered.
	 * @return the number
	 */
	long errors();

	/**
	 * Returns how often this instance restored data that the store had lost.
	 * @return the number
	 */
	long restorations();

	/**
	 * Returns the number of changes by other instances.
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

	/**
	 * Returns how long the store has refused to switch events: an account may lack a
	 * right, or the store may be out of memory or read-only.
	 * @return the time since the first refusal, or empty if the last switch was not
	 * refused
	 */
	Optional<Duration> refusing();

}
