/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that can fail, between a client and a server on this machine. It forwards
 * bytes except in these states:
 * <ul>
 * <li>after {@link #cut()}, all connections are closed, and new ones as soon as they are
 * accepted;</li>
 * <li>while {@linkplain #stall(Direction...) stalled}, connections stay open and nothing
 * arrives, not even a close by the other side. Data is kept and arrives after
 * {@link #heal()}, as with TCP.</li>
 * </ul>
 * Each connection can also be controlled separately. This class is thread-safe.
 */
public final class FaultyProxy implements AutoCloseable {

	private final ServerSocket server;

	private int target;

	private final List<Connection> connections = new CopyOnWriteArrayList<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);

	private boolean cut;

	private FaultyProxy(int target) throws IOException {
		this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		this.target = target;
		start("acceptor", this::accept);
	}

	/**
	 * Creates a proxy.
	 * @param port the port of the server on the loopback address
	 * @return the proxy, whose port is {@link #port()}
	 * @throws IOException if no port is free
	 */
	public static FaultyProxy to(int port) throws IOException {
		return new FaultyProxy(port);
	}

	/**
	 * Returns the port for clients, on the loopback address.
	 * @return the port
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/** Closes all connections, and each new one as soon as it is accepted. */
	public synchronized void cut() {
		this.cut = true;
		this.connections.forEach(Connection::cut);
	}

	/**
	 * Closes all connections, and connects new ones to another server.
	 * @param port the port of the other server on the loopback address
	 */
	public synchronized void redirect(int port) {
		cut();
		this.target = port;
		this.cut = false;
	}

	/**
	 * Stops forwarding, on new connections as well.
	 * @param directions the directions; both if none is given
	 */
	public synchronized void stall(Direction... directions) {
		this.stalled.addAll(set(directions));
		this.connections.forEach((connection) -> connection.stall(directions));
	}

	/** Forwards everything again. */
	public synchronized void heal() {
		this.cut = false;
		this.stalled.clear();
		this.connections.forEach(Connection::heal);
	}

	/** Forwards data of new connections again. Existing ones stay stalled. */
	public synchronized void healForNewConnections() {
		this.cut = false;
		this.stalled.clear();
	}

	/**
	 * Returns the connections that are open on at least one side.
	 * @return the connections, in the order of their creation
	 */
	public List<Connection> connections() {
		return List.copyOf(this.connections);
	}

	/**
	 * Returns the number of connections accepted so far.
	 * @return the number
	 */
	public int accepted() {
		return this.accepted.get();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		cut();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.accepted.incrementAndGet();
				admit(client);
			}
			catch (IOException ex) {
				// Closed, or refused by the server. The client is closed as well.
			}
		}
	}

	private synchronized void admit(Socket client) throws IOException {
		if (this.cut) {
			client.close();
			return;
		}
		Connection connection;
		try {
			connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), this.target));
		}
		catch (IOException ex) {
			client.close();
			throw ex;
		}
		this.connections.add(connection);
		if (!this.stalled.isEmpty()) {
			connection.stall(this.stalled.toArray(Direction[]::new));
		}
		connection.open();
	}

	private static EnumSet<Direction> set(Direction... directions) {
		return (directions.length == 0) ? EnumSet.allOf(Direction.class) : EnumSet.copyOf(List.of(directions));
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, "faulty-proxy-" + name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * The directions of a connection.
	 */
	public enum Direction {

		/** From the client to the server. */
		TO_SERVER,

		/** From the server to the client. */
		TO_CLIENT

	}

	/**
	 * A client's connection.
	 */
	public final class Connection {

		private final Socket client;

		private final Socket server;

		private final Set<Direction> held = EnumSet.noneOf(Direction.class);

		private boolean ended;

		private Connection(Socket client, Socket server) throws IOException {
			this.client = client;
			this.server = server;
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
		}

		/** Closes the connection on both sides. Held data is lost. */
		public void cut() {
			synchronized (this) {
				this.ended = true;
				notifyAll();
			}
			FaultyProxy.this.connections.remove(this);
			for (Socket socket : new Socket[] { this.client, this.server }) {
				try {
					socket.close();
				}
				catch (IOException ex) {
					// It is closed nevertheless.
				}
			}
		}

		/**
		 * Stops forwarding.
		 * @param directions the directions; both if none is given
		 */
		public synchronized void stall(Direction... directions) {
			this.held.addAll(set(directions));
		}

		/** Forwards everything again. */
		public synchronized void heal() {
			this.held.clear();
			notifyAll();
		}

		private void open() {
			start("to-server", () -> forward(this.client, this.server, Direction.TO_SERVER));
			start("to-client", () -> forward(this.server, this.client, Direction.TO_CLIENT));
		}

		private void forward(Socket from, Socket to, Direction direction) {
			byte[] buffer = new byte[16 * 1024];
			try {
				InputStream in = from.getInputStream();
				OutputStream out = to.getOutputStream();
				for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
					awaitPassage(direction);
					out.write(buffer, 0, length);
				}
				awaitPassage(direction);
			}
			catch (IOException | InterruptedException ex) {
				// One side has closed the connection, or this proxy has.
			}
			cut();
		}

		private synchronized void awaitPassage(Direction direction) throws IOException, InterruptedException {
			while (this.held.contains(direction) && !this.ended) {
				wait();
			}
			if (this.ended) {
				throw new IOException("cut");
			}
		}

	}

}
