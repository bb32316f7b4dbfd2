/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Runs the contract of stores on an embedded database.
 */
abstract class AbstractContractOnEmbeddedDatabaseTests extends AbstractContractOnDatabaseTests {

	private static final String TABLE = "shared_events";

	AbstractContractOnEmbeddedDatabaseTests(String url) {
		super(url, TABLE);
	}

	@Override
	protected HikariDataSource openPool(String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(String.format(url, UUID.randomUUID()));
		config.setUsername("sa");
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(0);
		HikariDataSource pool = new HikariDataSource(config);
		new EventSchemaInitializer(pool, TABLE, null, DatabaseInitializationMode.EMBEDDED).initializeDatabase();
		return pool;
	}

	@Override
	protected boolean waitsForChanges() {
		return false;
	}

}
