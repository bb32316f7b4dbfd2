/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;

import org.springframework.dao.DataAccessException;

/**
 * The translation of errors of the database for a store.
 */
final class JdbcErrors {

	/**
	 * Classes of SQLSTATE which mean that the database did not run the statement: not
	 * supported, wrong data, a violated constraint, a wrong state, no rights, rolled
	 * back, unknown names. Not the classes of lost connections, shutdown and time-outs.
	 */
	private static final Set<String> CERTAIN = Set.of("0A", "0L", "0P", "21", "22", "23", "25", "26", "28", "3D", "3F",
			"40", "42", "44", "53", "54", "55");

	private static final String COMPLETION_UNKNOWN = "40003";

	private static final String ROLLED_BACK = "40001";

	private static final String READ_ONLY = "25006";

	/** The states of Derby and of H2. */
	private static final Set<String> READ_ONLY_STATES = Set.of(READ_ONLY, "25502", "90097");

	/**
	 * Of MariaDB and MySQL: options that prevent changes, or a table that is read-only.
	 */
	private static final Set<Integer> READ_ONLY_CODES = Set.of(1290, 1836, 1036);

	/**
	 * Of MariaDB and H2: no lock in time, and the transaction is rolled back.
	 */
	private static final Set<Integer> LOCK_TIMEOUT_CODES = Set.of(1205, 50200);

	private static final Set<String> LOCK_TIMEOUT_STATES = Set.of("HY000", "HYT00");

	/** Of MariaDB: a row was changed after the snapshot of the transaction. */
	private static final int CHANGED_CODE = 1020;

	private static final String GENERAL_ERROR = "HY000";

	private static final String OUT_OF_RANGE = "22003";

	private JdbcErrors() {
	}

	/** Returns the exception for the stage of a failed operation. */
	static Throwable translate(Throwable failure, JdbcTable table) {
		if (!(failure instanceof SQLException ex)) {
			return failure;
		}
		String state = state(ex);
		if (isNotPrimary(ex)) {
			return new RefusedException(
					"The database is read-only, for example a standby. Connect to the primary: " + message(ex), ex);
		}
		if (state.startsWith("42")) {
			return new RefusedException("Table '" + table.name() + "' is missing or cannot be used: " + message(ex)
					+ ". Create the tables by the script for your database in io/eventgate/boot/jdbc"
					+ " (schema-postgresql.sql, schema-mariadb.sql, schema-h2.sql, ...), or set"
					+ " eventgate.store.jdbc.initialize-schema to always; and grant the application's user select,"
					+ " insert, update and delete", ex);
		}
		if (isCertain(ex)) {
			return new RefusedException("The database rejected the statement: " + message(ex), ex);
		}
		return ex;
	}

	/**
	 * Returns whether the statement was rolled back because of others, so that it can be
	 * repeated.
	 */
	static boolean isRolledBack(SQLException ex) {
		return (state(ex).startsWith("40") && !state(ex).equals(COMPLETION_UNKNOWN))
				|| (state(ex).equals(GENERAL_ERROR) && ex.getErrorCode() == CHANGED_CODE);
	}

	/** Returns whether the connection was lost, or ended by the server. */
	static boolean isBroken(SQLException ex) {
		return !(ex instanceof SQLTransientConnectionException)
				&& (state(ex).startsWith("08") || state(ex).startsWith("57P"));
	}

	static boolean isNotPrimary(SQLException ex) {
		return READ_ONLY_STATES.contains(state(ex))
				|| (state(ex).equals(GENERAL_ERROR) && READ_ONLY_CODES.contains(ex.getErrorCode()));
	}

	/** Returns the exception for a read that has reached a copy. */
	static SQLException notPrimary() {
		return new SQLException("this connection leads to a standby or a read-only server, which may lag behind",
				READ_ONLY);
	}

	/** Returns the exception for a change whose row was changed by others meanwhile. */
	static SQLException overtaken() {
		return new SQLException("changed by others at the same time", ROLLED_BACK);
	}

	/** Returns the next version of an event, if there is one. */
	static long checkVersion(Command command, long stored) throws SQLException {
		long version = command.apply(stored);
		if (version < 0 || version > StateStore.MAX_VERSION) {
			throw new SQLException("the version of event '" + command.event() + "' is too high", OUT_OF_RANGE);
		}
		return version;
	}

	/** Returns the exception of the driver. */
	static Throwable unwrap(Throwable failure) {
		return (failure instanceof DataAccessException && failure.getCause() instanceof SQLException cause) ? cause
				: failure;
	}

	/**
	 * Removes addresses from messages, because they may contain passwords. Drivers and
	 * pools quote an address that they cannot use.
	 */
	static Throwable withoutAddress(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).contains(JdbcAddress.PREFIX)) {
				SQLException safe = new SQLException(JdbcAddress.redact(String.valueOf(cause.getMessage())),
						(failure instanceof SQLException ex) ? ex.getSQLState() : null);
				safe.setStackTrace(failure.getStackTrace());
				return safe;
			}
		}
		return failure;
	}

	private static boolean isCertain(SQLException ex) {
		String state = state(ex);
		return (state.length() == 5 && CERTAIN.contains(state.substring(0, 2)) && !state.equals(COMPLETION_UNKNOWN))
				|| (LOCK_TIMEOUT_STATES.contains(state) && LOCK_TIMEOUT_CODES.contains(ex.getErrorCode()));
	}

	private static String state(SQLException ex) {
		return (ex.getSQLState() != null) ? ex.getSQLState() : "";
	}

	private static String message(SQLException ex) {
		String message = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
		return message.strip().replaceAll("\\s*\\R\\s*", " ");
	}

}
