package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * Takes connections from the application's DataSource, as they are needed here, and gives
 * them back as they were. Not in a thread of the application: a connection of its
 * transaction could be had there.
 */
final class JdbcConnections {

	private static final int ATTEMPTS = 100;

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

	/**
	 * Does something with a connection. What the database rolls back because of others is
	 * repeated.
	 * @param opened is told of the connection
	 * @param work what to do
	 * @param <T> the type of the result
	 * @return the result
	 */
	<T> T with(Opened opened, JdbcWork<T> work) throws SQLException {
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
					abort(connection); // Or the pool would give it out again and again.
				}
				throw ex;
			}
			finally {
				restore(connection, autoCommit, networkTimeout);
			}
		}
	}

	private static <T> T repeat(Connection connection, JdbcWork<T> work) throws SQLException {
		for (int attempt = 1;; attempt++) {
			try {
				return work.run(connection);
			}
			catch (SQLException ex) {
				if (attempt == ATTEMPTS || !JdbcErrors.isRolledBack(ex)) {
					throw ex;
				}
			}
			// Long enough for the others to finish, and of different length for each.
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1 + LONGEST_PAUSE * attempt / ATTEMPTS));
		}
	}

	/** Ends a connection at once, in the middle of whatever it does. */
	static void abort(Connection connection) {
		try {
			connection.abort(Runnable::run);
		}
		catch (SQLException | LinkageError ex) {
			// It is broken already, or its driver is too old for this.
		}
	}

	/**
	 * Sets how long the network may be silent.
	 * @return what it was before, or -1 if the driver knows no such limit
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

	/** Not through the pool: one closes connections that do not support something. */
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
			abort(connection);
		}
	}

	/**
	 * Is told of a connection that was opened.
	 */
	@FunctionalInterface
	interface Opened {

		void accept(Connection connection) throws SQLException;

	}

}
