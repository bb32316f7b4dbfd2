/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.cluster.AbstractStateStoreContractTests;
import io.eventgate.cluster.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Runs the contract of stores on an embedded database.
 */
abstract class AbstractEmbeddedStateStoreContractTests extends AbstractStateStoreContractTests {

	private static final String TABLE = "shared_events";

	private final String url;

	private HikariDataSource pool;

	AbstractEmbeddedStateStoreContractTests(String url) {
		this.url = url;
	}

	@BeforeEach
	void createTables() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(String.format(this.url, UUID.randomUUID()));
		config.setUsername("sa");
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(0);
		this.pool = new HikariDataSource(config);
		new EventSchemaInitializer(this.pool, TABLE, null, DatabaseInitializationMode.EMBEDDED).initializeDatabase();
	}

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Override
	protected StateStore createStore() {
		return new JdbcStateStore(this.pool, TABLE, "contract", JdbcTests.TIMEOUT);
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
		JdbcTests.deleteAll(this.pool, TABLE);
		return true;
	}

}
