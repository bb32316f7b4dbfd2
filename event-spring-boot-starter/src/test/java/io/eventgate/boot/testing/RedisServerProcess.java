/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

import org.springframework.util.FileSystemUtils;

/**
 * A Redis server for tests, the {@link #SHARED shared} or a separate one, on the loopback
 * address and a free port. The binary comes from a Maven artifact, or from the system
 * property {@code embedded.redis.executable}. It keeps no data over a restart, unless its
 * options enable that.
 */
public final class RedisServerProcess implements AutoCloseable {

	/** The shared server, which no test may kill or stop. */
	public static final SharedServer<RedisServerProcess> SHARED = new SharedServer<>(RedisServerProcess::start);

	private static @Nullable File executable;

	private final int port;

	private final Path directory;

	private final List<String> options;

	private Process process;

	private RedisServerProcess(int port, List<String> options) throws IOException {
		this.port = port;
		this.directory = Files.createTempDirectory("eventgate-redis-");
		this.options = options;
		this.process = launch();
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/**
	 * Starts a server, and waits until it is ready.
	 * @param options options of the command line, such as {@code --requirepass}
	 * @return the server
	 * @throws IOException if it does not start
	 */
	public static RedisServerProcess start(String... options) throws IOException {
		return new RedisServerProcess(FreePort.find(), List.of(options));
	}

	/**
	 * Returns the port of the server.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Pauses the process with SIGSTOP. Connections stay open, but calls are not answered.
	 */
	public void pause() {
		Signals.send("STOP", this.process.toHandle());
	}

	/** Resumes the process. */
	public void resume() {
		Signals.send("CONT", this.process.toHandle());
	}

	/** Kills the process with SIGKILL, and waits until it is dead. */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Restarts the server, on the same port.
	 * @throws IOException if it does not start
	 */
	public void restart() throws IOException {
		this.process = launch();
	}

	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			// It is a temporary directory.
		}
	}

	private Process launch() throws IOException {
		List<String> command = new ArrayList<>();
		command.add(executable().getAbsolutePath());
		if (this.options.contains("--sentinel")) {
			// A Sentinel writes to its configuration file.
			Path configuration = this.directory.resolve("sentinel.conf");
			if (Files.notExists(configuration)) {
				Files.createFile(configuration);
			}
			command.add(configuration.toString());
		}
		command.addAll(List.of("--port", Integer.toString(this.port), "--bind", "127.0.0.1", "--dir",
				this.directory.toString(), "--save", "", "--repl-diskless-sync-delay", "0"));
		command.addAll(this.options);
		File log = this.directory.resolve("log").toFile();
		Process started = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!answers()) {
			if (!started.isAlive() || System.nanoTime() - deadline > 0) {
				started.destroyForcibly();
				throw new IOException("Redis did not start: " + Files.readString(log.toPath()));
			}
			pauseBriefly();
		}
		return started;
	}

	private boolean answers() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(5_000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
			return answer.startsWith("+PONG") || answer.startsWith("-NOAU");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void awaitEnd() {
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void pauseBriefly() {
		try {
			Thread.sleep(5);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static synchronized File executable() throws IOException {
		if (executable == null) {
			if (System.getProperty(ExecutableProvider.PROPERTY_EXECUTABLE_LOCATION) != null) {
				executable = ExecutableProvider.newSystemPropertyProvider().get();
			}
			else {
				Path directory = Files.createTempDirectory("eventgate-redis-server-");
				Runtime.getRuntime().addShutdownHook(new Thread(() -> {
					FileSystemUtils.deleteRecursively(directory.toFile());
				}));
				executable = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
			}
		}
		return executable;
	}

}
