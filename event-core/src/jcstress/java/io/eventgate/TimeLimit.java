package io.eventgate;

import java.time.Duration;

/**
 * How long a test waits for what must come. Far longer than it takes: who needed all of
 * it was forgotten, and found out about his release only when his time had run out.
 */
final class Patience {

	static final Duration LIMIT = Duration.ofSeconds(5);

	private final long start = System.nanoTime();

	boolean isOver() {
		return System.nanoTime() - this.start >= LIMIT.toNanos();
	}

}
