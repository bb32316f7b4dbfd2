/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JdbcTable}.
 */
class JdbcTableTests {

	@ParameterizedTest
	@ValueSource(strings = { "eventgate_events", "_e1", "ops.Events", "db.ops.events" })
	void namesOfTablesAreAccepted(String name) {
		assertThat(JdbcTable.of(name, "orders").name()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1a", "a b", "a;drop table x", "a--", "\"a\"", "a.b.c.d", "a.", ".a", "a\n",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
	void otherNamesAreRefusedWithTheRemedy(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> JdbcTable.of(name, "orders"))
			.withMessageContaining("eventgate.store.jdbc.table");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " a", "a ", "a\nb", "a\u0000b" })
	void unstorableNamespaceIsRefusedWithTheRemedy(String namespace) {
		assertThatIllegalArgumentException().isThrownBy(() -> JdbcTable.of("events", namespace))
			.withMessageContaining("eventgate.store.namespace");
		assertThatIllegalArgumentException().isThrownBy(() -> JdbcTable.of("events", "x".repeat(201)));
	}

	@Test
	void channelIsAnIdentifierOfItsOwnForEachNamespaceAndTable() {
		String channel = JdbcTable.of("events", "Aufträge; 1").channel();
		assertThat(channel).matches("[a-z0-9_]{1,63}").isEqualTo(JdbcTable.of("events", "Aufträge; 1").channel());
		assertThat(channel).isNotEqualTo(JdbcTable.of("events", "other").channel())
			.isNotEqualTo(JdbcTable.of("others", "Aufträge; 1").channel());
	}

}
