package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a database, in microseconds. Where {@code CURRENT_TIMESTAMP} has no zone,
 * its digits are read and compared as if they were UTC: only their differences matter,
 * and so this machine's summer time cannot disturb them.
 */
final class JdbcClock {

	private static final long LATEST = TimeUnit.SECONDS
		.toMicros(Instant.parse("9999-01-01T00:00:00Z").getEpochSecond());

	private static final long EARLIEST = TimeUnit.SECONDS
		.toMicros(Instant.parse("1900-01-01T00:00:00Z").getEpochSecond());

	private final String query;

	private volatile boolean zoned;

	JdbcClock(JdbcTable table) {
		// Not all can select without a table, and this gives one row from an empty one.
		this.query = "select CURRENT_TIMESTAMP, count(*) from " + table.name() + " where 1 = 0";
	}

	/** What it shows. */
	long micros(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.query);
				ResultSet rows = statement.executeQuery()) {
			rows.next();
			if (rows.getObject(1) instanceof OffsetDateTime time) {
				this.zoned = true;
				return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
			}
			return ChronoUnit.MICROS.between(Instant.EPOCH, rows.getTimestamp(1, utc()).toInstant());
		}
	}

	/**
	 * Sets what is to be compared with {@code CURRENT_TIMESTAMP}, after it was read once.
	 */
	void set(PreparedStatement statement, int index, long micros) throws SQLException {
		Instant instant = Instant.EPOCH.plus(Math.max(EARLIEST, Math.min(LATEST, micros)), ChronoUnit.MICROS);
		if (this.zoned) {
			statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
		}
		else {
			statement.setTimestamp(index, Timestamp.from(instant), utc());
		}
	}

	/** A time that is later, but not beyond the end of time. */
	static long later(long micros, Duration duration) {
		return micros + Math.min(LATEST, TimeUnit.MICROSECONDS.convert(duration));
	}

	private static Calendar utc() {
		return Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
	}

}
