package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

import io.eventgate.cluster.StateStore.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to be done with a connection of its own, in a thread of the store.
 * Can be cancelled in each phase, from any thread, without waiting.
 *
 * @param <T> the type of the result
 */
final class JdbcTask<T> implements Runnable {

	private final JdbcConnections connections;

	private final JdbcTable table;

	private final JdbcWork<T> work;

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private boolean ended;

	/** Whether the database may have seen anything of it. */
	private boolean sent;

	private @Nullable Thread thread;

	private @Nullable Connection connection;

	JdbcTask(JdbcConnections connections, JdbcTable table, JdbcWork<T> work) {
		this.connections = connections;
		this.table = table;
		this.work = work;
	}

	CompletableFuture<T> result() {
		return this.result;
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
			T value = this.connections.with(this::begin, this.work);
			end();
			this.result.complete(value);
		}
		catch (Throwable ex) {
			boolean unknown = end();
			Throwable safe = JdbcErrors.withoutAddress(ex);
			Throwable failure = JdbcErrors.translate(safe, this.table);
			this.result.completeExceptionally((unknown || failure instanceof RefusedException) ? failure
					: new RefusedException("There is no connection to the database: " + safe.getMessage(), safe));
		}
	}

	private synchronized void begin(Connection opened) throws SQLException {
		this.thread = null;
		Thread.interrupted(); // Meant for the wait that is over.
		if (this.ended) {
			throw new SQLException("cancelled");
		}
		this.sent = true;
		this.connection = opened;
	}

	private synchronized boolean end() {
		this.ended = true;
		this.thread = null;
		this.connection = null;
		Thread.interrupted();
		return this.sent;
	}

	/** Stops it, wherever it is. */
	void cancel(String why) {
		Connection running;
		boolean unknown;
		synchronized (this) {
			if (this.ended) {
				return; // It has a result, or will have one at once.
			}
			if (this.thread != null) {
				// A pool lets go of who waits for a connection. What is running is not
				// interrupted: there are databases in this process that do not bear it.
				this.thread.interrupt();
			}
			this.ended = true;
			running = this.connection;
			unknown = this.sent;
		}
		this.result.completeExceptionally(unknown ? new IllegalStateException(why) : new RefusedException(why, null));
		if (running != null) {
			JdbcConnections.abort(running);
		}
	}

}
