/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private final Pace pace = new Pace();

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MAX_VALUE - 10, Long.MIN_VALUE })
	void readsOfManyEventsAreDelayedAfterTheFirstEight(long now) {
		for (int i = 0; i < 8; i++) {
			assertThat(this.pace.delay(Set.of("event-" + i), now, 1)).isZero();
		}
		assertThat(this.pace.delay(Set.of("another"), now, 1)).isEqualTo(millis(20));
		assertThat(this.pace.delay(Set.of("another", "one more"), now + millis(20), 1)).isEqualTo(millis(20));
		assertThat(this.pace.delay(Set.of("another"), now + millis(60), 1)).isZero();
	}

	@Test
	void delayGrowsWithTheNumberOfInstances() {
		for (int i = 0; i < 8; i++) {
			assertThat(this.pace.delay(Set.of("event"), 0, 1_000)).isZero();
		}
		assertThat(this.pace.delay(Set.of("event"), 0, 1_000)).isEqualTo(millis(100));
	}

	@Test
	void oneEventIsAlwaysReadAtOnce() {
		for (int i = 0; i < 1_000; i++) {
			assertThat(this.pace.delay(Set.of("event"), i, 1)).isZero();
		}
		assertThat(this.pace.delay(Set.of("another"), 1_000, 1)).isZero();
	}

	@Test
	void creditIsRestoredWhileIdle() {
		for (int i = 0; i < 8; i++) {
			this.pace.delay(Set.of("event-" + i), 0, 1);
		}
		long later = millis(60);
		for (int i = 0; i < 3; i++) {
			assertThat(this.pace.delay(Set.of("later-" + i), later, 1)).isZero();
		}
		assertThat(this.pace.delay(Set.of("another"), later, 1)).isPositive();
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
