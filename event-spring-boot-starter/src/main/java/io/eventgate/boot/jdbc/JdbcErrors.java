package io.eventgate.boot.jdbc;

import java.sql.SQLException;
import java.util.Set;

import io.eventgate.cluster.StateStore.RefusedException;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * What an error of the database means to a store.
 */
final class JdbcErrors {

	/**
	 * Classes of SQLSTATE by which the database says that it did not run the statement:
	 * not supported, wrong data, a violated constraint, a wrong state, no rights, rolled
	 * back, unknown names. Not the classes of lost connections, shutdown and time-outs.
	 */
	private static final Set<String> CERTAIN = Set.of("0A", "0L", "0P", "21", "22", "23", "25", "26", "28", "3D", "3F",
			"40", "42", "44", "53", "54", "55");

	private static final SQLExceptionTranslator TRANSLATOR = new SQLStateSQLExceptionTranslator();

	private static final String COMPLETION_UNKNOWN = "40003";

	private static final String READ_ONLY = "25006";

	private static final String DUPLICATE = "23505";

	private static final String OUT_OF_RANGE = "22003";

	private JdbcErrors() {
	}

	/** The exception to complete a stage with. */
	static Throwable translate(Throwable failure, JdbcTable table) {
		if (!(failure instanceof SQLException ex)) {
			return failure;
		}
		String state = state(ex);
		if (isNotPrimary(ex)) {
			return new RefusedException("The database cannot be written to, so it is not the primary: " + message(ex),
					ex);
		}
		if (state.startsWith("42")) {
			return new RefusedException("The database does not let events be kept in the table '" + table.name() + "': "
					+ message(ex)
					+ ". Create it by the script for your database in io/eventgate/boot/jdbc (schema-postgresql.sql,"
					+ " schema-ansi.sql, ...), or set eventgate.store.jdbc.initialize-schema to always; and grant the"
					+ " application's user select, insert, update and delete", ex);
		}
		if (isCertain(state)) {
			return new RefusedException("The database refused: " + message(ex), ex);
		}
		return ex;
	}

	/**
	 * Whether the statement was rolled back because of others, so that it can be
	 * repeated.
	 */
	static boolean isRolledBack(SQLException ex) {
		return state(ex).startsWith("40") && !state(ex).equals(COMPLETION_UNKNOWN);
	}

	/**
	 * Whether a row of that key exists, and not whether another constraint is violated.
	 */
	static boolean isDuplicate(SQLException ex) {
		return TRANSLATOR.translate("insert", null, ex) instanceof DuplicateKeyException;
	}

	static boolean isNotPrimary(SQLException ex) {
		return state(ex).equals(READ_ONLY);
	}

	/** What a read says that has reached a copy. */
	static SQLException notPrimary() {
		return new SQLException("this connection leads to a standby server, which may lag behind", READ_ONLY);
	}

	/** What a transition says that cannot tell its event from another. */
	static SQLException inexact(String event, JdbcTable table) {
		return new SQLException("it takes '" + event + "' for the name of another event; give the column 'name' of '"
				+ table.name() + "' a collation that compares exactly, or the event another name", DUPLICATE);
	}

	/** The message of a transition that has no next version. */
	static SQLException tooHigh(String event) {
		return new SQLException("the version of event '" + event + "' is too high", OUT_OF_RANGE);
	}

	/**
	 * Keeps addresses out of messages: they may contain passwords. Drivers and pools
	 * quote them where they cannot use them.
	 */
	static Throwable withoutAddress(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).contains(JdbcAddress.PREFIX)) {
				SQLException safe = new SQLException(JdbcAddress.redact(String.valueOf(cause.getMessage())),
						(failure instanceof SQLException ex) ? ex.getSQLState() : null);
				safe.setStackTrace(failure.getStackTrace());
				return safe;
			}
		}
		return failure;
	}

	private static boolean isCertain(String state) {
		return state.length() == 5 && CERTAIN.contains(state.substring(0, 2)) && !state.equals(COMPLETION_UNKNOWN);
	}

	private static String state(SQLException ex) {
		return (ex.getSQLState() != null) ? ex.getSQLState() : "";
	}

	private static String message(SQLException ex) {
		String message = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
		return message.strip().replaceAll("\\s*\\R\\s*", " ");
	}

}
