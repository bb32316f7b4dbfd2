package io.eventgate.cluster;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How fast reads that are caused by hints may follow each other. A switch now and then,
 * or one event that is switched again and again, is read at once. While many events are
 * switched one after the other, reads keep a distance, so that one read answers many
 * hints: else each of {@code n} switches would cost a read of each instance.
 */
final class Pace {

	/** Reads at once, before the first that has to wait. */
	private static final int CREDIT = 8;

	private static final long DISTANCE = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * When all credit will be there again; none is left {@link #CREDIT} distances before.
	 */
	private long paidNanos;

	private boolean begun;

	private Set<String> last = Set.of();

	/**
	 * How long to wait before events are read. Zero means that they are read now, and
	 * counts as a read.
	 * @param events what is to be read
	 * @param now the time in nanoseconds
	 * @return nanoseconds
	 */
	long delay(Set<String> events, long now) {
		if (events.equals(this.last)) {
			return 0;
		}
		long paid = (this.begun && this.paidNanos - now > 0) ? this.paidNanos : now;
		long delay = paid - now - (CREDIT - 1) * DISTANCE;
		if (delay > 0) {
			return delay;
		}
		this.begun = true;
		this.paidNanos = paid + DISTANCE;
		this.last = Set.copyOf(events);
		return 0;
	}

}
