/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.boot.testing.MariaDbServerProcess;
import io.eventgate.boot.testing.SharedServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * A MariaDB server for tests. As a JUnit extension, it gives each test new tables.
 */
final class MariaDbFixture implements BeforeEachCallback, AfterEachCallback {

	static final List<String> TABLES = List.of("eventgate_events", "eventgate_events_namespaces",
			"eventgate_events_reports");

	private static final SharedServer<MariaDbFixture> SHARED = new SharedServer<>(
			() -> new MariaDbFixture(MariaDbServerProcess.SHARED.get()));

	final MariaDbServerProcess server;

	private final List<HikariDataSource> pools = new ArrayList<>();

	/** Creates a fixture for a separate server. */
	MariaDbFixture(MariaDbServerProcess server) {
		this.server = server;
	}

	/** Returns the fixture for the server that the tests of this JVM share. */
	static MariaDbFixture shared() {
		return SHARED.get();
	}

	@Override
	public void beforeEach(@Nullable ExtensionContext context) {
		this.server.run("drop table if exists " + String.join(", ", TABLES));
	}

	@Override
	public void afterEach(@Nullable ExtensionContext context) {
		this.pools.forEach(HikariDataSource::close);
		this.pools.clear();
	}

	/**
	 * Returns the application's pool, with the driver of MariaDB or MySQL, and creates
	 * the tables.
	 */
	HikariDataSource pool(String driver) {
		return pool(driver, (config) -> {
		});
	}

	HikariDataSource pool(String driver, Consumer<HikariConfig> settings) {
		HikariDataSource pool = poolWithoutTables(driver, settings);
		new EventSchemaInitializer(pool, JdbcTable.DEFAULT_NAME, null, DatabaseInitializationMode.ALWAYS)
			.initializeDatabase();
		return pool;
	}

	HikariDataSource poolWithoutTables(String driver, Consumer<HikariConfig> settings) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(MariaDbServerProcess.url(driver, this.server.port()));
		config.setUsername(MariaDbServerProcess.USER);
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(0);
		settings.accept(config);
		HikariDataSource pool = new HikariDataSource(config);
		this.pools.add(pool);
		return pool;
	}

}
