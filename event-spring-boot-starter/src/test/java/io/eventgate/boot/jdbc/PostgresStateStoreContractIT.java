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
 * Runs the contract of stores on PostgreSQL, with initial settings of connections that
 * applications use.
 */
@ParameterizedClass
@ValueSource(strings = { "TRANSACTION_READ_COMMITTED", "TRANSACTION_SERIALIZABLE" })
class PostgresStateStoreContractIT extends AbstractStateStoreContractTests {

	@RegisterExtension
	private static final PostgresFixture postgres = PostgresFixture.shared();

	private final String isolation;

	private DataSource pool;

	PostgresStateStoreContractIT(String isolation) {
		this.isolation = isolation;
	}

	@BeforeEach
	void openPool() {
		this.pool = postgres.pool((config) -> {
			config.setTransactionIsolation(this.isolation);
			config.setAutoCommit(this.isolation.endsWith("COMMITTED"));
			config.setMaximumPoolSize(20);
		});
	}

	@Override
	protected StateStore createStore() {
		return new JdbcStateStore(this.pool, JdbcTable.DEFAULT_NAME, "contract", PostgresFixture.TIMEOUT);
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
