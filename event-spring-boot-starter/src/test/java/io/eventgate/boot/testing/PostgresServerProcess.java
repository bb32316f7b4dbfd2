/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server for tests, the {@link #SHARED shared} or a separate one, on the
 * loopback address and a free port. The binary comes from a Maven artifact. Data is kept
 * over a restart.
 */
public final class PostgresServerProcess implements AutoCloseable {

	/** The shared server, which no test may kill or stop. */
	public static final SharedServer<PostgresServerProcess> SHARED = new SharedServer<>(PostgresServerProcess::start);

	/** The user with all rights, and without a password. */
	public static final String USER = "postgres";

	private static final String DATA = "data";

	private static @Nullable Path template;

	private final Path directory;

	private final int port;

	private EmbeddedPostgres postgres;

	private PostgresServerProcess(Path directory) throws IOException {
		this.directory = directory;
		this.port = FreePort.find();
		this.postgres = builder().setPort(this.port).start();
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/**
	 * Starts a server, and waits until it is ready.
	 * @return the server
	 * @throws IOException if it does not start
	 */
	public static PostgresServerProcess start() throws IOException {
		Path directory = newDirectory();
		FileSystemUtils.copyRecursively(template().resolve(DATA), directory.resolve(DATA));
		makePrivate(directory.resolve(DATA));
		return new PostgresServerProcess(directory);
	}

	/**
	 * Starts a standby of this server, which follows it until it is promoted.
	 * @return the standby
	 * @throws IOException if it does not start
	 */
	public PostgresServerProcess standby() throws IOException {
		Path copy = newDirectory();
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("select pg_start_backup('standby', true, false)");
			FileSystemUtils.copyRecursively(this.directory.resolve(DATA), copy.resolve(DATA));
			try (var rows = statement.executeQuery("select labelfile from pg_stop_backup(false, false)")) {
				rows.next();
				Files.writeString(copy.resolve(DATA).resolve("backup_label"), rows.getString(1));
			}
		}
		catch (SQLException ex) {
			throw new IOException(ex);
		}
		Files.delete(copy.resolve(DATA).resolve("postmaster.pid"));
		Files.createFile(copy.resolve(DATA).resolve("standby.signal"));
		Files.writeString(copy.resolve(DATA).resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=127.0.0.1 port=" + this.port + " user=" + USER + "'\n");
		makePrivate(copy.resolve(DATA));
		return new PostgresServerProcess(copy);
	}

	/**
	 * Returns the data of a new server, which is faster to copy than to create.
	 */
	private static synchronized Path template() throws IOException {
		if (template == null) {
			Path directory = newDirectory();
			PostgresServerProcess server = new PostgresServerProcess(directory);
			// Two thirds of the files, which no test needs.
			server.run("update pg_database set datistemplate = false");
			server.run("drop database template0");
			server.run("drop database template1");
			server.postgres.close();
			template = directory;
		}
		return template;
	}

	private static Path newDirectory() throws IOException {
		return Files.createTempDirectory("eventgate-postgres-");
	}

	/** The server requires these permissions. */
	private static void makePrivate(Path data) throws IOException {
		Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
	}

	private EmbeddedPostgres.Builder builder() {
		return EmbeddedPostgres.builder()
			.setDataDirectory(this.directory.resolve(DATA))
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setServerConfig("max_connections", "100")
			// Off in this build by default. A killed server would lose data.
			.setServerConfig("synchronous_commit", "on")
			.setPGStartupWait(Duration.ofSeconds(60));
	}

	/**
	 * Returns the port of the server.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Returns the URL of its database.
	 * @param viaPort the port of the server, or of a proxy before it
	 * @return the URL of its database
	 */
	public static String url(int viaPort) {
		return "jdbc:postgresql://127.0.0.1:" + viaPort + "/postgres";
	}

	/**
	 * Connects as an operator.
	 * @return a connection
	 * @throws SQLException if the server does not answer
	 */
	public Connection connect() throws SQLException {
		// Pools set the time limit of all drivers, which may be too short.
		return DriverManager.getConnection(url(this.port) + "?loginTimeout=60", USER, "");
	}

	/**
	 * Runs a statement as an operator.
	 * @param sql the statement
	 * @return the first column of the first row, or an empty text
	 */
	public String run(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			if (!statement.execute(sql)) {
				return "";
			}
			try (var rows = statement.getResultSet()) {
				return rows.next() ? String.valueOf(rows.getString(1)) : "";
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	/**
	 * Pauses all its processes with SIGSTOP. Connections stay open, but calls are not
	 * answered.
	 */
	public void pause() {
		Signals.send("STOP", postmaster());
	}

	/** Resumes the processes. */
	public void resume() {
		Signals.send("CONT", postmaster());
	}

	/** Kills the server with SIGKILL, and waits until it is dead. */
	public void kill() {
		ProcessHandle postmaster = postmaster();
		List<ProcessHandle> backends = postmaster.descendants().toList();
		postmaster.destroyForcibly();
		backends.forEach(ProcessHandle::destroyForcibly);
		postmaster.onExit().orTimeout(20, TimeUnit.SECONDS).join();
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ProcessHandle postmaster() {
		try {
			return ProcessHandle
				.of(Long.parseLong(
						Files.readAllLines(this.directory.resolve(DATA).resolve("postmaster.pid")).get(0).trim()))
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Restarts the server, on the same port.
	 * @throws IOException if it does not start
	 */
	public void restart() throws IOException {
		this.postgres = builder().setPort(this.port).start();
	}

	@Override
	public void close() {
		try {
			this.postgres.close();
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
