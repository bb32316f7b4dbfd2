/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.Set;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Events in PostgreSQL: each operation is one statement, and each change is announced on
 * a channel.
 */
final class PostgresEvents implements JdbcEvents {

	/*
	 * A transition checks whether there is something to change. If so it raises the
	 * revision of the namespace, which waits for concurrent transitions, and then changes
	 * the event by the version that it has now. The clock is checked before that, to
	 * avoid needless writes, and once more when the last lock is held: the division by
	 * zero rolls all of it back. So does the root of a negative number if the row that
	 * has met the condition was deleted meanwhile, and the insertion made a new one.
	 * Notifications go out with the commit.
	 *
	 * Reads take the time at which their transaction began, which is before the rows that
	 * they see were chosen.
	 */

	private static final String BEGIN = "(extract(epoch from transaction_timestamp()) * 1000000)::bigint";

	/** The version of a row, 0 if the number is no version. */
	private static final String STORED = "(case when e.version between 0 and " + StateStore.MAX_VERSION
			+ " then e.version else 0 end)";

	private static final String DIVISION_BY_ZERO = "22012";

	private static final String ROOT_OF_NEGATIVE = "2201F";

	private static final int PAGE_COLUMNS = 6;

	private final JdbcNamespace namespace;

	private final String key;

	private final String channel;

	private final String all;

	private final String one;

	private final String after;

	private final Map<Kind, String> transitions = new EnumMap<>(Kind.class);

	private final String raise;

	PostgresEvents(JdbcTable table, JdbcDialect dialect, JdbcNamespace namespace) {
		this.namespace = namespace;
		this.key = table.namespace();
		this.channel = table.channel();
		String page = table.sql("select " + namespace.columns(BEGIN) + ", e.name, e.version, e.note, e.revision"
				+ " from {namespaces} as n left join lateral (select e.name, e.version, "
				+ dialect.bounded("e.note", StateStore.MAX_NOTE_LENGTH) + " as note, e.revision from {events} as e"
				+ " where e.namespace = n.namespace %s) as e on true where n.namespace = ?");
		this.all = page.formatted("");
		this.one = page.formatted("and e.name = ?");
		// The first condition depends on no event: no event is read if it is not true.
		this.after = page.formatted("and n.revision > ? and e.revision > ? and e.revision <= n.revision"
				+ " order by e.revision limit " + (StateStore.MAX_BATCH + 1)) + " order by e.revision";
		for (Kind kind : Kind.values()) {
			this.transitions.put(kind, table.sql(transition(kind, dialect.clock())));
		}
		this.raise = table.sql("""
				with given as materialized (
				  select ?::text as namespace, ?::boolean as always, g.name, g.version, g.note
				  from unnest(?::text[], ?::bigint[], ?::text[]) as g (name, version, note)),
				lower as materialized (
				  select g.* from given as g
				  left join {events} as e on e.namespace = g.namespace and e.name = g.name
				  where g.always or e.name is null or %1$s < g.version),
				raised as (
				  update {namespaces} as n set revision = n.revision + (select count(*) from lower)
				  where n.namespace = (select min(namespace) from lower) returning n.revision),
				written as (
				  insert into {events} as e (namespace, name, version, previous, note, revision)
				  select g.namespace, g.name, g.version, 0, g.note,
				    r.revision + 1 - row_number() over (order by g.name desc)
				  from lower as g, raised as r order by g.name
				  on conflict (namespace, name) do update set version = excluded.version,
				    previous = %1$s, note = excluded.note, revision = excluded.revision
				  where (select bool_or(always) from given) or %1$s < excluded.version
				  returning name, revision)
				select w.name, w.revision, case when w.name is not null then pg_notify(?, '') end,
				  exists (select 1 from lower) and not exists (select 1 from raised)
				from (select 1) as one left join written as w on true""".formatted(STORED));
	}

	private static String transition(Kind kind, String now) {
		return """
				with given (namespace, name, known, deadline, note, repeat_note, expected_version, expected_note,
				  not_before) as materialized (
				  values (?::text, ?::text, ?::bigint, ?::bigint, ?::text, ?::text, ?::bigint, ?::text, ?::bigint)),
				seen as materialized (
				  select g.*, coalesce(e.version, 0) as version, greatest(%1$s, %2$s) as next,
				    coalesce(g.expected_note is null or (e.version = g.expected_version and e.note = g.expected_note
				      and %6$s >= g.not_before), false) as met
				  from given as g left join (select namespace, name, %3$s as version, note from {events} as e) as e
				  on e.namespace = g.namespace and e.name = g.name),
				raised as (
				  update {namespaces} as n set revision = n.revision + 1 from seen as s
				  where n.namespace = s.namespace and s.met and (s.repeat_note <> '' or s.version <> s.next)
				    and s.next <= %4$d
				  returning n.revision),
				switched as (
				  insert into {events} as e (namespace, name, version, previous, note, revision)
				  select s.namespace, s.name, greatest(%5$s, %2$s), 0,
				    case when greatest(%5$s, %2$s) = 0 then s.repeat_note else s.note end, r.revision
				  from seen as s, raised as r, given as g where %6$s < s.deadline
				  on conflict (namespace, name) do update set version = greatest(%7$s, excluded.version),
				    previous = %3$s, revision = excluded.revision,
				    note = case when %3$s = greatest(%7$s, excluded.version) then (select repeat_note from given)
				      else (select note from given) end
				  where %6$s < (select deadline from given)
				    and ((select repeat_note from given) <> '' or %3$s <> greatest(%7$s, excluded.version))
				    and greatest(%7$s, excluded.version) <= %4$d
				    and (select g.expected_note is null or (%3$s = g.expected_version and e.note = g.expected_note)
				      from given as g)
				  returning version, previous, revision)
				select w.version, w.previous, w.revision, s.version, %6$s, s.met,
				  1 / case when w.revision is null or %6$s < s.deadline then 1 else 0 end,
				  sqrt(case when w.previous <> s.expected_version then -1 else 1 end),
				  case when w.revision is not null then pg_notify(?, '') end
				from seen as s left join switched as w on true""".formatted(next(kind, "coalesce(e.version, 0)"),
				next(kind, "g.known"), STORED, StateStore.MAX_VERSION, next(kind, "0"), now, next(kind, STORED));
	}

