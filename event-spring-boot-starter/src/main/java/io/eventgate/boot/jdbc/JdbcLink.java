/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.eventgate.InertText;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Snapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.ClassUtils;

/**
 * A link to the database: threads for its calls, and on PostgreSQL one that listens. It
 * opens once and ends once, together with all connections, pending calls and threads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // all ends are in end()
final class JdbcLink {

	/*
	 * Reads have a separate thread, and so a separate connection: the engine uses them as
	 * the heartbeat of the link, and a transition may wait for a lock.
	 */

	private static final int WRITERS = 3;

	private static final int MAX_PRODUCT_LENGTH = 100;

	private static final boolean POSTGRES_DRIVER = ClassUtils.isPresent("org.postgresql.PGConnection",
			JdbcLink.class.getClassLoader());

	private final JdbcConnections connections;

	private final JdbcTable table;

	private final JdbcThreads threads;

	private final Consumer<Throwable> lost;

	private final ThreadPoolExecutor reader;

	private final ThreadPoolExecutor writers;

	private final Set<JdbcTask<?>> tasks = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

	private final JdbcFeed feed = new JdbcFeed();

	private volatile @Nullable Tables tables;

	private volatile String database;

	/**
	 * Creates a link.
	 * @param database the product and address as known of an earlier link, or empty
	 */
	JdbcLink(JdbcConnections connections, JdbcTable table, JdbcThreads threads, Consumer<Throwable> lost,
			String database) {
		this.database = database;
		this.connections = connections;
		this.table = table;
		this.threads = threads;
		this.lost = lost;
		this.reader = threads.executor(1);
		this.writers = threads.executor(WRITERS);
	}

	/** Returns a future that completes when the database accepts calls. */
	CompletableFuture<Void> opened() {
		return this.opened;
	}

	/** Returns the product and address of the database, once known. */
	String database() {
		return this.database;
	}

	/**
	 * Connects.
	 * @param initializer creates the tables if they could not be created before
	 * @param tried whether the database has been tried before
	 */
	void open(@Nullable EventSchemaInitializer initializer, AtomicBoolean tried) {
		CompletableFuture<Tables> opening = start(this.reader, (connection) -> {
			if (initializer != null) {
				initializer.initializeIfPending();
			}
			return recognize(connection, tried);
		});
		opening.whenComplete((found, failure) -> {
			if (failure != null) {
				end(failure);
			}
			else {
				this.tables = found;
				this.opened.complete(null);
			}
		});
	}

	private Tables recognize(Connection connection, AtomicBoolean tried) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		String url = connection.getMetaData().getURL();
		String address = JdbcAddress.of((url != null) ? url : "");
		this.database = InertText.of(product, MAX_PRODUCT_LENGTH) + (address.isEmpty() ? "" : " at " + address);
		JdbcDialect dialect = JdbcDialect.of(connection, this.table);
		JdbcNamespace namespace = new JdbcNamespace(this.table, dialect);
		boolean postgres = dialect.driver() == DatabaseDriver.POSTGRESQL;
		Tables found = new Tables(namespace,
				postgres ? new PostgresEvents(this.table, dialect, namespace)
						: new TransactionalEvents(this.table, dialect, namespace),
				new JdbcReports(this.table, dialect, namespace), postgres && POSTGRES_DRIVER);
		JdbcTemplate db = this.connections.template(connection);
		if (!tried.get()) {
			new JdbcTrial(this.table, db, namespace).run(connection);
			tried.set(true);
		}
		found.events().one(db, "x"); // The tables may have been replaced.
		if (found.announces()) {
			PostgresSubscription subscription = new PostgresSubscription(this.table, this.connections.timeout(),
					this.feed::announce, this::end);
			subscription.start(start((task) -> this.threads.newThread(task).start(), subscription::listen), db);
		}
		return found;
	}

	CompletableFuture<Snapshot> snapshot() {
		return read((found, db) -> this.feed.snapshot(found.events(), db));
	}

	/** Reads changes; on PostgreSQL it waits for them. */
	CompletableFuture<Changes> changes(String after, Duration wait) {
		Tables found = this.tables;
		if (found == null || !found.announces()) {
			return changes(after);
		}
		long end = System.nanoTime() + wait.toNanos();
		return this.feed.hasNoNews(after) ? changesAfterNews(after, end) : changesInTime(after, end);
	}

	private CompletableFuture<Changes> changesInTime(String after, long end) {
		return changes(after)
			.thenCompose((changes) -> (changes.gap() || !changes.changes().isEmpty() || System.nanoTime() - end >= 0)
					? CompletableFuture.completedFuture(changes) : changesAfterNews(after, end));
	}

	private CompletableFuture<Changes> changesAfterNews(String after, long end) {
		return this.feed.news(end - System.nanoTime()).thenCompose((news) -> changesInTime(after, end));
	}

	private CompletableFuture<Changes> changes(String after) {
		return read((found, db) -> this.feed.changes(found.events(), db, after));
	}

	/** Changes events, and then expects the change in the feed. */
	<T> CompletableFuture<T> change(Work<JdbcEvents.Written<T>> work) {
		return write(work).thenApply((written) -> {
			this.feed.expect(written.revision());
			return written.result();
		});
	}

	/** Calls the database in the thread that is for reads only. */
	<T> CompletableFuture<T> read(Work<T> work) {
		return ask(this.reader, work);
	}

	/** Calls the database in a thread of the writers, which it may block. */
	<T> CompletableFuture<T> write(Work<T> work) {
		return ask(this.writers, work);
	}

	private <T> CompletableFuture<T> ask(Executor lane, Work<T> work) {
		Tables found = this.tables;
		if (found == null || !this.opened.isDone()) {
			return CompletableFuture
				.failedFuture(new RefusedException("There is no connection to the database", this.end.get()));
		}
		return start(lane, (connection) -> work.run(found, this.connections.template(connection)));
	}

	private <T> JdbcTask<T> start(Executor lane, ConnectionCallback<T> work) {
		JdbcTask<T> task = new JdbcTask<>(this.connections, this.threads, this.table, work);
		this.tasks.add(task);
		task.whenComplete((value, failure) -> this.tasks.remove(task));
		if (this.end.get() != null) {
			task.stop("The link has ended");
		}
		try {
			lane.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.stop("The link has ended");
		}
		return task;
	}

	/** Ends the link at the request of its owner, which is no loss. */
	void close(String why) {
		end(new RefusedException(why, null), false);
	}

	/** Ends the link because it is lost, or could not be opened. */
	void end(Throwable why) {
		end(why, true);
	}

	private void end(Throwable why, boolean loss) {
		if (this.end.compareAndSet(null, why)) {
			this.reader.shutdown();
			this.writers.shutdown();
			this.tasks.forEach((task) -> task.stop("The link has ended: " + why.getMessage()));
			this.feed.end(new IllegalStateException("The link has ended: " + why.getMessage()));
			if (!this.opened.completeExceptionally(why) && loss) {
				this.lost.accept(why);
			}
		}
	}

	/**
	 * The tables of the database that was found.
	 *
	 * @param namespace the row of the namespace
	 * @param events the events
	 * @param reports the reports
	 * @param announces whether changes are announced
	 */
	record Tables(JdbcNamespace namespace, JdbcEvents events, JdbcReports reports, boolean announces) {
	}

	/**
	 * An operation on the tables.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Work<T> {

		T run(Tables tables, JdbcTemplate db) throws SQLException;

	}

}
