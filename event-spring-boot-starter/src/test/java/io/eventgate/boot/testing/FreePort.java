/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * A free port for a server in another process, which is not taken before the server binds
 * to it, or while the server is restarted: it is below the range that Linux gives to
 * outgoing connections, and no other test finds it until this JVM ends.
 */
public final class FreePort {

	private static final int LOWEST = 12_000;

	private static final int ABOVE = 22_000;

	/**
	 * A file of which each port that a JVM has tried is the position of a locked byte.
	 */
	private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"),
			"eventgate-test-ports-" + System.getProperty("user.name"));

	private static final Set<Integer> tried = new HashSet<>();

	private static @Nullable FileChannel channel;

	private FreePort() {
	}

	/**
	 * Finds a port.
	 * @return the port
	 * @throws IOException if sockets cannot be created
	 */
	public static synchronized int find() throws IOException {
		if (channel == null) {
			channel = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE);
			// A second lock of the same JVM would be an error.
			if (tried.add(port) && channel.tryLock(port, 1, false) != null) {
				try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
					return socket.getLocalPort();
				}
				catch (BindException ex) {
					// A program that is no test has it.
				}
			}
		}
	}

}
