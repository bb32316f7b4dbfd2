/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import javax.sql.DataSource;

import io.eventgate.cluster.AbstractStateStoreContractTests;
import io.eventgate.cluster.StateStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the contract of stores on MariaDB, with its own driver and with MySQL's.
 */
@ParameterizedClass
@ValueSource(strings = { "mariadb", "mysql" })
class MariaDbStateStoreContractIT extends AbstractStateStoreContractTests {

	@RegisterExtension
	private static final MariaDbFixture mariaDb = MariaDbFixture.shared();

	private final String driver;

	private DataSource pool;

	MariaDbStateStoreContractIT(String driver) {
		this.driver = driver;
	}

	@BeforeEach
	void openPool() {
		this.pool = mariaDb.pool(this.driver);
	}

	@Override
	protected StateStore createStore() {
		return new JdbcStateStore(this.pool, JdbcTable.DEFAULT_NAME, "contract", JdbcTests.TIMEOUT);
	}

	@Override
	protected boolean waitsForChanges() {
		return false;
	}

	@Override
	protected boolean deliversEachChange() {
		return false;
	}

	@Override
	protected boolean loseData() {
		JdbcTests.deleteAll(this.pool, JdbcTable.DEFAULT_NAME);
		return true;
	}

}
