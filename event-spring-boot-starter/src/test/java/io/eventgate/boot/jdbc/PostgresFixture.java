/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.cluster.StoreCalls;
import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.boot.testing.SharedServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * A PostgreSQL server for tests. As a JUnit extension, it gives each test a new table.
 */
final class PostgresFixture implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

	private static final SharedServer<PostgresFixture> SHARED = new SharedServer<>(
			() -> new PostgresFixture(PostgresServerProcess.SHARED.get()));

	/** A time-out that is never reached. */
	static final Duration TIMEOUT = Duration.ofSeconds(20);

	final PostgresServerProcess server;

	private final List<HikariDataSource> pools = new ArrayList<>();

	private final List<JdbcStateStore> stores = new ArrayList<>();

	PostgresFixture(PostgresServerProcess server) {
		this.server = server;
	}

	/** Returns the fixture for the server that the tests of this JVM share. */
	static PostgresFixture shared() {
		return SHARED.get();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		createTable();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		closeStores();
	}

	/** Returns the application's pool. */
	HikariDataSource pool() {
		return pool((config) -> {
		});
	}

	HikariDataSource pool(Consumer<HikariConfig> settings) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(PostgresServerProcess.url(this.server.port()));
		config.setUsername(PostgresServerProcess.USER);
		config.setMinimumIdle(0);
		settings.accept(config);
		HikariDataSource pool = new HikariDataSource(config);
		this.pools.add(pool);
		return pool;
	}

	JdbcStateStore store(DataSource dataSource) {
		return store(dataSource, TIMEOUT);
	}

	JdbcStateStore store(DataSource dataSource, Duration timeout) {
		return store(dataSource, "tests", timeout);
	}

	JdbcStateStore store(DataSource dataSource, String namespace, Duration timeout) {
		JdbcStateStore store = new JdbcStateStore(dataSource, JdbcTable.DEFAULT_NAME, namespace, timeout);
		this.stores.add(store);
		return store;
	}

	void createTable() {
		this.server.run("drop table if exists eventgate_events, eventgate_events_namespaces, eventgate_events_reports");
		try (HikariDataSource pool = pool()) {
			new EventSchemaInitializer(pool, JdbcTable.DEFAULT_NAME, null, DatabaseInitializationMode.ALWAYS)
				.initializeDatabase();
		}
	}

	/** Waits until that many statements wait for a lock. */
	void awaitWaitingForALock(int statements) {
		StoreCalls.await(statements + " to wait for a lock",
				() -> this.server.run("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
					.equals(String.valueOf(statements)));
	}

	/** Returns the number of connections of the server, without that of the operator. */
	int connections() {
		return Integer.parseInt(
				this.server.run("select count(*) - 1 from pg_stat_activity where backend_type = 'client backend'"));
	}

	/** Terminates all connections of clients, like an administrator. */
	void killBackends() {
		this.server.run("select pg_terminate_backend(pid) from pg_stat_activity"
				+ " where pid <> pg_backend_pid() and backend_type = 'client backend'");
	}

	void closeStores() {
		this.stores.forEach(JdbcStateStore::close);
		this.stores.clear();
		this.pools.forEach(HikariDataSource::close);
		this.pools.clear();
	}

	@Override
	public void close() {
		closeStores();
		this.server.close();
	}

}
