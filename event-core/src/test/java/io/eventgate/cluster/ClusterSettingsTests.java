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
		assertThat(new ClusterSettings("a"))
			.isEqualTo(new ClusterSettings("a", Duration.ofSeconds(2), Duration.ofSeconds(1), StartupPolicy.FAIL));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT-1S", "PT0S", "PT0.009S", "PT24H0.001S" })
	void durationOutOfRangeIsRejected(Duration duration) {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClusterSettings("a", duration, second, StartupPolicy.FAIL))
			.withMessageContaining("commandTimeout")
			.withMessageContaining(duration.toString());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClusterSettings("a", second, duration, StartupPolicy.FAIL))
			.withMessageContaining("syncInterval");
	}

	@Test
	void blankInstanceIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClusterSettings(" "))
			.withMessageContaining("instance");
	}

	@Test
	void exceptionNamesEventAndOperation() {
		IllegalStateException cause = new IllegalStateException();
		EventStoreUnavailableException ex = new EventStoreUnavailableException("orders", "set", true, "no answer",
				cause);
		assertThat(ex).hasMessage("no answer").hasCause(cause);
		assertThat(ex.getEvent()).isEqualTo("orders");
		assertThat(ex.getOperation()).isEqualTo("set");
		assertThat(ex.isOutcomeUnknown()).isTrue();
	}

}
