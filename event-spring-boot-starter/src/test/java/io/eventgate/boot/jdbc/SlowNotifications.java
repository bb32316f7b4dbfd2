/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection of PostgreSQL with delayed notifications.
 */
final class SlowNotifications {

	private SlowNotifications() {
	}

	static Connection of(Connection connection, CountDownLatch arrival) {
		return (Connection) Proxy.newProxyInstance(SlowNotifications.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					Object result = invoke(method, connection, arguments);
					return (result instanceof PGConnection postgres && method.getName().equals("unwrap")
							&& arguments[0] == PGConnection.class) ? of(postgres, arrival) : result;
				});
	}

	private static PGConnection of(PGConnection connection, CountDownLatch arrival) {
		return (PGConnection) Proxy.newProxyInstance(SlowNotifications.class.getClassLoader(),
				new Class<?>[] { PGConnection.class }, (proxy, method, arguments) -> {
					boolean silent = method.getName().equals("getNotifications")
							&& !arrival.await((int) arguments[0], TimeUnit.MILLISECONDS);
					return silent ? null : invoke(method, connection, arguments);
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

}
