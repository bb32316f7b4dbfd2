/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A holder of a server, or of a fixture with one, that all tests of a JVM share. The
 * server starts at its first use and ends with the JVM. A test that kills or stops its
 * server starts a separate one.
 *
 * @param <S> the type of the server
 */
public final class SharedServer<S> {

	private final Callable<S> start;

	private @Nullable S server;

	/**
	 * Creates a holder without starting the server.
	 * @param start starts the server
	 */
	public SharedServer(Callable<S> start) {
		this.start = start;
	}

	/**
	 * Returns the server, and starts it at the first call.
	 * @return the server
	 */
	public synchronized S get() {
		S running = this.server;
		if (running == null) {
			try {
				running = this.start.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException("The server of the tests did not start", ex);
			}
			this.server = running;
		}
		return running;
	}

}
