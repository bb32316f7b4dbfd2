/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcStateStore} on MariaDB, with its own driver and with MySQL's.
 */
@ParameterizedClass
@ValueSource(strings = { "mariadb", "mysql" })
@Timeout(120)
class MariaDbStateStoreIT {

	@RegisterExtension
	private static final MariaDbFixture mariaDb = MariaDbFixture.shared();

	private final String driver;

	private final List<StateStore> stores = new ArrayList<>();

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	MariaDbStateStoreIT(String driver) {
		this.driver = driver;
	}

	@AfterEach
	void close() {
		this.stores.forEach(StateStore::close);
		mariaDb.server.run("set global read_only = 0");
	}

	// Clocks and deadlines

	@Test
	void switchBeforeItsDeadlineIsNeverTooLate() {
		StateStore store = connected(mariaDb.pool(this.driver));
		for (int i = 0; i < 1_000; i++) {
			long deadline = get(store.read("a")).clockMicros() + 500_000;
			Result result = get(store.transition(new Command("a", Kind.PULSE, 0, deadline, "note")));
			assertThat(result.isExecuted() || get(store.read("a")).clockMicros() >= deadline).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "update eventgate_events set previous = previous", "select * from eventgate_events for update",
					"update eventgate_events_namespaces set revision = revision + 0, incarnation = incarnation" })
	void switchBlockedBeyondItsDeadlineDoesNotHappen(String lock) throws Exception {
		StateStore store = connected(mariaDb.pool(this.driver));
		get(store.transition(command("a", Kind.SET, 0)));
		CompletableFuture<Result> late;
		try (Connection other = mariaDb.server.connect()) {
			other.setAutoCommit(false);
			other.createStatement().execute(lock);
			other.createStatement()
				.execute("select * from eventgate_events_namespaces where namespace = 'tests' for update");
			long deadline = get(store.read("a")).clockMicros() + 500_000;
			late = store.transition(new Command("a", Kind.CLEAR, 0, deadline, "must not happen")).toCompletableFuture();
			await("the deadline", () -> get(store.read("b")).clockMicros() > deadline);
			assertThat(late).isNotDone();
			other.rollback();
		}
		assertThat(get(late)).isEqualTo(Result.EXPIRED);
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	/** The current_timestamp of MariaDB has whole seconds. */
	@Test
	void databaseWithoutFractionsOfASecondIsRefused() {
		StateStore store = open(UnknownDatabase.of(mariaDb.pool(this.driver)));
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("no fractions of a second");
	}

	@Test
	void timeZonesOfSessionsDoNotMatter() {
		JdbcTests.assertThatClocksAgree(Stream.of("+00:00", "+13:00", "-08:00", "+00:00")
			.map((zone) -> connected(mariaDb.pool(this.driver,
					(config) -> config.setConnectionInitSql("set time_zone = '" + zone + "'"))))
			.toList());
	}

	@Test
	void lockTimeoutIsARefusalAndLeavesNoLock() throws Exception {
		HikariDataSource pool = mariaDb.pool(this.driver,
				(config) -> config.setConnectionInitSql("set innodb_lock_wait_timeout = 1"));
		StateStore store = new JdbcStateStore(pool, JdbcTable.DEFAULT_NAME, "tests", JdbcTests.TIMEOUT.dividedBy(10));
		this.stores.add(store);
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = mariaDb.server.connect()) {
			other.setAutoCommit(false);
			other.createStatement().execute("update eventgate_events set previous = previous + 5");
			assertThat(outcome(store.transition(command("a", Kind.CLEAR, 0)))).isNotNull();
			other.rollback();
		}
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(state(store, "a").version()).isEqualTo(1);
	}

	// Refusals

	@ParameterizedTest
	@ValueSource(
			strings = { "engine = InnoDB collate utf8mb4_general_ci", "engine = InnoDB collate utf8mb4_unicode_ci" })
	void tablesWithInexactKeysAreRefused(String options) {
		assertThat(outcome(open(createdWith(options)).connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("collation")
			.hasMessageContaining("'eventgate_events'");
	}

	@Test
	void tablesWithoutTransactionsAreRefused() {
		assertThat(outcome(open(createdWith("engine = Aria transactional = 0 collate utf8mb4_nopad_bin"))
			.connect(this.losses::add))).isInstanceOf(RefusedException.class).hasMessageContaining("rolled back");
		assertThat(mariaDb.server.run("select count(*) from eventgate_events where namespace like 'trial%'"))
			.isEqualTo("0");
	}

	private DataSource createdWith(String options) {
		HikariDataSource pool = mariaDb.pool(this.driver);
		for (String table : List.of("eventgate_events", "eventgate_events_namespaces", "eventgate_events_reports")) {
			mariaDb.server.run("alter table " + table + " convert to character set utf8mb4 "
					+ options.substring(options.indexOf("collate")));
			mariaDb.server.run("alter table " + table + " " + options.substring(0, options.indexOf("collate")));
		}
		return pool;
	}

	@Test
	void readOnlyServerIsRefusedByReadsAsWell() {
		StateStore store = connected(mariaDb.pool(this.driver));
		String position = get(store.snapshot()).position();
		mariaDb.server.run("set global read_only = 1");
		assertThat(outcome(store.changes(position, JdbcTests.TIMEOUT))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("primary");
		assertThat(outcome(store.snapshot())).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class);
		mariaDb.server.run("set global read_only = 0");
		get(store.connect(this.losses::add));
	}

	private StateStore connected(DataSource dataSource) {
		StateStore store = open(dataSource);
		get(store.connect(this.losses::add));
		return store;
	}

	private StateStore open(DataSource dataSource) {
		StateStore store = new JdbcStateStore(dataSource, JdbcTable.DEFAULT_NAME, "tests", JdbcTests.TIMEOUT);
		this.stores.add(store);
		return store;
	}

}
