/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import java.util.Optional;

import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;

import org.springframework.boot.tomcat.TomcatWebServer;

/**
 * The {@link RequestThreads} of Tomcat.
 *
 * @since 0.1.0
 */
public final class TomcatRequestThreads {

	private TomcatRequestThreads() {
	}

	/**
	 * Returns the request threads of a server that has started.
	 * @param server the server
	 * @return the threads, or empty if the server has an executor of the application or
	 * virtual threads
	 */
	public static Optional<RequestThreads> of(TomcatWebServer server) {
		ProtocolHandler handler = server.getTomcat().getConnector().getProtocolHandler();
		return (handler instanceof AbstractProtocol<?> protocol && protocol.getMaxThreads() > 0)
				? Optional.of(new RequestThreads(prefix(protocol), protocol.getMaxThreads())) : Optional.empty();
	}

	/** The name is quoted, and ends with a port that was not known when it was used. */
	private static String prefix(AbstractProtocol<?> protocol) {
		String name = protocol.getName().replace("\"", "");
		String port = "-" + protocol.getLocalPort();
		boolean late = protocol.getPort() == 0 && name.endsWith(port);
		return (late ? name.substring(0, name.length() - port.length()) : name) + "-exec-";
	}

}
