/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database of an unknown product.
 */
final class UnknownDatabase {

	private UnknownDatabase() {
	}

	static DataSource of(DataSource dataSource) {
		return of(dataSource, () -> {
		});
	}

	/**
	 * Returns such a database.
	 * @param dataSource the database
	 * @param beforeTransaction runs before each transaction
	 */
	static DataSource of(DataSource dataSource, Runnable beforeTransaction) {
		return new DelegatingDataSource(dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				DatabaseMetaData metaData = proxy(DatabaseMetaData.class, connection.getMetaData(),
						(method) -> method.equals("getDatabaseProductName") ? "Unknown" : null);
				return proxy(Connection.class, connection, (method) -> {
					if (method.equals("setAutoCommit")) {
						beforeTransaction.run();
					}
					return method.equals("getMetaData") ? metaData : null;
				});
			}

		};
	}

	private static <T> T proxy(Class<T> type, T target, Function<String, @Nullable Object> answers) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				Object answer = answers.apply(method.getName());
				try {
					return (answer != null) ? answer : method.invoke(target, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}));
	}

}
