/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.cluster.AbstractStateStoreContractTests;
import io.eventgate.cluster.StateStore;
import org.junit.jupiter.api.AfterAll;

/**
 * Runs the contract of stores on a database, each test in a namespace of its own. So the
 * tests can share tables and pool, even if a command of a closed store is still executed.
 */
abstract class AbstractContractOnDatabaseTests extends AbstractStateStoreContractTests {

	private static final Map<String, HikariDataSource> pools = new HashMap<>();

	private static final AtomicInteger tests = new AtomicInteger();

	private final String variant;

	private final String table;

	private final String namespace = "contract-" + tests.incrementAndGet();

	/**
	 * Creates an instance for one test.
	 * @param variant which of the databases or settings of the class the test uses
	 * @param table the name of the table
	 */
	AbstractContractOnDatabaseTests(String variant, String table) {
		this.variant = variant;
		this.table = table;
	}

	/** Opens a pool for the variant, on a database with empty tables. */
	protected abstract HikariDataSource openPool(String variant);

	private HikariDataSource pool() {
		return pools.computeIfAbsent(this.variant, this::openPool);
	}

	@AfterAll
	static void closePools() {
		pools.values().forEach(HikariDataSource::close);
		pools.clear();
	}

	@Override
	protected StateStore createStore() {
		return new JdbcStateStore(pool(), this.table, this.namespace, JdbcTests.TIMEOUT);
	}

	@Override
	protected boolean deliversEachChange() {
		return false;
	}

	@Override
	protected boolean loseData() {
		JdbcTests.deleteAll(pool(), this.table);
		return true;
	}

}
