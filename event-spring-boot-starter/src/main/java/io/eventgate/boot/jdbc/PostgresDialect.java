package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL: a transition is one statement, which publishes the name as well.
 */
final class PostgresDialect implements JdbcDialect {

	/*
	 * The statement of a transition locks the row, or waits for who has it, before it
	 * looks at the clock and at the version: that is what ON CONFLICT DO UPDATE does, in
	 * each isolation level, with clock_timestamp(), which does not stand still in a
	 * transaction. The notification goes out with the commit.
	 *
	 * Reads take the time at which their transaction began, which is before the data that
	 * they see was chosen, and so are on the safe side of the rule in JdbcDialect.
	 */

	private static final String NOW = "(extract(epoch from clock_timestamp()) * 1000000)::bigint";

	private static final String BEGIN = "(extract(epoch from transaction_timestamp()) * 1000000)::bigint";

	private static final int HEALED_TOGETHER = 500;

	/** The bytes that a character of Java takes at most. */
	private static final int MAX_BYTES = 3;

	/** The version of a row; 0 if it is none. */
	private static final String STORED = "(case when e.version between 0 and " + StateStore.MAX_VERSION
			+ " then e.version else 0 end)";

	private final JdbcTable table;

	private final String read;

	private final Map<Kind, String> transitions = new HashMap<>();

	private final String heal;

	private final String report;

	private final String forgetReport;

	private final String forgetReports;

	private final String reports;

	private final String lock;

	private final String insert;

	PostgresDialect(JdbcTable table) {
		this.table = table;
		String name = table.name();
		String columns = " (namespace, kind, name, version, previous, note, expires)";
		this.read = "select " + BEGIN + ", pg_is_in_recovery(), e.name, e.version, "
				+ bounded("e.note", StateStore.MAX_NOTE_LENGTH) + " from (select 1) as one left join " + name
				+ " as e on e.namespace = ? and e.kind = 'E' and e.name = any (?)";
		for (Kind kind : Kind.values()) {
			String next = next(kind);
			this.transitions.put(kind,
					"with switched as (insert into " + name + " as e" + columns + " select ?, 'E', ?, ?, 0, ?, 0 where "
							+ NOW + " < ?" + " on conflict (namespace, kind, name) do update set version = " + next
							+ ", previous = " + STORED + ", note = ? where " + NOW + " < ? and (? or e.version <> "
							+ next + ") and " + next + " <= " + StateStore.MAX_VERSION
							+ " returning version, previous) select version, previous,"
							+ " case when ? or version <> previous then pg_notify(?, ?) end from switched");
		}
		this.heal = "with healed as (insert into " + name + " as e" + columns
				+ " select ?, 'E', g.name, g.version, 0, g.note, 0"
				+ " from unnest(?::text[], ?::bigint[], ?::text[]) as g (name, version, note) order by g.name"
				+ " on conflict (namespace, kind, name) do update set version = excluded.version,"
				+ " previous = e.version, note = excluded.note where " + STORED + " < excluded.version"
				+ " returning name) select name, pg_notify(?, name) from healed";
		this.report = "insert into " + name + columns + " values (?, 'I', ?, 0, 0, ?, " + NOW + " + ?)"
				+ " on conflict (namespace, kind, name) do update set note = excluded.note, expires = excluded.expires";
		this.forgetReport = "delete from " + name + " where namespace = ? and kind = 'I' and name = ?";
		this.forgetReports = "delete from " + name + " where namespace = ? and kind = 'I' and expires <= " + NOW;
		this.reports = "select name, " + bounded("note", StateStore.MAX_REPORT_LENGTH) + " from " + name
				+ " where namespace = ? and kind = 'I' and expires > " + NOW;
		this.lock = "select 1 from " + name + " where namespace = ? and kind = 'E' and name = ? for update";
		this.insert = "insert into " + name + columns + " values (?, 'E', ?, 0, 0, '', 0) on conflict do nothing";
	}

	/** A text, or an empty one if it is longer, whatever its characters are. */
	private static String bounded(String column, int maxLength) {
		// In the server, and there without unpacking it.
		return "case when octet_length(" + column + ") <= " + MAX_BYTES * maxLength + " then " + column
				+ " else '' end";
	}

	/** The version that {@link Command#apply} leads to. */
	private static String next(Kind kind) {
		String base = "greatest(" + STORED + ", ?)";
		return switch (kind) {
			case SET -> "(" + base + " | 1)";
			case CLEAR -> "((" + base + " + 1) & ~1::bigint)";
			case PULSE -> "((" + base + " + 2) & ~1::bigint)";
		};
	}

