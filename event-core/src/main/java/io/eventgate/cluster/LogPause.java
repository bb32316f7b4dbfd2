package io.eventgate.cluster;

import java.util.concurrent.TimeUnit;

/**
 * How often something that goes on happening is logged: at once, then with growing
 * pauses, and at once again after a quiet hour.
 */
final class LogPause {

	private static final long SHORTEST = TimeUnit.SECONDS.toNanos(10);

	private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

	private long pause;

	private long lastNanos;

	/** Whether to log what has happened now. */
	boolean isDue(long nowNanos) {
		long passed = nowNanos - this.lastNanos;
		if (this.pause != 0 && passed < this.pause) {
			return false;
		}
		this.pause = (this.pause == 0 || passed > LONGEST + this.pause) ? SHORTEST : Math.min(LONGEST, 2 * this.pause);
		this.lastNanos = nowNanos;
		return true;
	}

}
