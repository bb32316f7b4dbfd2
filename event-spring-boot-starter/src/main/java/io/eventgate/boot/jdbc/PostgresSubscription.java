/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A permanent connection to PostgreSQL that listens for changes. It checks that
 * notifications arrive by one that it sends over another connection: a pooler that gives
 * each statement to any free connection accepts a {@code LISTEN}, but delivers nothing.
 */
@SuppressWarnings("FutureReturnValueIgnored") // each ends in giveUp
final class PostgresSubscription {

	private static final Log logger = LogFactory.getLog(JdbcStateStore.class);

	private static final int UNTRIED_TIMEOUT_MILLIS = 20;

	/** The number of time-outs without a notification before it is given up. */
	private static final int PROBE_TIMEOUTS = 3;

	private static final String NO_CONNECTION = "no connection for LISTEN became available in time. Increase the pool size"
			+ " of the DataSource";

	private static final String PROBE_LOST = "notifications do not arrive, for example through a pooler in"
			+ " transaction mode. Connect to the server directly, or let the pooler pool sessions";

	private final JdbcTable table;

	private final Duration timeout;

	private final Runnable announcement;

	private final Consumer<Throwable> lost;

	private final String probe = UUID.randomUUID().toString();

	private final CompletableFuture<Void> listening = new CompletableFuture<>();

	private final CompletableFuture<Void> probeReceived = new CompletableFuture<>();

	private volatile boolean dismissed;

	/**
	 * Creates a subscription.
	 * @param table the table, which has a channel
	 * @param timeout the time without notifications after which to check the connection
	 * @param announcement runs when a change was announced
	 * @param lost is called with the cause of the end, once a notification has arrived
	 */
	PostgresSubscription(JdbcTable table, Duration timeout, Runnable announcement, Consumer<Throwable> lost) {
		this.table = table;
		this.timeout = timeout;
		this.announcement = announcement;
		this.lost = lost;
	}

	/**
	 * Begins to listen, if there is a second connection in time, and checks it over the
	 * first.
	 * @param task runs {@link #listen} in a separate thread
	 * @param db the first connection
	 * @throws SQLException if the second connection was lost or does not answer
	 */
	void start(JdbcTask<?> task, JdbcTemplate db) throws SQLException {
		try {
			CompletableFuture.anyOf(this.listening, task).get(this.timeout.toNanos() / 2, TimeUnit.NANOSECONDS);
			db.query("select pg_notify(?, ?)", (row) -> {
			}, this.table.channel(), this.probe);
		}
		catch (TimeoutException ex) {
			if (task.hasConnection()) {
				task.stop("LISTEN was not answered");
				throw new SQLTimeoutException("LISTEN was not answered in time");
			}
			giveUp(task, NO_CONNECTION);
			return;
		}
		catch (InterruptedException ex) {
			task.stop("The link has ended");
			return;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof SQLException cause && JdbcErrors.isBroken(cause)) {
				throw cause;
			}
			giveUp(task, String.valueOf(ex.getCause()));
			return;
		}
		CompletableFuture.anyOf(this.probeReceived, task)
			.orTimeout(PROBE_TIMEOUTS * this.timeout.toNanos(), TimeUnit.NANOSECONDS)
			.whenComplete((first, failure) -> follow(task,
					(failure instanceof CompletionException) ? failure.getCause() : failure));
	}

	private void follow(JdbcTask<?> task, @Nullable Throwable failure) {
		if (failure instanceof SQLException cause && JdbcErrors.isBroken(cause)) {
			this.lost.accept(cause);
			return;
		}
		if (failure instanceof TimeoutException) {
			this.dismissed = true;
			// A connection that still answers is a pooler's.
			task.whenComplete(
					(nothing, why) -> follow(task, (why != null) ? why : new IllegalStateException(PROBE_LOST)));
			return;
		}
		if (failure != null) {
			giveUp(task, String.valueOf(failure.getMessage()));
			return;
		}
		this.announcement.run(); // Earlier changes were not received.
		task.whenComplete((nothing, why) -> {
			if (why != null) {
				this.lost.accept(why);
			}
		});
	}

	private void giveUp(JdbcTask<?> task, String problem) {
		if (!task.isStopped()) {
			logger.warn("LISTEN/NOTIFY is not available for " + this.table
					+ ". Changes of other instances are read at each sync interval: " + problem);
		}
		this.dismissed = true;
		if (!this.listening.isDone()) {
			task.stop("No longer needed");
		}
	}

	/** Listens until it is stopped. */
	Boolean listen(Connection connection) throws SQLException {
		PGConnection postgres = connection.unwrap(PGConnection.class);
		try (Statement statement = connection.createStatement()) {
			statement.execute("listen " + this.table.channel());
			this.listening.complete(null);
			int timeout = (int) Math.max(1, this.timeout.toMillis());
			while (!this.dismissed) {
				// Before the first notification it must be able to end soon.
				PGNotification[] notifications = postgres.getNotifications(
						this.probeReceived.isDone() ? timeout : Math.min(UNTRIED_TIMEOUT_MILLIS, timeout));
				if (notifications != null && notifications.length > 0) {
					hear(notifications);
				}
				else if (this.probeReceived.isDone()) {
					// A connection that only listens does not notice that its server is
					// gone.
					statement.execute("select 1");
				}
			}
			statement.execute("unlisten " + this.table.channel());
		}
		return true;
	}

	private void hear(PGNotification[] notifications) {
		for (PGNotification notification : notifications) {
			if (this.probe.equals(notification.getParameter())) {
				this.probeReceived.complete(null);
			}
		}
		this.announcement.run();
	}

}
