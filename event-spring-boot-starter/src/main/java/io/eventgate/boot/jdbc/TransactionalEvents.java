/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Events in any database, in standard SQL. A change is a transaction: it raises the
 * revision of the namespace, which locks it, then changes the event, and checks the clock
 * last, when it no longer waits for a lock.
 */
final class TransactionalEvents implements JdbcEvents {

	/*
	 * A reader takes the position first and then the rows between its own position and
	 * that. A row that is committed in between has a later revision, and is read by the
	 * next call. In the other order it would be missed.
	 */

	private final JdbcNamespace namespace;

	private final String key;

	private final String all;

	private final String one;

	private final String some;

	private final String after;

	private final String insert;

	private final String update;

	TransactionalEvents(JdbcTable table, JdbcDialect dialect, JdbcNamespace namespace) {
		this.namespace = namespace;
		this.key = table.namespace();
		this.all = table.sql("select name, version, " + dialect.bounded("note", StateStore.MAX_NOTE_LENGTH)
				+ ", revision from {events} where namespace = ?");
		this.one = this.all + " and name = ?";
		this.some = this.all + " and name in (";
		this.after = this.all + " and revision > ? and revision <= ? order by revision";
		this.insert = table.sql("insert into {events} (version, previous, note, revision, namespace, name)"
				+ " values (?, ?, ?, ?, ?, ?)");
		this.update = table.sql("update {events} set version = ?, previous = ?, note = ?, revision = ?"
				+ " where namespace = ? and name = ? and version = ?");
	}

	@Override
	public JdbcPage all(JdbcTemplate db) {
		return new JdbcPage(this.namespace.read(db), rows(db, this.all, this.key));
	}

	@Override
	public JdbcPage one(JdbcTemplate db, String event) {
		return new JdbcPage(this.namespace.read(db), rows(db, this.one, this.key, event));
	}

	@Override
	public @Nullable JdbcPage after(JdbcTemplate db, long revision) {
		JdbcNamespace.Row here = this.namespace.find(db);
		if (here == null || here.revision() <= revision) {
			return (here != null) ? new JdbcPage(here, List.of()) : null;
		}
		return new JdbcPage(here, db.query((connection) -> {
			PreparedStatement statement = connection.prepareStatement(this.after);
			statement.setMaxRows(StateStore.MAX_BATCH + 1);
			statement.setString(1, this.key);
			statement.setLong(2, revision);
			statement.setLong(3, here.revision());
			return statement;
		}, (row, index) -> JdbcPage.Row.of(row, 1)));
	}

	private static List<JdbcPage.Row> rows(JdbcTemplate db, String sql, Object... arguments) {
		return db.query(sql, (row, index) -> JdbcPage.Row.of(row, 1), arguments);
	}

	private Map<String, JdbcPage.Row> rows(JdbcTemplate db, Collection<String> names) {
		List<String> arguments = new ArrayList<>(List.of(this.key));
		arguments.addAll(names);
		String sql = this.some + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
		return rows(db, sql, arguments.toArray()).stream()
			.collect(Collectors.toMap(JdbcPage.Row::name, Function.identity()));
	}

	@Override
	public Written<Result> transition(JdbcTemplate db, Command command) throws SQLException {
		// Most commands that change nothing are detected by a read without a lock.
		JdbcPage seen = one(db, command.event());
		long stored = seen.state().version();
		long clock = seen.namespace().clockMicros();
		if (clock >= command.deadlineMicros()) {
			return new Written<>(Result.EXPIRED, 0);
		}
		Condition condition = command.condition();
		if (condition != null && !condition.isMet(seen.state(), clock)) {
			return new Written<>(Result.UNMET, 0);
		}
		JdbcErrors.checkVersion(command, stored);
		if (command.stores(stored) == null) {
			return new Written<>(new Result(stored, stored), 0);
		}
		return transaction(db, () -> {
			long revision = this.namespace.raise(db, 1);
			List<JdbcPage.Row> rows = rows(db, this.one, this.key, command.event());
			JdbcPage.Row row = rows.isEmpty() ? null : rows.get(0);
			State before = (row != null) ? row.state() : State.UNKNOWN;
			JdbcErrors.checkVersion(command, before.version());
			State after = command.stores(before.version());
			if (after == null || (condition != null && !condition.isMet(before, clock))) {
				throw JdbcErrors.overtaken();
			}
			write(db, command.event(), row, after, revision);
			JdbcNamespace.Row here = Objects.requireNonNull(this.namespace.find(db));
			return (here.clockMicros() < command.deadlineMicros())
					? new Written<>(new Result(before.version(), after.version()), revision)
					: new Written<>(Result.EXPIRED, 0);
		});
	}

	@Override
	public Written<Set<String>> raise(JdbcTemplate db, Map<String, State> states, boolean always) throws SQLException {
		if (states.isEmpty()) {
			return new Written<>(Set.of(), 0);
		}
		this.namespace.read(db);
		Map<String, State> seen = select(states, rows(db, states.keySet()), always);
		if (seen.isEmpty()) {
			return new Written<>(Set.of(), 0);
		}
		return transaction(db, () -> {
			long revision = this.namespace.raise(db, seen.size());
			Map<String, JdbcPage.Row> rows = rows(db, seen.keySet());
			Map<String, State> selected = select(seen, rows, always);
			long next = revision - selected.size();
			for (Map.Entry<String, State> entry : selected.entrySet()) {
				write(db, entry.getKey(), rows.get(entry.getKey()), entry.getValue(), ++next);
			}
			return new Written<>(selected.keySet(), selected.isEmpty() ? 0 : revision);
		});
	}

	private static Map<String, State> select(Map<String, State> states, Map<String, JdbcPage.Row> rows,
			boolean always) {
		Map<String, State> selected = new HashMap<>(states);
		selected.entrySet().removeIf((entry) -> {
			JdbcPage.Row row = rows.get(entry.getKey());
			return !always && row != null && row.state().version() >= entry.getValue().version();
		});
		return selected;
	}

	private void write(JdbcTemplate db, String event, JdbcPage.@Nullable Row row, State state, long revision)
			throws SQLException {
		if (row != null) {
			// Manual changes of rows do not lock the namespace.
			if (db.update(this.update, state.version(), row.state().version(), state.note(), revision, this.key, event,
					row.version()) == 0) {
				throw JdbcErrors.overtaken();
			}
			return;
		}
		try {
			db.update(this.insert, state.version(), 0L, state.note(), revision, this.key, event);
		}
		catch (DuplicateKeyException ex) {
			throw JdbcErrors.overtaken();
		}
	}

	/** Commits a result with a revision, and rolls back any other. */
	private static <T> Written<T> transaction(JdbcTemplate db, Change<T> change) throws SQLException {
		return Objects.requireNonNull(db.execute((ConnectionCallback<Written<T>>) (connection) -> {
			boolean ended = false;
			connection.setAutoCommit(false);
			try {
				Written<T> written = change.run();
				if (written.revision() > 0) {
					connection.commit();
					ended = true;
				}
				return written;
			}
			finally {
				end(connection, ended);
			}
		}));
	}

	private static void end(Connection connection, boolean committed) {
		try {
			if (!committed) {
				connection.rollback(); // Otherwise the next line would commit.
			}
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			JdbcConnections.abort(connection);
		}
	}

	/**
	 * The statements of a transaction.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	private interface Change<T> {

		Written<T> run() throws SQLException;

	}

}
