package io.eventgate.boot.testing;

import java.io.IOException;
import java.time.Duration;

import io.eventgate.cluster.StateStore;

/**
 * A server that keeps events, and all that can be done to it.
 */
public interface FaultyStore extends AutoCloseable {

	/**
	 * Connects an instance.
	 * @param port the server's, or that of a proxy before it
	 * @param timeout how long an instance waits for it
	 * @return a store of the instance's own, which this closes at the end
	 */
	StateStore connect(int port, Duration timeout);

	/**
	 * Returns where the server listens, on the loopback address.
	 * @return the port
	 */
	int port();

	/** Stops the server, with all connections open. */
	void pause();

	/** Lets it go on. */
	void resume();

	/** Kills it. */
	void kill();

	/**
	 * Starts it again, with the data that it had acknowledged.
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
	 * Returns what the server has.
	 * @param event the name of an event
	 * @return its version, or 0
	 */
	long version(String event);

	/**
	 * Counts connections.
	 * @return how many instances have to the server
	 */
	long connections();

	/**
	 * Returns how many connections an instance may have.
	 * @return the number
	 */
	int mostConnections();

	/**
	 * Returns whether the server tells of changes; else it is asked at each interval.
	 * @return whether it does
	 */
	default boolean announces() {
		return true;
	}

	/**
	 * Returns how many instances the server can have.
	 * @return the number
	 */
	int mostInstances();

	/**
	 * Returns how another process connects to it.
	 * @return {@code redis}, {@code postgresql} or {@code mariadb}, as
	 * {@link InstanceProcess} understands it
	 */
	String type();

	@Override
	void close();

}
