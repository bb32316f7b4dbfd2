/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.time.Duration;

import io.eventgate.cluster.StateStore;

/**
 * A server that stores events, with operations that make it fail.
 */
public interface FaultyStore extends AutoCloseable {

	/**
	 * Connects an instance.
	 * @param port the port of the server, or of a proxy before it
	 * @param timeout the command time-out of the instance
	 * @return a new store, which this object closes at the end
	 */
	StateStore connect(int port, Duration timeout);

	/**
	 * Returns the port of the server, on the loopback address.
	 * @return the port
	 */
	int port();

	/** Pauses the server, with all connections open. */
	void pause();

	/** Resumes the server. */
	void resume();

	/** Kills the server. */
	void kill();

	/**
	 * Restarts the server, with the data that it had acknowledged.
	 * @throws IOException if it does not start
	 */
	void restart() throws IOException;

	/** Deletes all events. */
	void loseData();

	/**
	 * Closes the connections that wait for changes, at the server's side.
	 * @return how many
	 */
	int killSubscriptions();

	/**
	 * Returns the version of an event in the server.
	 * @param event the name of an event
	 * @return its version, or 0
	 */
	long version(String event);

	/**
	 * Returns the number of connections.
	 * @return the number of connections of instances to the server
	 */
	long connections();

	/**
	 * Returns the maximum number of connections of an instance.
	 * @return the number
	 */
	int mostConnections();

	/**
	 * Returns whether the server notifies instances of changes; otherwise they poll it.
	 * @return {@code true} if it does
	 */
	default boolean announces() {
		return true;
	}

	/**
	 * Returns the maximum number of instances of the server.
	 * @return the number
	 */
	int mostInstances();

	/**
	 * Returns the type of the store, for other processes.
	 * @return {@code redis}, {@code postgresql} or {@code mariadb}, as
	 * {@link InstanceProcess} understands it
	 */
	String type();

	@Override
	void close();

}
