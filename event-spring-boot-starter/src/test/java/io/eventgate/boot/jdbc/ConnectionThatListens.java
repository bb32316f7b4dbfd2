/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * A connection that runs a step before and after a {@code LISTEN}.
 */
final class ConnectionThatListens {

	private ConnectionThatListens() {
	}

	/**
	 * Like a pooler in transaction mode, which lends a connection for a single statement.
	 */
	static Connection thatForgets(Connection connection) {
		return of(connection, Step.NOTHING, (statement) -> statement.execute("unlisten *"));
	}

	static Connection of(Connection connection, Step before, Step after) {
		return (Connection) Proxy.newProxyInstance(ConnectionThatListens.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					Object result = invoke(method, connection, arguments);
					return (result instanceof Statement statement && method.getName().equals("createStatement"))
							? of(statement, before, after) : result;
				});
	}

	private static Statement of(Statement statement, Step before, Step after) {
		return (Statement) Proxy.newProxyInstance(ConnectionThatListens.class.getClassLoader(),
				new Class<?>[] { Statement.class }, (proxy, method, arguments) -> {
					boolean listen = method.getName().equals("execute")
							&& String.valueOf(arguments[0]).startsWith("listen");
					(listen ? before : Step.NOTHING).run(statement);
					Object result = invoke(method, statement, arguments);
					(listen ? after : Step.NOTHING).run(statement);
					return result;
				});
	}

	private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * A step on the connection.
	 */
	@FunctionalInterface
	interface Step {

		Step NOTHING = (statement) -> {
		};

		void run(Statement statement) throws SQLException;

	}

}
