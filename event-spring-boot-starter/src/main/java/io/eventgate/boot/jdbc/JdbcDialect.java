package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;

/**
 * The operations of a store in the words of one family of databases. Each gets a
 * connection that commits every statement, and may run several.
 */
interface JdbcDialect {

	/**
	 * Reads events, and before them the clock: if it has reached the deadline of a
	 * command, the states that come with it are those after the deadline.
	 */
	Snapshot read(Connection connection, Set<String> events) throws SQLException;

	Result transition(Connection connection, Command command) throws SQLException;

	Set<String> heal(Connection connection, Map<String, State> states) throws SQLException;

	void report(Connection connection, String instance, String report, Duration timeToLive) throws SQLException;

	Map<String, String> reports(Connection connection) throws SQLException;

	/** Waits until no transition of the event is being committed. */
	void awaitCommit(Connection connection, String event) throws SQLException;

}
