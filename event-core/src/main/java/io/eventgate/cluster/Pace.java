package io.eventgate.cluster;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How fast an instance asks for further changes when some have come. A switch now and
 * then, or one event that is switched again and again, is followed at once. While many
 * events are switched one after the other, calls keep a distance, so that one answer has
 * many switches: else each of {@code n} switches would wake every instance. The distance
 * grows with the number of instances, as the work of the store does.
 */
final class Pace {

	/** Calls at once, before the first that has to wait. */
	private static final int CREDIT = 8;

	private static final long DISTANCE = TimeUnit.MILLISECONDS.toNanos(20);

	/** With how many instances the distance begins to grow. */
	private static final int FEW = 200;

	/**
	 * When all credit will be there again; none is left {@link #CREDIT} distances before.
	 */
	private long paidNanos;

	private boolean begun;

	private Set<String> last = Set.of();

	/**
	 * How long to wait before the next call.
	 * @param events what has changed
	 * @param now the time in nanoseconds
	 * @param instances how many instances there are, more or less
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
