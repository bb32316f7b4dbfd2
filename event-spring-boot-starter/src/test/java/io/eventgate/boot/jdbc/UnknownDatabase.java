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

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database of an unknown product.
 */
final class UnknownDatabase {

	private UnknownDatabase() {
	}

	static DataSource of(DataSource dataSource) {
		return new DelegatingDataSource(dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				DatabaseMetaData metaData = proxy(DatabaseMetaData.class, connection.getMetaData(),
						"getDatabaseProductName", "Unknown");
				return proxy(Connection.class, connection, "getMetaData", metaData);
			}

		};
	}

	private static <T> T proxy(Class<T> type, T target, String name, Object answer) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				try {
					return method.getName().equals(name) ? answer : method.invoke(target, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}));
	}

}
