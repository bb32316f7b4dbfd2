package io.eventgate.boot.jdbc;

import java.io.IOException;
import java.io.Reader;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads columns whose text anyone with access to the table may have written. No more of a
 * text is taken from the driver than its maximum length.
 */
final class JdbcText {

	private static final int PART_LENGTH = 256;

	private JdbcText() {
	}

	/**
	 * Reads a text of the current row.
	 * @param rows the rows
	 * @param column the column
	 * @param maxLength the maximum length, in characters
	 * @return the text; empty if it is longer, or {@code null} in the database, as an
	 * empty one is in some
	 */
	static String read(ResultSet rows, int column, int maxLength) throws SQLException {
		try (Reader reader = rows.getCharacterStream(column)) {
			if (reader == null) {
				return "";
			}
			StringBuilder text = new StringBuilder();
			char[] part = new char[PART_LENGTH];
			for (int read; text.length() <= maxLength && (read = reader.read(part)) >= 0;) {
				text.append(part, 0, read);
			}
			return (text.length() <= maxLength) ? text.toString() : "";
		}
		catch (IOException ex) {
			throw new SQLException("A text cannot be read", ex);
		}
	}

}
