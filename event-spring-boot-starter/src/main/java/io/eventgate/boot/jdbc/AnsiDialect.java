package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;

/**
 * Any database, in statements that all of them know: a transition compares and sets, and
 * begins again if somebody else was faster. There are no hints.
 */
final class AnsiDialect implements JdbcDialect {

	/*
	 * CURRENT_TIMESTAMP is the time at which the statement began, so that a command which
	 * then waits for a lock may act a little after its deadline. Among commands of this
	 * store such a wait is short, for each is committed at once.
	 */

	/** More names than this are not worth a condition: all events are read. */
	private static final int MOST_NAMES = 50;

	/** How often a row may be found by an insertion and not by a read. */
	private static final int MOST_HIDDEN = 30;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private final JdbcTable table;

	private final JdbcClock clock;

	private final String readAll;

	private final String readSome;

	private final String update;

	private final String insert;

	private final String raise;

	private final String lock;

	private final String updateReport;

	private final String insertReport;

	private final String forgetReport;

	private final String forgetReports;

	private final String reports;

	AnsiDialect(JdbcTable table) {
		this.table = table;
		this.clock = new JdbcClock(table);
		String name = table.name();
		String insertion = "insert into " + name
				+ " (namespace, kind, name, version, previous, note, expires) values (?, '";
		String events = " where namespace = ? and kind = 'E'";
		String ofInstances = " where namespace = ? and kind = 'I'";
		this.readAll = "select name, version, note from " + name + events;
		this.readSome = this.readAll + " and name in (" + String.join(", ", Collections.nCopies(MOST_NAMES, "?")) + ")";
		String noVersion = "version < 0 or version > " + StateStore.MAX_VERSION;
		this.update = "update " + name + " set version = ?, previous = ?, note = ?" + events
				+ " and name = ? and (version = ? or " + noVersion + ") and CURRENT_TIMESTAMP < ?";
		this.insert = insertion + "E', ?, 0, 0, '', 0)";
		this.raise = "update " + name + " set version = ?, previous = version, note = ?" + events
				+ " and name = ? and (version < ? or " + noVersion + ")";
		this.lock = "update " + name + " set previous = previous" + events + " and name = ?";
		this.updateReport = "update " + name + " set note = ?, expires = ?" + ofInstances + " and name = ?";
		this.insertReport = insertion + "I', ?, 0, 0, ?, ?)";
		this.forgetReport = "delete from " + name + ofInstances + " and name = ?";
		this.forgetReports = "delete from " + name + ofInstances + " and expires <= ?";
		this.reports = "select name, note from " + name + ofInstances + " and expires > ?";
	}

