package io.eventgate.boot.jdbc;

import java.sql.SQLException;

import io.eventgate.cluster.StateStore.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcErrors}.
 */
class JdbcErrorsTests {

	private static final JdbcTable TABLE = JdbcTable.of("events", "orders");

	@ParameterizedTest
	@ValueSource(strings = { "23505", "40001", "40P01", "22021", "53300", "28P01" })
	void errorThatTheDatabaseAnswersWithIsARefusal(String state) {
		assertThat(JdbcErrors.translate(new SQLException("no\n  way", state), TABLE))
			.isInstanceOf(RefusedException.class)
			.hasMessageContaining("no way");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "08006", "08003", "40003", "57P01", "57014", "XX000", "HYT00", "2" })
	void errorAfterWhichAnythingMayHaveHappenedIsNone(String state) {
		SQLException failure = new SQLException("lost", state);
		assertThat(JdbcErrors.translate(failure, TABLE)).isSameAs(failure);
	}

	@ParameterizedTest
	@ValueSource(strings = { "42P01", "42501", "42S02" })
	void missingTableOrRightIsToldWithTheRemedy(String state) {
		assertThat(JdbcErrors.translate(new SQLException("unknown", state), TABLE)).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'events'")
			.hasMessageContaining("eventgate.store.jdbc.initialize-schema")
			.hasMessageContaining("grant");
	}

	@ParameterizedTest
	@CsvSource({ "23505, 0, true", "23000, 1062, true", "23000, 2601, true", "23502, 0, false", "23513, 0, false",
			"23000, 1048, false", "23503, 0, false", "40001, 0, false" })
	void onlyAnExistingKeyIsADuplicate(String state, int code, boolean duplicate) {
		assertThat(JdbcErrors.isDuplicate(new SQLException("constraint", state, code))).isEqualTo(duplicate);
	}

	@Test
	void standbyIsToldByItsName() {
		assertThat(JdbcErrors.translate(JdbcErrors.notPrimary(), TABLE)).isInstanceOf(RefusedException.class)
			.hasMessageContaining("standby");
	}

	@Test
	void whatIsNoErrorOfTheDatabaseStaysAsItIs() {
		RuntimeException failure = new IllegalStateException();
		assertThat(JdbcErrors.translate(failure, TABLE)).isSameAs(failure);
	}

}
