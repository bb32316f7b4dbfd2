/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

import io.eventgate.cluster.StateStore.RefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;

/**
 * A piece of work with its own connection, in a thread of the store, and its result. It
 * can be stopped in each phase, by any thread, without waiting.
 *
 * @param <T> the type of the result
 */
final class JdbcTask<T> extends CompletableFuture<T> implements Runnable {

	private final JdbcConnections connections;

	private final JdbcThreads threads;

	private final JdbcTable table;

	private final ConnectionCallback<T> work;

	private boolean ended;

	private boolean stopped;

	/** Whether the database may have received anything of it. */
	private boolean sent;

	private @Nullable Thread thread;

	private @Nullable Connection connection;

	JdbcTask(JdbcConnections connections, JdbcThreads threads, JdbcTable table, ConnectionCallback<T> work) {
		this.connections = connections;
		this.threads = threads;
		this.table = table;
		this.work = work;
	}

	@Override
	public void run() {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.thread = Thread.currentThread();
		}
		try {
			T value = this.connections.with(this::begin, this.work, this::leave);
			release();
			complete(value);
		}
		catch (Throwable ex) {
			boolean unknown = release();
			Throwable safe = JdbcErrors.withoutAddress(JdbcErrors.unwrap(ex));
			Throwable failure = JdbcErrors.translate(safe, this.table);
			completeExceptionally((unknown || failure instanceof RefusedException) ? failure
					: new RefusedException("There is no connection to the database: " + safe.getMessage(), safe));
		}
	}

	private synchronized void begin(Connection opened) throws SQLException {
		this.thread = null;
		Thread.interrupted(); // It was for the wait that is over.
		if (this.ended) {
			throw new SQLException("cancelled");
		}
		this.sent = true;
		this.connection = opened;
	}

	/**
	 * Called before the connection is returned. If it is aborted, or will be at any
	 * moment, no other task must get it.
	 */
	private void leave(Connection used) {
		boolean aborted;
		synchronized (this) {
			this.connection = null;
			aborted = this.stopped;
		}
		if (aborted) {
			JdbcConnections.discard(used);
		}
	}

	private synchronized boolean release() {
		this.ended = true;
		this.thread = null;
		this.connection = null;
		Thread.interrupted();
		return this.sent;
	}

	/** Returns whether it has a connection, or has had one. */
	synchronized boolean hasConnection() {
		return this.sent;
	}

	/** Returns whether it did not end by itself. */
	synchronized boolean isStopped() {
		return this.stopped;
	}

	/** Stops the work in any phase. */
	void stop(String why) {
		Connection running;
		boolean unknown;
		synchronized (this) {
			if (this.ended) {
				return; // It has a result, or will have one at once.
			}
			if (this.thread != null) {
				// A pool releases a thread that waits for a connection. Work is not
				// interrupted: some embedded databases close their files then.
				this.thread.interrupt();
			}
			this.ended = true;
			this.stopped = true;
			running = this.connection;
			unknown = this.sent;
		}
		completeExceptionally(unknown ? new IllegalStateException(why) : new RefusedException(why, null));
		if (running != null) {
			// Some drivers block here as well, if they wait for a lock.
			this.threads.newThread(() -> JdbcConnections.abort(running)).start();
		}
	}

}