	@Override
	public Snapshot read(Connection connection, Set<String> events) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.read)) {
			statement.setString(1, this.table.namespace());
			statement.setArray(2, connection.createArrayOf("text", events.toArray()));
			try (ResultSet rows = statement.executeQuery()) {
				Map<String, State> states = new HashMap<>();
				long clock = 0;
				while (rows.next()) {
					clock = rows.getLong(1);
					if (rows.getBoolean(2)) {
						throw JdbcErrors.notPrimary();
					}
					String name = rows.getString(3);
					if (name != null) {
						states.put(name, State.of(rows.getLong(4), rows.getString(5)));
					}
				}
				return new Snapshot(clock, states);
			}
		}
	}

	@Override
	public Result transition(Connection connection, Command command) throws SQLException {
		while (true) {
			Result result = change(connection, command);
			if (result != null) {
				return result;
			}
			// Too late, or nothing to do: the reason tells which.
			Snapshot snapshot = read(connection, Set.of(command.event()));
			if (snapshot.clockMicros() >= command.deadlineMicros()) {
				return Result.EXPIRED;
			}
			long stored = snapshot.states().getOrDefault(command.event(), State.UNKNOWN).version();
			if (command.apply(stored) > StateStore.MAX_VERSION) {
				throw JdbcErrors.tooHigh(command.event());
			}
			if (command.apply(stored) == stored && !command.announce()) {
				return new Result(stored, stored);
			}
		}
	}

	private @Nullable Result change(Connection connection, Command command) throws SQLException {
		long first = command.apply(0);
		if (first > StateStore.MAX_VERSION) {
			throw JdbcErrors.tooHigh(command.event());
		}
		boolean keepsFirst = first == 0 && !command.announce();
		try (PreparedStatement statement = connection
			.prepareStatement(Objects.requireNonNull(this.transitions.get(command.kind())))) {
			int i = 0;
			statement.setString(++i, this.table.namespace());
			statement.setString(++i, command.event());
			statement.setLong(++i, first);
			statement.setString(++i, keepsFirst ? "" : command.note());
			statement.setLong(++i, command.deadlineMicros());
			statement.setLong(++i, command.known());
			statement.setString(++i, command.note());
			statement.setLong(++i, command.deadlineMicros());
			statement.setBoolean(++i, command.announce());
			statement.setLong(++i, command.known());
			statement.setLong(++i, command.known());
			statement.setBoolean(++i, command.announce());
			statement.setString(++i, this.table.channel());
			statement.setString(++i, command.event());
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? new Result(rows.getLong(2), rows.getLong(1)) : null;
			}
		}
	}

	@Override
	public Set<String> heal(Connection connection, Map<String, State> states) throws SQLException {
		List<Map.Entry<String, State>> all = List.copyOf(states.entrySet());
		Set<String> healed = new HashSet<>();
		for (int from = 0; from < all.size(); from += HEALED_TOGETHER) {
			heal(connection, all.subList(from, Math.min(all.size(), from + HEALED_TOGETHER)), healed);
		}
		return healed;
	}

	private void heal(Connection connection, List<Map.Entry<String, State>> states, Set<String> healed)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.heal)) {
			statement.setString(1, this.table.namespace());
			statement.setArray(2, connection.createArrayOf("text", states.stream().map(Map.Entry::getKey).toArray()));
			statement.setArray(3, connection.createArrayOf("bigint",
					states.stream().map((state) -> state.getValue().version()).toArray()));
			statement.setArray(4, connection.createArrayOf("text",
					states.stream().map((state) -> state.getValue().note()).toArray()));
			statement.setString(5, this.table.channel());
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					healed.add(rows.getString(1));
				}
			}
		}
	}

	@Override
	public void report(Connection connection, String instance, String report, Duration timeToLive) throws SQLException {
		update(connection, this.forgetReports, this.table.namespace());
		if (timeToLive.isZero()) {
			update(connection, this.forgetReport, this.table.namespace(), instance);
		}
		else {
			update(connection, this.report, this.table.namespace(), instance, report, JdbcClock.later(0, timeToLive));
		}
	}

	@Override
	public Map<String, String> reports(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.reports)) {
			statement.setString(1, this.table.namespace());
			try (ResultSet rows = statement.executeQuery()) {
				Map<String, String> reports = new HashMap<>();
				while (rows.next()) {
					String report = rows.getString(2);
					reports.put(rows.getString(1), (report.length() <= StateStore.MAX_REPORT_LENGTH) ? report : "");
				}
				return reports;
			}
		}
	}

	@Override
	public void awaitCommit(Connection connection, String event) throws SQLException {
		// Who inserts the row is waited for by another insertion only.
		update(connection, this.insert, this.table.namespace(), event);
		try (PreparedStatement statement = connection.prepareStatement(this.lock)) {
			statement.setString(1, this.table.namespace());
			statement.setString(2, event);
			statement.executeQuery().close();
		}
	}

	private static void update(Connection connection, String sql, Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			statement.executeUpdate();
		}
	}

}
