/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
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
	void errorReturnedByTheDatabaseIsARefusal(String state) {
		assertThat(JdbcErrors.translate(new SQLException("no\n  way", state), TABLE))
			.isInstanceOf(RefusedException.class)
			.hasMessageContaining("no way");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "08006", "08003", "40003", "57P01", "57014", "XX000", "HYT00", "2" })
	void errorWithUnknownOutcomeIsNoRefusal(String state) {
		SQLException failure = new SQLException("lost", state);
		assertThat(JdbcErrors.translate(failure, TABLE)).isSameAs(failure);
	}

	@ParameterizedTest
	@ValueSource(strings = { "42P01", "42501", "42S02" })
	void missingTableOrRightIsReportedWithTheRemedy(String state) {
		assertThat(JdbcErrors.translate(new SQLException("unknown", state), TABLE)).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'events'")
			.hasMessageContaining("eventgate.store.jdbc.initialize-schema")
			.hasMessageContaining("grant");
	}

	@ParameterizedTest
	@CsvSource({ "25006, 0", "25006, 1792", "25502, 0", "90097, 90097", "HY000, 1290", "HY000, 1836", "HY000, 1036" })
	void readOnlyServerIsNotThePrimary(String state, int code) {
		SQLException failure = new SQLException("read-only", state, code);
		assertThat(JdbcErrors.isNotPrimary(failure)).isTrue();
		assertThat(JdbcErrors.translate(failure, TABLE)).isInstanceOf(RefusedException.class)
			.hasMessageContaining("primary");
	}

	@ParameterizedTest
	@CsvSource({ "HY000, 1205", "HYT00, 50200" })
	void lockTimeoutIsARefusalAndNotRepeated(String state, int code) {
		SQLException failure = new SQLException("lock", state, code);
		assertThat(JdbcErrors.isRolledBack(failure)).isFalse();
		assertThat(JdbcErrors.translate(failure, TABLE)).isInstanceOf(RefusedException.class);
	}

	@Test
	void standbyIsNamed() {
		assertThat(JdbcErrors.translate(JdbcErrors.notPrimary(), TABLE)).isInstanceOf(RefusedException.class)
			.hasMessageContaining("standby");
	}

	@Test
	void otherExceptionsAreUnchanged() {
		RuntimeException failure = new IllegalStateException();
		assertThat(JdbcErrors.translate(failure, TABLE)).isSameAs(failure);
	}

}
