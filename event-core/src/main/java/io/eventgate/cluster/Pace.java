/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The rate limit of calls for further changes. An occasional switch, or one event that is
 * switched repeatedly, is followed at once. While many events are switched one after the
 * other, calls keep a distance, so that one answer has many switches: otherwise each of
 * {@code n} switches would wake every instance. Like the load of the store, the distance
 * grows with the number of instances.
 */
final class Pace {

	/** The number of immediate calls before the first that has to wait. */
	private static final int CREDIT = 8;

	private static final long DISTANCE = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * The distance grows by its length for each further one of this number of instances.
	 */
	private static final int FEW = 200;

	/**
	 * The time when all credit is restored; none is left {@link #CREDIT} distances
	 * before.
	 */
	private long paidNanos;

	private boolean begun;

	private Set<String> last = Set.of();

	/**
	 * Returns how long to wait before the next call.
	 * @param events the events that have changed
	 * @param now the time in nanoseconds
	 * @param instances the approximate number of instances
	 * @return nanoseconds, 0 for at once
	 */
	long delay(Set<String> events, long now, int instances) {
		boolean same = events.equals(this.last) && instances < FEW;
		this.last = Set.copyOf(events);
		if (same) {
			return 0;
		}
		long distance = DISTANCE * Math.max(1, instances / FEW);
		long paid = (this.begun && this.paidNanos - now > 0) ? this.paidNanos : now;
		this.begun = true;
		this.paidNanos = paid + distance;
		return Math.max(0, paid - now - (CREDIT - 1) * distance);
	}

}
