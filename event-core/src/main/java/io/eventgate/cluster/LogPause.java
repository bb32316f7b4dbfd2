/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.concurrent.TimeUnit;

/**
 * The rate limit of a log message for repeated occurrences: the first is logged at once,
 * further ones after growing pauses, and at once again after a quiet hour.
 */
final class LogPause {

	private static final long SHORTEST = TimeUnit.SECONDS.toNanos(10);

	private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

	private long pause;

	private long lastNanos;

	/** Returns whether to log an occurrence now. */
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
