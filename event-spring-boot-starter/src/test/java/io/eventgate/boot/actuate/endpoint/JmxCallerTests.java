/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.security.auth.Subject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JmxCaller} over a real connector.
 */
class JmxCallerTests {

	@Test
	void principalOfTheConnectionIsTheCaller() throws Exception {
		assertThat(callOverJmx(true)).isEqualTo("alice");
	}

	@Test
	void callerIsUnknownWithoutAuthentication() throws Exception {
		assertThat(callOverJmx(false)).isNull();
		assertThat(JmxCaller.name()).isNull();
	}

	private static @Nullable Object callOverJmx(boolean authenticated) throws Exception {
		MBeanServer beans = MBeanServerFactory.newMBeanServer();
		ObjectName name = new ObjectName("eventgate.test:type=Probe");
		beans.registerMBean(new Probe(), name);
		JMXAuthenticator authenticator = (credentials) -> new Subject(true,
				Set.of(new JMXPrincipal(((String[]) credentials)[0])), Set.of(), Set.of());
		Loopback loopback = new Loopback();
		Map<String, Object> sockets = Map.of(RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, loopback,
				RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE, loopback);
		Map<String, Object> environment = authenticated ? with(sockets, JMXConnectorServer.AUTHENTICATOR, authenticator)
				: sockets;
		JMXConnectorServer server = JMXConnectorServerFactory
			.newJMXConnectorServer(new JMXServiceURL("service:jmx:rmi://127.0.0.1"), environment, beans);
		server.start();
		try (JMXConnector connector = server.toJMXConnector(Map.of())) {
			connector.connect(Map.of(JMXConnector.CREDENTIALS, new String[] { "alice", "secret" }));
			return connector.getMBeanServerConnection().getAttribute(name, "Caller");
		}
		finally {
			server.stop();
		}
	}

	private static Map<String, Object> with(Map<String, Object> environment, String key, Object value) {
		HashMap<String, Object> result = new HashMap<>(environment);
		result.put(key, value);
		return result;
	}

	public interface ProbeMBean {

		@Nullable String getCaller();

	}

	public static final class Probe implements ProbeMBean {

		@Override
		public @Nullable String getCaller() {
			return JmxCaller.name();
		}

	}

	/** Accepts connections from this machine only. */
	private static final class Loopback implements RMIClientSocketFactory, RMIServerSocketFactory, Serializable {

		private static final long serialVersionUID = 1L;

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			return new Socket(InetAddress.getLoopbackAddress(), port);
		}

		@Override
		public ServerSocket createServerSocket(int port) throws IOException {
			return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
		}

	}

}
