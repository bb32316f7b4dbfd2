/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A free port for a server in another process. It is below the range that Linux gives to
 * outgoing connections, or one of these could take it before the server binds to it, or
 * while the server is restarted.
 */
final class FreePort {

	private static final int LOWEST = 12_000;

	private static final int ABOVE = 22_000;

	private FreePort() {
	}

	static int find() throws IOException {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (BindException ex) {
				// Another server has it.
			}
		}
	}

}
