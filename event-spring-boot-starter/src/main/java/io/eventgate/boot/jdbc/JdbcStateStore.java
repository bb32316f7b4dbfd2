/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import io.eventgate.cluster.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store of shared events in tables of a database.
 *
 * <p>
 * It takes connections from the application's DataSource in separate threads, so that a
 * switch is never part of the caller's transaction: it has happened when {@code set()}
 * returns, and a rollback does not undo it. Up to four connections are in use at a time,
 * and on PostgreSQL one more permanently, to listen on. No other is kept when idle.
 *
 * <p>
 * <b>PostgreSQL.</b> A switch is one statement, and other instances are notified at once.
 * If notifications do not arrive, for instance through a pooler in transaction mode, a
 * warning is logged at the start, and other instances see a switch at their next sync
 * interval.
 *
 * <p>
 * <b>Other databases.</b> A switch is one transaction, and other instances see it at
 * their next sync interval.
 *
 * @since 0.1.0
 */
public final class JdbcStateStore implements StateStore {

	private static final String CLOSED = "The store is closed";

	private final JdbcThreads threads = new JdbcThreads();

	private final JdbcTable table;

	private final JdbcConnections connections;

	private final InFlightTransitions transitions;

	private final @Nullable EventSchemaInitializer initializer;

	private final AtomicReference<@Nullable JdbcLink> link = new AtomicReference<>();

	/** Whether a connection to the database has been tried. */
	private final AtomicBoolean tried = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Creates a store, which connects by {@link #connect}.
	 * @param dataSource the source of connections; preferably a pool, because each call
	 * takes one
	 * @param table the name of the table, as written in statements; it and the tables of
	 * namespaces and reports, whose names begin with its name, must exist then
	 * @param namespace the namespace of the instances that share events, and of no others
	 * that use the table
	 * @param timeout the maximum time to wait for an answer of the database
	 * @throws IllegalArgumentException if the table, the namespace or the time-out is not
	 * valid
	 */
	public JdbcStateStore(DataSource dataSource, String table, String namespace, Duration timeout) {
		this(dataSource, table, namespace, timeout, null);
	}

	/**
	 * Creates a store, which connects by {@link #connect}, and whose table may have to be
	 * created then.
	 * @param dataSource the source of connections
	 * @param table the name of the table
	 * @param namespace the namespace of the instances that share events
	 * @param timeout the maximum time to wait for an answer of the database
	 * @param initializer creates the table if its first call could not, or {@code null}
	 * @throws IllegalArgumentException if the table, the namespace or the time-out is not
	 * valid
	 */
	public JdbcStateStore(DataSource dataSource, String table, String namespace, Duration timeout,
			@Nullable EventSchemaInitializer initializer) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be positive but was " + timeout);
		}
		this.table = JdbcTable.of(table, namespace);
		this.connections = new JdbcConnections(Objects.requireNonNull(dataSource, "dataSource"), timeout);
		this.transitions = new InFlightTransitions(timeout);
		this.initializer = initializer;
	}

	@Override
	public CompletionStage<Void> connect(Consumer<Throwable> lost) {
		Objects.requireNonNull(lost, "lost");
		if (this.closed.get()) {
			return CompletableFuture.failedFuture(new RefusedException(CLOSED, null));
		}
		JdbcLink known = this.link.get();
		JdbcLink next = new JdbcLink(this.connections, this.table, this.threads, lost,
				(known != null) ? known.database() : "");
		JdbcLink former = this.link.getAndSet(next);
		if (former != null) {
			former.close("The connection to the database was replaced by a new one");
		}
		if (this.closed.get()) {
			next.close(CLOSED);
		}
		try {
			this.threads.check();
			next.open(this.initializer, this.tried);
		}
		catch (RefusedException ex) {
			next.end(ex);
		}
		return next.opened();
	}

	@Override
	public CompletionStage<Snapshot> snapshot() {
		return onLink(JdbcLink::snapshot);
	}

	@Override
	public CompletionStage<Changes> changes(String after, Duration wait) {
		return onLink((current) -> current.changes(after, wait));
	}

	@Override
	public CompletionStage<Reading> read(String event) {
		if (this.transitions.mayCommit(event)) {
			return onLink((current) -> current.write((tables, db) -> {
				tables.namespace().awaitCommit(db);
				return reading(tables.events().one(db, event));
			}));
		}
		return onLink((current) -> current.read((tables, db) -> reading(tables.events().one(db, event))));
	}

	private static Reading reading(JdbcPage page) {
		return new Reading(page.namespace().clockMicros(), page.state());
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		CompletableFuture<Result> outcome = onLink(
				(current) -> current.change((tables, db) -> tables.events().transition(db, command)));
		this.transitions.add(command.event(), outcome);
		return outcome;
	}

	@Override
	public CompletionStage<Set<String>> restore(Map<String, State> states) {
		Map<String, State> given = Map.copyOf(states);
		return onLink((current) -> current.change((tables, db) -> tables.events().raise(db, given, false)));
	}

	@Override
	public CompletionStage<Void> reset(String event, State state) {
		CompletableFuture<Set<String>> done = onLink(
				(current) -> current.change((tables, db) -> tables.events().raise(db, Map.of(event, state), true)));
		return done.thenAccept((names) -> {
		});
	}

	@Override
	public CompletionStage<Set<String>> remove(Map<String, State> states) {
		Map<String, State> given = Map.copyOf(states);
		// A change of the event has another revision.
		String delete = this.table.sql("delete from {events} where namespace = ? and name = ? and revision = ?");
		return onLink((current) -> current.write((tables, db) -> {
			Set<String> removed = new HashSet<>(given.keySet());
			removed.removeIf((event) -> tables.events()
				.one(db, event)
				.rows()
				.stream()
				.filter((row) -> row.state().equals(given.get(event)))
				.noneMatch((row) -> db.update(delete, this.table.namespace(), event, row.revision()) == 1));
			return removed;
		}));
	}

	@Override
	public CompletionStage<Integer> report(String instance, String report) {
		return onLink((current) -> current.write((tables, db) -> tables.reports().report(db, instance, report)));
	}

	@Override
	public CompletionStage<Reports> reports() {
		return onLink((current) -> current.write((tables, db) -> tables.reports().all(db)));
	}

	@Override
	public CompletionStage<Void> forget(Set<String> instances) {
		Set<String> given = Set.copyOf(instances);
		CompletableFuture<Boolean> done = onLink((current) -> current.write((tables, db) -> {
			tables.reports().forget(db, given);
			return true;
		}));
		return done.thenAccept((forgotten) -> {
		});
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			JdbcLink last = this.link.get();
			if (last != null) {
				last.close(CLOSED);
			}
		}
	}

	@Override
	public String toString() {
		JdbcLink current = this.link.get();
		String database = (current != null) ? current.database() : "";
		return (database.isEmpty() ? "JDBC" : database) + ", " + this.table;
	}

	private <T> CompletableFuture<T> onLink(Function<JdbcLink, CompletableFuture<T>> call) {
		JdbcLink current = this.link.get();
		return (current != null) ? call.apply(current) : CompletableFuture
			.failedFuture(new RefusedException("There is no connection to the database yet", null));
	}

}
