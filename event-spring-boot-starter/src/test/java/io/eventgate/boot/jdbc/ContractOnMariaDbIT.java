/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the contract of stores on MariaDB, with its own driver and with MySQL's.
 */
@ParameterizedClass
@ValueSource(strings = { "mariadb", "mysql" })
class ContractOnMariaDbIT extends AbstractContractOnDatabaseTests {

	private static final MariaDbFixture mariaDb = MariaDbFixture.shared();

	ContractOnMariaDbIT(String driver) {
		super(driver, JdbcTable.DEFAULT_NAME);
	}

	@Override
	protected HikariDataSource openPool(String driver) {
		mariaDb.beforeEach(null);
		return mariaDb.pool(driver);
	}

	@Override
	protected boolean waitsForChanges() {
		return false;
	}

}