	/**
	 * Returns the version to which {@link Command#apply} leads. It is monotonic: the
	 * result of the higher of two versions is the higher of their results.
	 */
	private static String next(Kind kind, String version) {
		return switch (kind) {
			case SET -> "(" + version + " | 1)";
			case CLEAR -> "((" + version + " + 1) & ~1::bigint)";
			case PULSE -> "((" + version + " + 2) & ~1::bigint)";
		};
	}

	@Override
	public JdbcPage all(JdbcTemplate db) {
		return read(db, this.all, this.key);
	}

	@Override
	public JdbcPage one(JdbcTemplate db, String event) {
		return read(db, this.one, event, this.key);
	}

	@Override
	public @Nullable JdbcPage after(JdbcTemplate db, long revision) {
		return find(db, this.after, revision, revision, this.key);
	}

	private JdbcPage read(JdbcTemplate db, String sql, Object... arguments) {
		for (JdbcPage page;; this.namespace.create(db)) {
			page = find(db, sql, arguments);
			if (page != null) {
				return page;
			}
		}
	}

	private @Nullable JdbcPage find(JdbcTemplate db, String sql, Object... arguments) {
		List<JdbcNamespace.Row> here = new ArrayList<>();
		List<JdbcPage.Row> page = new ArrayList<>();
		db.query(sql, (row) -> {
			here.add(this.namespace.row(row));
			if (row.getString(PAGE_COLUMNS + 1) != null) {
				page.add(JdbcPage.Row.of(row, PAGE_COLUMNS + 1));
			}
		}, arguments);
		return here.isEmpty() ? null : new JdbcPage(here.get(0), page);
	}

	@Override
	public Written<Result> transition(JdbcTemplate db, Command command) throws SQLException {
		JdbcErrors.checkVersion(command, 0);
		Condition condition = command.condition();
		List<Written<Result>> written = new ArrayList<>();
		try {
			db.query(Objects.requireNonNull(this.transitions.get(command.kind())), (row) -> {
				Written<Result> result = written(command, row.getLong(1), row.getLong(2), row.getLong(3),
						row.getLong(4), row.getLong(5), row.getBoolean(6));
				if (result != null) {
					written.add(result);
				}
			}, this.key, command.event(), command.known(), command.deadlineMicros(), command.note(),
					command.repeatNote(), (condition != null) ? condition.expected().version() : null,
					(condition != null) ? condition.expected().note() : null,
					(condition != null) ? condition.notBeforeMicros() : null, this.channel);
		}
		catch (DataAccessException ex) {
			String state = (ex.getCause() instanceof SQLException cause) ? cause.getSQLState() : null;
			if (DIVISION_BY_ZERO.equals(state)) {
				return new Written<>(Result.EXPIRED, 0);
			}
			if (ROOT_OF_NEGATIVE.equals(state)) {
				return new Written<>(Result.UNMET, 0);
			}
			throw ex;
		}
		if (written.isEmpty()) {
			this.namespace.read(db);
			throw JdbcErrors.overtaken();
		}
		return written.get(0);
	}

	/** Interprets the answer: the write, or else the state that was read and its time. */
	private static @Nullable Written<Result> written(Command command, long version, long previous, long revision,
			long seen, long clock, boolean met) throws SQLException {
		if (revision > 0) {
			return new Written<>(new Result(previous, version), revision);
		}
		if (clock >= command.deadlineMicros()) {
			return new Written<>(Result.EXPIRED, 0);
		}
		if (!met) {
			return new Written<>(Result.UNMET, 0);
		}
		JdbcErrors.checkVersion(command, seen);
		return (command.stores(seen) != null) ? null : new Written<>(new Result(seen, seen), 0);
	}

	@Override
	public Written<Set<String>> raise(JdbcTemplate db, Map<String, State> states, boolean always) throws SQLException {
		List<Map.Entry<String, State>> given = List.copyOf(states.entrySet());
		Set<String> names = new HashSet<>();
		long[] last = new long[1];
		Boolean missing = db.query(this.raise, (PreparedStatement statement) -> {
			int column = 0;
			statement.setString(++column, this.key);
			statement.setBoolean(++column, always);
			statement.setArray(++column,
					statement.getConnection().createArrayOf("text", given.stream().map(Map.Entry::getKey).toArray()));
			statement.setArray(++column, statement.getConnection()
				.createArrayOf("bigint", given.stream().map((entry) -> entry.getValue().version()).toArray()));
			statement.setArray(++column, statement.getConnection()
				.createArrayOf("text", given.stream().map((entry) -> entry.getValue().note()).toArray()));
			statement.setString(++column, this.channel);
		}, (rows) -> {
			boolean none = false;
			while (rows.next()) {
				if (rows.getString(1) != null) {
					names.add(rows.getString(1));
					last[0] = Math.max(last[0], rows.getLong(2));
				}
				none = rows.getBoolean(4);
			}
			return none;
		});
		if (Boolean.TRUE.equals(missing)) {
			this.namespace.read(db);
			throw JdbcErrors.overtaken();
		}
		return new Written<>(names, last[0]);
	}

}
