/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.boot.jdbc.JdbcStateStore;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.RecordedInstance;
import io.eventgate.cluster.StoreCalls;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * An instance in a process of its own, with one event.
 */
final class InstanceProcess implements AutoCloseable {

	/** The name of its event. */
	static final String EVENT = "shared";

	/** The settings that all instances share. */
	static final String NAMESPACE = "faults";

	private static final long LIMIT_SECONDS = 60;

	private final String name;

	private final Process process;

	private final PrintStream out;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private InstanceProcess(String name, Process process) {
		this.name = name;
		this.process = process;
		this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		Thread reader = new Thread(() -> in.lines().forEach(this.lines::add), "lines of " + name);
		reader.setDaemon(true);
		reader.start();
	}

	static InstanceProcess start(FaultyStore server, int port, String name) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions",
				"-XX:-BytecodeVerificationRemote", "-cp", System.getProperty("java.class.path"),
				InstanceProcess.class.getName(), server.type(), Integer.toString(port), name)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		InstanceProcess instance = new InstanceProcess(name, process);
		instance.awaitThat("waits");
		return instance;
	}

	/**
	 * Runs the instance in the other process.
	 * @param arguments the type of the store, its port, and the name of the instance
	 * @throws Exception if the store cannot be created
	 */
	public static void main(String[] arguments) throws Exception {
		PrintStream out = System.out;
		System.setOut(System.err);
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
		int port = Integer.parseInt(arguments[1]);
		Duration timeout = AbstractFaultSuiteIT.TIMEOUT;
		StateStore store = arguments[0].equals("redis")
				? new RedisStateStore(new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port)),
						NAMESPACE, timeout)
				: new JdbcStateStore(pool(arguments[0], port), "eventgate_events", NAMESPACE, timeout);
		new RecordedInstance(store, arguments[2], EVENT, timeout, AbstractFaultSuiteIT.INTERVAL)
			.run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
		System.exit(0); // Clients leave threads behind.
	}

	private static HikariDataSource pool(String type, int port) {
		boolean mariaDb = type.equals("mariadb");
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(mariaDb ? MariaDbServerProcess.url(type, port) : PostgresServerProcess.url(port));
		config.setUsername(mariaDb ? MariaDbServerProcess.USER : PostgresServerProcess.USER);
		config.setMaximumPoolSize(6);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(500);
		config.setValidationTimeout(250);
		config.setInitializationFailTimeout(-1);
		return new HikariDataSource(config);
	}

	String name() {
		return this.name;
	}

	void send(String line) {
		this.out.println(line);
	}

	/** Waits until the instance reports that state. */
	void awaitThat(String what) {
		StoreCalls.await(this.name + ": " + what, () -> {
			send("?");
			return (next() + " ").contains(what + " ");
		});
	}

	/** Ends the switches of the instance, and returns its history. */
	List<String> history() throws InterruptedException {
		send("history");
		List<String> history = new ArrayList<>();
		for (String line = next(); !line.equals("end"); line = next()) {
			history.add(line);
		}
		return history;
	}

	/** Pauses the process, like a virtual machine during a migration. */
	void pause() throws IOException, InterruptedException {
		signal("STOP");
	}

	void resume() throws IOException, InterruptedException {
		signal("CONT");
	}

	private void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, Long.toString(this.process.pid())).start().waitFor();
	}

	private String next() throws InterruptedException {
		String line = this.lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
		if (line == null) {
			throw new IllegalStateException("Instance " + this.name + " does not answer");
		}
		return line;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

}
