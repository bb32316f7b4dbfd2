/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the contract of stores on PostgreSQL, with initial settings of connections that
 * applications use.
 */
@ParameterizedClass
@ValueSource(strings = { "TRANSACTION_READ_COMMITTED", "TRANSACTION_SERIALIZABLE" })
class ContractOnPostgresIT extends AbstractContractOnDatabaseTests {

	private static final PostgresFixture postgres = PostgresFixture.shared();

	ContractOnPostgresIT(String isolation) {
		super(isolation, JdbcTable.DEFAULT_NAME);
	}

	@Override
	protected HikariDataSource openPool(String isolation) {
		postgres.createTable();
		return postgres.pool((config) -> {
			config.setTransactionIsolation(isolation);
			config.setAutoCommit(isolation.endsWith("COMMITTED"));
			config.setMaximumPoolSize(20);
		});
	}

}
