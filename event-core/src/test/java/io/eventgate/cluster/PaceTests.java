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
	void readsOfManyEventsKeepADistanceAfterTheFirstEight(long now) {
		for (int i = 0; i < 8; i++) {
			assertThat(this.pace.delay(Set.of("event-" + i), now)).isZero();
		}
		assertThat(this.pace.delay(Set.of("another"), now)).isEqualTo(millis(20));
		assertThat(this.pace.delay(Set.of("another", "one more"), now + millis(5))).isEqualTo(millis(15));
		assertThat(this.pace.delay(Set.of("another", "one more"), now + millis(20))).isZero();
		assertThat(this.pace.delay(Set.of("another"), now + millis(20))).isEqualTo(millis(20));
	}

	@Test
	void oneEventIsReadAtOnceHoweverOften() {
		for (int i = 0; i < 1_000; i++) {
			assertThat(this.pace.delay(Set.of("event"), i)).isZero();
		}
		assertThat(this.pace.delay(Set.of("another"), 1_000)).isZero();
	}

	@Test
	void creditComesBackWhileNothingHappens() {
		for (int i = 0; i < 8; i++) {
			this.pace.delay(Set.of("event-" + i), 0);
		}
		long later = millis(60);
		for (int i = 0; i < 3; i++) {
			assertThat(this.pace.delay(Set.of("later-" + i), later)).isZero();
		}
		assertThat(this.pace.delay(Set.of("another"), later)).isPositive();
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
