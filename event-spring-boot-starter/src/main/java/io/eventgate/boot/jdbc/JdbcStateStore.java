package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.eventgate.cluster.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * Events that instances share through a table of a database.
 *
 * <p>
 * It takes connections from the application's DataSource in threads of its own, so that a
 * switch is never part of the caller's transaction: it has happened when {@code set()}
 * returns, and a rollback does not undo it. Up to four connections are in use at a time,
 * and on PostgreSQL one more all the time, to listen on. No other is kept while nothing
 * is to be done.
 *
 * <p>
 * <b>PostgreSQL.</b> A transition is one statement, and others hear of it at once. Where
 * notifications do not arrive, as through a pooler in transaction mode, that is noticed
 * at the start, told in the log, and done without.
 *
 * <p>
 * <b>Other databases.</b> Others see a switch at their next sync interval. The time by
 * which a command must have arrived is compared with {@code CURRENT_TIMESTAMP}, which
 * many databases read when a statement begins: if somebody else keeps the row locked, a
 * {@code set()} that threw may happen when the lock is released. Let nobody else lock
 * rows of the table.
 *
 * @since 0.1.0
 */
public final class JdbcStateStore implements StateStore {

	private static final String CLOSED = "The store is closed";

	private final JdbcThreads threads = new JdbcThreads();

	private final JdbcTable table;

	private final JdbcConnections connections;

	private final JdbcDoubts doubts;

	private final @Nullable EventSchemaInitializer initializer;

	private final AtomicReference<@Nullable JdbcLink> link = new AtomicReference<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Creates a store, which connects when it is subscribed.
	 * @param dataSource where to get connections; best a pool, as each call takes one
	 * @param table the name of the table, as it is to be written in statements; it must
	 * exist when the store is subscribed
	 * @param namespace what the instances that share events have in common, and nobody
	 * else who uses the table
	 * @param timeout how long to wait for an answer of the database at most
	 * @throws IllegalArgumentException if the table, the namespace or the time-out is not
	 * possible
	 */
	public JdbcStateStore(DataSource dataSource, String table, String namespace, Duration timeout) {
		this(dataSource, table, namespace, timeout, null);
	}

	/**
	 * Creates a store, which connects when it is subscribed, and whose table may have to
	 * be created then.
	 * @param dataSource where to get connections
	 * @param table the name of the table
	 * @param namespace what the instances that share events have in common
	 * @param timeout how long to wait for an answer of the database at most
	 * @param initializer creates the table if it could not when it was called first, or
	 * {@code null}
	 * @throws IllegalArgumentException if the table, the namespace or the time-out is not
	 * possible
	 */
	public JdbcStateStore(DataSource dataSource, String table, String namespace, Duration timeout,
			@Nullable EventSchemaInitializer initializer) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be positive, but is " + timeout);
		}
		this.table = JdbcTable.of(table, namespace);
		this.connections = new JdbcConnections(Objects.requireNonNull(dataSource, "dataSource"), timeout);
		this.doubts = new JdbcDoubts(timeout);
		this.initializer = initializer;
	}

	@Override
	public CompletionStage<Void> subscribe(Listener listener) {
		Objects.requireNonNull(listener, "listener");
		if (this.closed.get()) {
			return CompletableFuture.failedFuture(new RefusedException(CLOSED, null));
		}
		JdbcLink next = new JdbcLink(this.connections, this.table, this.threads, listener, this.initializer);
		JdbcLink former = this.link.getAndSet(next);
		if (former != null) {
			former.close("The link to the database is superseded by a new one");
		}
		if (this.closed.get()) {
			next.close(CLOSED);
		}
		try {
			this.threads.check();
			next.open();
		}
		catch (RefusedException ex) {
			next.end(ex);
		}
		return next.opened();
	}

	@Override
	public CompletionStage<Snapshot> read(Set<String> events) {
		Set<String> names = Set.copyOf(events);
		if (names.size() == 1 && this.doubts.concern(names)) {
			return write((dialect, connection) -> {
				dialect.awaitCommit(connection, names.iterator().next());
				return dialect.read(connection, names);
			});
		}
		JdbcLink current = this.link.get();
		return (current != null) ? current.read((dialect, connection) -> dialect.read(connection, names)) : noLink();
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		CompletableFuture<Result> outcome = write((dialect, connection) -> dialect.transition(connection, command));
		this.doubts.sent(command.event(), outcome);
		return outcome;
	}

	@Override
	public CompletionStage<Set<String>> heal(Map<String, State> states) {
		Map<String, State> given = Map.copyOf(states);
		return write((dialect, connection) -> dialect.heal(connection, given));
	}

	@Override
	public CompletionStage<Void> report(String instance, String report, Duration timeToLive) {
		CompletableFuture<Boolean> kept = write((dialect, connection) -> {
			dialect.report(connection, instance, report, timeToLive);
			return true;
		});
		return kept.thenAccept((done) -> {
		});
	}

	@Override
	public CompletionStage<Map<String, String>> reports() {
		return write((dialect, connection) -> dialect.reports(connection));
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

	private <T> CompletableFuture<T> write(JdbcLink.Question<T> question) {
		JdbcLink current = this.link.get();
		return (current != null) ? current.write(question) : noLink();
	}

	private static <T> CompletableFuture<T> noLink() {
		return CompletableFuture.failedFuture(new RefusedException("There is no connection to the database yet", null));
	}

}
