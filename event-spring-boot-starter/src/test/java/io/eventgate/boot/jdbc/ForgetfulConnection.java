package io.eventgate.boot.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;

/**
 * A connection that forgets each subscription as soon as it is made, as the one that a
 * pooler in transaction mode lends for a single statement.
 */
final class ForgetfulConnection {

	private ForgetfulConnection() {
	}

	static Connection of(Connection connection) {
		return (Connection) Proxy.newProxyInstance(ForgetfulConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					try {
						Object result = method.invoke(connection, arguments);
						return method.getName().equals("createStatement") ? of((Statement) result) : result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static Statement of(Statement statement) {
		return (Statement) Proxy.newProxyInstance(ForgetfulConnection.class.getClassLoader(),
				new Class<?>[] { Statement.class }, (proxy, method, arguments) -> {
					try {
						Object result = method.invoke(statement, arguments);
						if (method.getName().equals("execute") && String.valueOf(arguments[0]).startsWith("listen")) {
							statement.execute("unlisten *");
						}
						return result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
