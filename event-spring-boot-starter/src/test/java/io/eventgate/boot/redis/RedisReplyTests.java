package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RedisReply}.
 */
class RedisReplyTests {

	@Test
	void statesOfAllListsBelongToTheNamesInTheirOrder() {
		List<Object> reply = List.of("1", "2", Arrays.asList("1 x", null), Arrays.asList("9007199254740990 "));
		assertThat(RedisReply.clock(reply)).isEqualTo(1_000_002);
		assertThat(RedisReply.states(List.of("a", "b", "c"), reply)).hasSize(2)
			.containsEntry("a", new State(1, "x"))
			.containsEntry("c", new State(StateStore.MAX_VERSION, ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1", "x", "x 1", "-1 x", "1.5 x", "9007199254740991 x", "9999999999999999 x",
			"99999999999999999999 x" })
	void entryThatIsNoneIsUnknown(String entry) {
		assertThat(RedisReply.states(List.of("a"), List.of("1", "2", List.of(entry)))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0", "PT-1S, 0", "PT0.000000001S, 1", "PT0.001S, 1000", "PT1S, 1000000",
			"PT9223372036854775807S, 31536000000000" })
	void timeToLiveIsInMicrosecondsAndBounded(Duration timeToLive, String expected) {
		assertThat(RedisReply.micros(timeToLive)).isEqualTo(expected);
	}

}
