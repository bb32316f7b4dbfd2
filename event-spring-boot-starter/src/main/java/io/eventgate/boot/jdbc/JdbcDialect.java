/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

import io.eventgate.cluster.StateStore.RefusedException;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * Expressions that differ between databases.
 *
 * @param driver the database
 * @param clock the present UTC time in microseconds, not that of the session's time zone
 * @param identity a text that differs between servers, and on PostgreSQL between their
 * starts
 * @param readOnly 1 if this server does not accept changes, else 0
 * @param length the function that returns the length of a text in characters or bytes,
 * without reading more of the text than it must
 */
record JdbcDialect(DatabaseDriver driver, String clock, String identity, String readOnly, String length) {

	/** The bytes of a character of Java in UTF-8, at most. */
	private static final int MAX_BYTES = 3;

	static JdbcDialect of(Connection connection, JdbcTable table) throws SQLException {
		DatabaseDriver driver = DatabaseDriver.fromProductName(connection.getMetaData().getDatabaseProductName());
		return switch (driver) {
			case POSTGRESQL ->
				new JdbcDialect(driver, micros("clock_timestamp()"), micros("pg_postmaster_start_time()") + "::text",
						"case when pg_is_in_recovery() then 1 else 0 end", "octet_length");
			case MARIADB,
					MYSQL ->
				new JdbcDialect(driver, "timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))",
						"concat_ws('/', @@hostname, @@port, @@server_id)",
						"case when @@global.read_only in ('0', 'OFF') and @@innodb_read_only = 0 then 0 else 1 end",
						"octet_length");
			case H2 -> new JdbcDialect(driver, "cast(extract(epoch from current_timestamp) * 1000000 as bigint)", "'-'",
					"0", "char_length");
			case HSQLDB -> new JdbcDialect(driver, "unix_millis() * 1000", "'-'", "0", "char_length");
			case DERBY -> new JdbcDialect(driver, table.name() + "_clock() * 1000", "'-'", "0", "length");
			case ORACLE -> new JdbcDialect(driver, oracleMicros(), "sys_context('userenv', 'db_unique_name')",
					"case when sys_context('userenv', 'database_role') = 'PRIMARY' then 0 else 1 end", "length");
			case SQLSERVER -> new JdbcDialect(driver, "datediff_big(microsecond, '1970-01-01', sysutcdatetime())",
					"cast(serverproperty('ServerName') as varchar(200))",
					"case when databasepropertyex(db_name(), 'Updateability') = 'READ_ONLY' then 1 else 0 end",
					"datalength");
			case SQLITE -> throw new RefusedException(
					"SQLite cannot share events: it has no lock for a row, and one process at a time writes to it."
							+ " Set eventgate.store.type to local, or use another database",
					null);
			default -> new JdbcDialect(driver, "current_timestamp", "'-'", "0", "char_length");
		};
	}

	private static String micros(String timestamp) {
		return "(extract(epoch from " + timestamp + ") * 1000000)::bigint";
	}

	private static String oracleMicros() {
		String since = "(sys_extract_utc(systimestamp) - timestamp '1970-01-01 00:00:00')";
		return "(((extract(day from " + since + ") * 24 + extract(hour from " + since + ")) * 60 + extract(minute from "
				+ since + ")) * 60 + extract(second from " + since + ")) * 1000000";
	}

	/**
	 * Returns a column of a text, which is null if the text is too long to leave the
	 * server.
	 */
	String bounded(String column, int maxLength) {
		return "case when " + this.length + "(" + column + ") > " + MAX_BYTES * maxLength + " then null else " + column
				+ " end";
	}

	/**
	 * Reads the clock, which is a timestamp with zone if the database has no number for
	 * it.
	 */
	long micros(ResultSet rows, int column) throws SQLException {
		if (this.clock.equals("current_timestamp")) {
			Instant instant = rows.getObject(column, OffsetDateTime.class).toInstant();
			return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
		}
		return rows.getLong(column);
	}

}
