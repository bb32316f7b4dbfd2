package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done with a connection.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
interface JdbcWork<T> {

	T run(Connection connection) throws SQLException;

}
