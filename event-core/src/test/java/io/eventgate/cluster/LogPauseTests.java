/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogPauseTests {

	private final LogPause pause = new LogPause();

	@Test
	void pausesBetweenLinesDoubleUpToAnHour() {
		Duration last = null;
		Duration longest = Duration.ZERO;
		int lines = 0;
		for (long second = 0; second < Duration.ofDays(1).toSeconds(); second++) {
			if (isDue(Duration.ofSeconds(second))) {
				longest = (last != null) ? Duration.ofSeconds(second).minus(last) : longest;
				last = Duration.ofSeconds(second);
				lines++;
			}
		}
		assertThat(lines).isBetween(24, 40);
		assertThat(longest).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void firstOccurrenceAfterAQuietTimeIsLogged() {
		assertThat(isDue(Duration.ZERO)).isTrue();
		assertThat(isDue(Duration.ofSeconds(9))).isFalse();
		assertThat(isDue(Duration.ofSeconds(10))).isTrue();
		assertThat(isDue(Duration.ofSeconds(29))).isFalse();
		Duration later = Duration.ofSeconds(10 + 20).plusHours(1).plusSeconds(1);
		assertThat(isDue(later)).isTrue();
		assertThat(isDue(later.plusSeconds(9))).isFalse();
		assertThat(isDue(later.plusSeconds(10))).isTrue();
	}

	private boolean isDue(Duration time) {
		return this.pause.isDue(Long.MAX_VALUE - Duration.ofHours(1).toNanos() + time.toNanos());
	}

}
