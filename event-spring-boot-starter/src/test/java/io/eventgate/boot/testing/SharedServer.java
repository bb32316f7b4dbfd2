package io.eventgate.boot.testing;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A server, or a fixture with one, that is started at its first use, and that all tests
 * of a JVM share from then on. It ends with the JVM. A test that kills or stops its
 * server starts one of its own.
 *
 * @param <S> the type of the server
 */
public final class SharedServer<S> {

	private final Callable<S> start;

	private @Nullable S server;

	/**
	 * Creates the holder of a server that is not started.
	 * @param start starts it
	 */
	public SharedServer(Callable<S> start) {
		this.start = start;
	}

	/**
	 * Returns the server, and starts it if it does not run.
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
