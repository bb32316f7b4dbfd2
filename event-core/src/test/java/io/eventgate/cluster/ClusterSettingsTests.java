/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;

import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link ClusterSettings}.
 */
class ClusterSettingsTests {

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		ClusterSettings settings = ClusterSettings.of("a");
		assertThat(settings.instance()).isEqualTo("a");
		assertThat(settings.commandTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(settings.syncInterval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(settings.startupPolicy()).isEqualTo(StartupPolicy.FAIL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT-1S", "PT0S", "PT0.009S", "PT24H0.001S" })
	void durationOutOfRangeIsRejected(Duration duration) {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ClusterSettings.builder("a").commandTimeout(duration).syncInterval(second).build())
			.withMessageContaining("commandTimeout")
			.withMessageContaining(duration.toString());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ClusterSettings.builder("a").commandTimeout(second).syncInterval(duration).build())
			.withMessageContaining("syncInterval");
	}

	@Test
	void blankInstanceIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> ClusterSettings.of(" "))
			.withMessageContaining("instance");
	}

	@ParameterizedTest
	@ValueSource(strings = { "one ", " one", "one\u2003" })
	void instanceThatBeginsOrEndsWithABlankIsRejected(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> ClusterSettings.of(name))
			.withMessageContaining("'" + name + "'")
			.withMessageContaining("begin or end with a blank");
	}

	@Test
	void instanceWithHarmfulCharactersIsRejected() {
		assertThat(ClusterSettings.of("x".repeat(200)).instance()).hasSize(200);
		assertThatIllegalArgumentException().isThrownBy(() -> ClusterSettings.of("x".repeat(201)))
			.withMessageContaining("200");
		assertThatIllegalArgumentException().isThrownBy(() -> ClusterSettings.of("a\nb"))
			.withMessageContaining("'a?b'");
	}

	@Test
	void exceptionNamesEventAndOperation() {
		IllegalStateException cause = new IllegalStateException();
		EventStoreUnavailableException ex = new EventStoreUnavailableException("orders", "set", true, "no answer",
				cause);
		assertThat(ex).hasMessage("no answer").hasCause(cause);
		assertThat(ex.getEvent()).contains("orders");
		assertThat(ex.getOperation()).isEqualTo("set");
		assertThat(ex.isOutcomeUnknown()).isTrue();
	}

}
