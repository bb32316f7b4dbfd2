/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The operations on events, on connections that commit each statement. The clock of a
 * page is read before its rows: if it has reached the deadline of a command, the rows are
 * those after the deadline.
 */
interface JdbcEvents {

	/** Reads all events. */
	JdbcPage all(JdbcTemplate db);

	/** Reads one event. */
	JdbcPage one(JdbcTemplate db, String event);

	/**
	 * Reads the events that were changed after a revision, in the order of their changes;
	 * one more than an answer may have, if there are that many.
	 * @return the events, or {@code null} if there is no such namespace
	 */
	@Nullable JdbcPage after(JdbcTemplate db, long revision);

	/** Switches an event. */
	Written<Result> transition(JdbcTemplate db, Command command) throws SQLException;

	/**
	 * Gives events the given states.
	 * @param always whether to do so even if their version is not lower
	 * @return the events that were changed
	 */
	Written<Set<String>> raise(JdbcTemplate db, Map<String, State> states, boolean always) throws SQLException;

	/**
	 * The result of a write.
	 *
	 * @param result the answer
	 * @param revision the revision of the last change, 0 if there is none
	 * @param <T> the type of the answer
	 */
	record Written<T>(T result, long revision) {
	}

}
