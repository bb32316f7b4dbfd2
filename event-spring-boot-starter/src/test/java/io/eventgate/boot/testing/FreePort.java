/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A free port for a server in another process, which is not taken before the server binds
 * to it, or while the server is restarted: it is below the range that Linux gives to
 * outgoing connections, each JVM of a build has a range of its own, and a JVM finds a
 * port only once.
 */
public final class FreePort {

	private static final int COUNT = 1_000;

	private static final int LOWEST = 12_000 + Integer.getInteger("surefire.forkNumber", 0) % 10 * COUNT;

	private static final AtomicInteger next = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

	private FreePort() {
	}

	/**
	 * Finds a port.
	 * @return the port, free at this moment
	 * @throws IOException if sockets cannot be created
	 */
	public static int find() throws IOException {
		while (true) {
			int port = LOWEST + next.getAndIncrement() % COUNT;
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (BindException ex) {
				// Another server has it.
			}
		}
	}

}