	@Override
	public Snapshot read(Connection connection, Set<String> events) throws SQLException {
		long micros = this.clock.micros(connection);
		Map<String, State> states = new HashMap<>();
		if (!events.isEmpty()) {
			boolean all = events.size() > MOST_NAMES;
			try (PreparedStatement statement = connection.prepareStatement(all ? this.readAll : this.readSome)) {
				statement.setString(1, this.table.namespace());
				if (!all) {
					List<String> names = List.copyOf(events);
					for (int i = 0; i < MOST_NAMES; i++) {
						statement.setString(i + 2, names.get(Math.min(i, names.size() - 1)));
					}
				}
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						states.put(rows.getString(1),
								State.of(rows.getLong(2), JdbcText.read(rows, 3, StateStore.MAX_NOTE_LENGTH)));
					}
				}
			}
		}
		return new Snapshot(micros, states);
	}

	@Override
	public Result transition(Connection connection, Command command) throws SQLException {
		String event = command.event();
		for (int hidden = 0;;) {
			Snapshot snapshot = read(connection, Set.of(event));
			if (snapshot.clockMicros() >= command.deadlineMicros()) {
				return Result.EXPIRED;
			}
			State state = snapshot.states().get(event);
			long stored = (state != null) ? state.version() : 0;
			long version = command.apply(stored);
			if (version > StateStore.MAX_VERSION) {
				throw JdbcErrors.tooHigh(event);
			}
			if (version == stored && !command.announce()) {
				return new Result(stored, stored);
			}
			if (state == null && !insertOrFindDuplicate(connection, this.insert, this.table.namespace(), event)) {
				if (++hidden > MOST_HIDDEN) {
					throw JdbcErrors.inexact(event, this.table);
				}
				LockSupport.parkNanos(hidden * PAUSE);
			}
			else if (compareAndSet(connection, command, stored, version)) {
				return new Result(stored, version);
			}
		}
	}

	private boolean compareAndSet(Connection connection, Command command, long stored, long version)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.update)) {
			statement.setLong(1, version);
			statement.setLong(2, stored);
			statement.setString(3, command.note());
			statement.setString(4, this.table.namespace());
			statement.setString(5, command.event());
			statement.setLong(6, stored);
			this.clock.set(statement, 7, command.deadlineMicros());
			return statement.executeUpdate() == 1;
		}
	}

	@Override
	public Set<String> heal(Connection connection, Map<String, State> states) throws SQLException {
		Set<String> healed = new HashSet<>();
		for (Map.Entry<String, State> entry : states.entrySet()) {
			String event = entry.getKey();
			if (raise(connection, event, entry.getValue())) {
				healed.add(event);
			}
			else if (insertOrFindDuplicate(connection, this.insert, this.table.namespace(), event)) {
				raise(connection, event, entry.getValue());
				healed.add(event);
			}
		}
		return healed;
	}

	private boolean raise(Connection connection, String event, State state) throws SQLException {
		return update(connection, this.raise, state.version(), state.note(), this.table.namespace(), event,
				state.version()) == 1;
	}

	@Override
	public void report(Connection connection, String instance, String report, Duration timeToLive) throws SQLException {
		String namespace = this.table.namespace();
		long micros = this.clock.micros(connection);
		update(connection, this.forgetReports, namespace, micros);
		if (timeToLive.isZero()) {
			update(connection, this.forgetReport, namespace, instance);
			return;
		}
		long expires = JdbcClock.later(micros, timeToLive);
		if (update(connection, this.updateReport, report, expires, namespace, instance) == 0
				&& !insertOrFindDuplicate(connection, this.insertReport, namespace, instance, report, expires)) {
			update(connection, this.updateReport, report, expires, namespace, instance);
		}
	}

	@Override
	public Map<String, String> reports(Connection connection) throws SQLException {
		long micros = this.clock.micros(connection);
		try (PreparedStatement statement = connection.prepareStatement(this.reports)) {
			statement.setString(1, this.table.namespace());
			statement.setLong(2, micros);
			try (ResultSet rows = statement.executeQuery()) {
				Map<String, String> reports = new HashMap<>();
				while (rows.next()) {
					reports.put(rows.getString(1), JdbcText.read(rows, 2, StateStore.MAX_REPORT_LENGTH));
				}
				return reports;
			}
		}
	}

	@Override
	public void awaitCommit(Connection connection, String event) throws SQLException {
		if (update(connection, this.lock, this.table.namespace(), event) == 0) {
			insertOrFindDuplicate(connection, this.insert, this.table.namespace(), event);
		}
	}

	private static boolean insertOrFindDuplicate(Connection connection, String sql, Object... arguments)
			throws SQLException {
		try {
			update(connection, sql, arguments);
			return true;
		}
		catch (SQLException ex) {
			if (JdbcErrors.isDuplicate(ex)) {
				return false;
			}
			throw ex;
		}
	}

	private static int update(Connection connection, String sql, Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				if (arguments[i] instanceof Long number) {
					statement.setLong(i + 1, number);
				}
				else {
					statement.setString(i + 1, (String) arguments[i]);
				}
			}
			return statement.executeUpdate();
		}
	}

}
