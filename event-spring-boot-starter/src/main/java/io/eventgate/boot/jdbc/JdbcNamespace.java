/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * The row of the namespace. Each change of an event raises its revision first, and so
 * locks the row until it is committed: the order of revisions is that of commits.
 */
final class JdbcNamespace {

	/** The columns that {@link #row} reads. */
	final String columns;

	private final JdbcDialect dialect;

	private final String namespace;

	private final String find;

	private final String highest;

	private final String insert;

	private final String raise;

	private final String revision;

	private final String keepReportsSince;

	JdbcNamespace(JdbcTable table, JdbcDialect dialect) {
		this.dialect = dialect;
		this.namespace = table.namespace();
		this.columns = columns(dialect.clock());
		this.find = table.sql("select " + this.columns + " from {namespaces} n where n.namespace = ?");
		this.highest = table.sql("select max(revision) from {events} where namespace = ?");
		this.insert = table
			.sql("insert into {namespaces} (namespace, revision, incarnation, reports_since)" + " values (?, ?, ?, 0)");
		this.raise = table.sql("update {namespaces} set revision = revision + ? where namespace = ?");
		this.revision = table.sql("select revision from {namespaces} where namespace = ?");
		this.keepReportsSince = table.sql("update {namespaces} set reports_since = ? where namespace = ?");
	}

	/** Returns the columns that {@link #row} reads, with another clock. */
	String columns(String clock) {
		return "n.revision, n.incarnation, n.reports_since, " + this.dialect.identity() + ", " + this.dialect.readOnly()
				+ ", " + clock;
	}

	/** Reads the row, or creates it. */
	Row read(JdbcTemplate db) {
		for (Row row;; create(db)) {
			row = find(db);
			if (row != null) {
				return row;
			}
		}
	}

	/** Reads the row, if it exists. */
	@Nullable Row find(JdbcTemplate db) {
		AtomicReference<@Nullable Row> found = new AtomicReference<>();
		db.query(this.find, (RowCallbackHandler) (row) -> found.set(row(row)), this.namespace);
		return found.get();
	}

	/** Reads the columns, the first ones of a row. */
	Row row(ResultSet rows) throws SQLException {
		int column = 1;
		long at = rows.getLong(column++);
		String incarnation = rows.getString(column++);
		long reportsSince = rows.getLong(column++);
		String identity = rows.getString(column++);
		if (rows.getInt(column++) != 0) {
			throw JdbcErrors.notPrimary();
		}
		return new Row(at, incarnation + ' ' + identity, reportsSince, this.dialect.micros(rows, column));
	}

	/**
	 * Creates the row if there is none. Its revision exceeds those of its events, so that
	 * no earlier position is taken for one of this row.
	 */
	void create(JdbcTemplate db) {
		Long above = db.queryForObject(this.highest, Long.class, this.namespace);
		try {
			db.update(this.insert, this.namespace, (above != null) ? above + 1 : 1, UUID.randomUUID().toString());
		}
		catch (DuplicateKeyException ex) {
			// Another instance was faster.
		}
	}

	/**
	 * Raises the revision, in the transaction that changes events.
	 * @return the revision
	 */
	long raise(JdbcTemplate db, int by) throws SQLException {
		if (db.update(this.raise, by, this.namespace) == 0) {
			throw JdbcErrors.overtaken();
		}
		Long raised = db.queryForObject(this.revision, Long.class, this.namespace);
		if (raised == null) {
			throw JdbcErrors.overtaken();
		}
		return raised;
	}

	/** Waits until no change of an event is being committed. */
	void awaitCommit(JdbcTemplate db) {
		db.update(this.raise, 0, this.namespace);
	}

	/** Stores the time before which reports may have been lost. */
	void keepReportsSince(JdbcTemplate db, long micros) {
		db.update(this.keepReportsSince, micros, this.namespace);
	}

	/**
	 * The state of the namespace.
	 *
	 * @param revision the number of the last change
	 * @param proof the proof of continuity of the feed: the incarnation of the namespace
	 * and the identity of the server
	 * @param reportsSince the time since which reports are kept, 0 if unknown
	 * @param clockMicros the clock of the database
	 */
	record Row(long revision, String proof, long reportsSince, long clockMicros) {
	}

}
