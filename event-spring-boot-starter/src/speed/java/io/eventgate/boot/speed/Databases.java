/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.boot.jdbc.EventSchemaInitializer;
import io.eventgate.boot.jdbc.JdbcStateStore;
import io.eventgate.cluster.StateStore;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Stores in databases, which are open as long as the process runs.
 */
final class Databases {

	private static final String TABLE = "eventgate_events";

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private Databases() {
	}

	static StateStore store(String url, String user, String namespace) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername(user);
		HikariDataSource pool = new HikariDataSource(config);
		new EventSchemaInitializer(pool, TABLE, null, DatabaseInitializationMode.ALWAYS).initializeDatabase();
		return new JdbcStateStore(pool, TABLE, namespace, TIMEOUT);
	}

}
