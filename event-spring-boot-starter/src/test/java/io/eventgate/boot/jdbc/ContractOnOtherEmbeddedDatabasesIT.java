/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the contract of stores on embedded databases other than H2 in its default mode.
 */
@ParameterizedClass
@ValueSource(strings = { "jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
		"jdbc:h2:mem:%s;MODE=MySQL;DATABASE_TO_LOWER=TRUE", "jdbc:h2:mem:%s;MODE=MariaDB;DATABASE_TO_LOWER=TRUE",
		"jdbc:h2:mem:%s;MODE=Oracle", "jdbc:h2:mem:%s;MODE=MSSQLServer", "jdbc:hsqldb:mem:%s",
		"jdbc:hsqldb:mem:%s;hsqldb.tx=mvlocks", "jdbc:hsqldb:mem:%s;hsqldb.tx=mvcc",
		"jdbc:derby:memory:%s;create=true" })
class ContractOnOtherEmbeddedDatabasesIT extends AbstractContractOnEmbeddedDatabaseTests {

	ContractOnOtherEmbeddedDatabasesIT(String url) {
		super(url);
	}

}
