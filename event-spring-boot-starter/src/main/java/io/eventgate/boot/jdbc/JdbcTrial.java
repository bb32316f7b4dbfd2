/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.cluster.StateStore.RefusedException;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A check of the requirements of a store, with rows that are rolled back: rights,
 * transactions, keys that are compared exactly, and a clock that advances in a
 * transaction.
 */
final class JdbcTrial {

	/**
	 * Enough for a clock with milliseconds, and for one that advances in larger steps.
	 */
	private static final Duration[] PAUSES = { Duration.ofMillis(3), Duration.ofMillis(40) };

	private static final long SECOND_MICROS = TimeUnit.SECONDS.toMicros(1);

	private static final String[] INSERTIONS = {
			"insert into {namespaces} (namespace, revision, incarnation, reports_since) values (?, 0, 'a', 0)",
			"insert into {events} (namespace, name, version, previous, note, revision) values (?, 'a', 0, 0, '', 0)",
			"insert into {reports} (namespace, instance, report, written) values (?, 'a', '', 0)" };

	private static final String[] CHANGES = { "update {namespaces} set revision = 1 where namespace = ?",
			"update {events} set version = 1 where namespace = ?",
			"update {reports} set written = 1 where namespace = ?" };

	/** Each of them must be 0: A is not a, nor is á. */
	private static final String[] CONFUSIONS = { "select count(*) from {events} where namespace = ? and name = 'A'",
			"select count(*) from {events} where namespace = ? and name = '\u00e1'",
			"select count(*) from {reports} where namespace = ? and instance = 'A'",
			"select count(*) from {reports} where namespace = ? and instance = '\u00e1'" };

	private static final String[] KEYS = { "select count(*) from {namespaces} where namespace = ?",
			"select count(*) from {events} where namespace = ?", "select count(*) from {reports} where namespace = ?" };

	private static final String[] DELETIONS = { "delete from {reports} where namespace = ?",
			"delete from {events} where namespace = ?", "delete from {namespaces} where namespace = ?" };

	private final JdbcTable table;

	private final JdbcTemplate db;

	private final JdbcNamespace namespace;

	private final String key = "trial-" + UUID.randomUUID();

	JdbcTrial(JdbcTable table, JdbcTemplate db, JdbcNamespace namespace) {
		this.table = table;
		this.db = db;
		this.namespace = namespace;
	}

	void run(Connection connection) throws SQLException {
		for (Duration pause : PAUSES) {
			if (tryTransaction(connection, pause)) {
				return;
			}
		}
		throw refused("its clock is constant in a transaction or has no fractions of a second");
	}

	/**
	 * Tries a transaction, and returns whether the clock advances in it. The clock is
	 * read before the transaction and, after a pause, in it. If it is constant in
	 * transactions, the difference is at most the time from the first read to the pause;
	 * otherwise it is more by at least the pause, which is prolonged by the time of the
	 * first read. Half of the pause allows for the steps in which a clock advances.
	 */
	private boolean tryTransaction(Connection connection, Duration pause) throws SQLException {
		long start = System.nanoTime();
		long before = this.namespace.read(this.db).clockMicros();
		long read = System.nanoTime() - start;
		long constant;
		long after;
		connection.setAutoCommit(false);
		try {
			tryRows();
			constant = System.nanoTime() - start;
			for (long end = System.nanoTime() + read + pause.toNanos(); System.nanoTime() < end;) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
			after = Objects.requireNonNull(this.namespace.find(this.db)).clockMicros();
		}
		finally {
			connection.rollback();
		}
		connection.setAutoCommit(true);
		if (count(KEYS[1], this.key) > 0) {
			update(DELETIONS);
			throw refused("changes are not rolled back. Create the tables with an engine that has transactions");
		}
		boolean seconds = before % SECOND_MICROS == 0 && after % SECOND_MICROS == 0;
		return !seconds && after - before > TimeUnit.NANOSECONDS.toMicros(constant + pause.toNanos() / 2);
	}

	private void tryRows() {
		update(INSERTIONS);
		update(CHANGES);
		for (String confusion : CONFUSIONS) {
			check(count(confusion, this.key));
		}
		for (String key : KEYS) {
			check(count(key, this.key.toUpperCase(Locale.ROOT)));
		}
		update(DELETIONS[0]);
	}

	private void check(int confused) {
		if (confused > 0) {
			throw refused("it compares 'a', 'A' and '\u00e1' as equal. Give all key columns a collation that"
					+ " compares exactly");
		}
	}

	private int count(String sql, String namespace) {
		return Objects.requireNonNull(this.db.queryForObject(this.table.sql(sql), Integer.class, namespace));
	}

	private void update(String... statements) {
		for (String statement : statements) {
			this.db.update(this.table.sql(statement), this.key);
		}
	}

	private RefusedException refused(String why) {
		return new RefusedException("The database cannot hold shared events in the table '" + this.table.name() + "': "
				+ why + ". The scripts in io/eventgate/boot/jdbc show what is needed", null);
	}

}
