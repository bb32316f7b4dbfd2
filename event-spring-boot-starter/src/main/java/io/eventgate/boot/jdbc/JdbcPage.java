/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of the table of events, and the state of the namespace before they were read.
 *
 * @param namespace the state of the namespace
 * @param rows the rows
 */
record JdbcPage(JdbcNamespace.Row namespace, List<Row> rows) {

	/** Returns the state of an event, of which there is one row or none. */
	State state() {
		return this.rows.isEmpty() ? State.UNKNOWN : this.rows.get(0).state();
	}

	/**
	 * A row of the table of events.
	 *
	 * @param name the name
	 * @param version the number in the place of the version
	 * @param note the note
	 * @param revision the revision of the namespace by which the event was changed
	 */
	record Row(String name, long version, @Nullable String note, long revision) {

		/** Reads the columns name, version, note and revision. */
		static Row of(ResultSet rows, int firstColumn) throws SQLException {
			int column = firstColumn;
			return new Row(rows.getString(column++), rows.getLong(column++), rows.getString(column++),
					rows.getLong(column));
		}

		State state() {
			return State.of(this.version, this.note);
		}

	}

}
