/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * The connections of the application's DataSource, in auto-commit mode and with a network
 * time-out; they are returned as they were. Not used in a thread of the application,
 * where the connection may belong to its transaction.
 */
final class JdbcConnections {

	private static final SQLExceptionTranslator TRANSLATOR = new SQLStateSQLExceptionTranslator();

	private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private final DataSource dataSource;

	private final Duration timeout;

	JdbcConnections(DataSource dataSource, Duration timeout) {
		this.dataSource = dataSource;
		this.timeout = timeout;
	}

	Duration timeout() {
		return this.timeout;
	}

	/** Creates a template for a connection that stays open. */
	JdbcTemplate template(Connection connection) {
		JdbcTemplate template = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
		template.setExceptionTranslator(TRANSLATOR);
		return template;
	}

	/**
	 * Performs work with a connection. Work that the database rolls back because of
	 * others is repeated, until the time-out.
	 * @param opened is called with the connection
	 * @param work the work
	 * @param ended is called with the connection before it is returned
	 * @param <T> the type of the result
	 * @return the result
	 */
	<T extends @Nullable Object> T with(ConnectionConsumer opened, ConnectionCallback<T> work,
			Consumer<Connection> ended) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			opened.accept(connection);
			boolean autoCommit = connection.getAutoCommit();
			int networkTimeout = limit(connection, (int) this.timeout.toMillis());
			try {
				if (!autoCommit) {
					connection.setAutoCommit(true);
				}
				return repeat(connection, work);
			}
			catch (SQLException ex) {
				if (JdbcErrors.isNotPrimary(ex)) {
					discard(connection); // Otherwise the pool would return it again.
				}
				throw ex;
			}
			finally {
				ended.accept(connection);
				restore(connection, autoCommit, networkTimeout);
			}
		}
	}

	private <T extends @Nullable Object> T repeat(Connection connection, ConnectionCallback<T> work)
			throws SQLException {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		for (long pause = SHORTEST_PAUSE;; pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
			try {
				return work.doInConnection(connection);
			}
			catch (SQLException | DataAccessException ex) {
				if (!(JdbcErrors.unwrap(ex) instanceof SQLException cause)) {
					throw ex;
				}
				if (!JdbcErrors.isRolledBack(cause) || System.nanoTime() - deadline >= 0) {
					throw cause;
				}
			}
			// Long enough for the others to finish, and of random length.
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause));
		}
	}

	/** Ends a connection, and makes a pool notice by the error of its next use. */
	static void discard(Connection connection) {
		abort(connection);
		try {
			connection.createStatement().close();
		}
		catch (SQLException ex) {
			// As intended.
		}
	}

	/** Ends a connection at once, even during a statement. */
	static void abort(Connection connection) {
		try {
			connection.abort(Runnable::run);
		}
		catch (SQLException | LinkageError ex) {
			// It is broken already, or its driver is too old for this.
		}
	}

	/**
	 * Sets the network time-out.
	 * @return the former one, or -1 if the driver has none
	 */
	private static int limit(Connection connection, int millis) {
		try {
			Connection driver = driver(connection);
			int before = driver.getNetworkTimeout();
			driver.setNetworkTimeout(Runnable::run, millis);
			return before;
		}
		catch (SQLException | LinkageError ex) {
			return -1;
		}
	}

	/**
	 * Not by the pool, because some pools close connections that do not support
	 * something.
	 */
	private static Connection driver(Connection connection) throws SQLException {
		return connection.isWrapperFor(Connection.class) ? connection.unwrap(Connection.class) : connection;
	}

	private static void restore(Connection connection, boolean autoCommit, int networkTimeout) {
		try {
			if (!connection.isClosed()) {
				if (!autoCommit) {
					connection.setAutoCommit(false);
				}
				if (networkTimeout >= 0) {
					driver(connection).setNetworkTimeout(Runnable::run, networkTimeout);
				}
			}
		}
		catch (SQLException ex) {
			discard(connection); // Aborted by JdbcTask.stop(), for instance.
		}
	}

	/**
	 * A consumer of a connection that was opened.
	 */
	@FunctionalInterface
	interface ConnectionConsumer {

		void accept(Connection connection) throws SQLException;

	}

}
