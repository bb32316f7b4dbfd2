/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.eventgate.boot.EventConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Creates the tables of a {@link JdbcStateStore}, unless they exist, by the script for
 * their database. In the script the name {@value JdbcTable#DEFAULT_NAME} stands for that
 * of the table of events, with which the names of the others begin. If the database
 * cannot be reached, the {@link JdbcStateStore} creates the tables as soon as it can.
 *
 * @since 0.1.0
 */
@ImportRuntimeHints(EventSchemaInitializer.EventSchemaInitializerRuntimeHints.class)
public final class EventSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private static final String DEFAULT_LOCATION = "classpath:io/eventgate/boot/jdbc/schema-@@platform@@.sql";

	private static final Set<String> PLATFORMS = Set.of("postgresql", "mariadb", "mysql", "h2", "hsqldb", "derby",
			"oracle", "sqlserver");

	private static final String OTHER_PLATFORMS = "generic";

	private static final int ATTEMPTS = 10;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

	private final String table;

	private final @Nullable String location;

	private final DatabaseInitializationSettings settings;

	private volatile boolean pending;

	/**
	 * Creates an initializer.
	 * @param dataSource the database
	 * @param table the name of the table
	 * @param location the location of the script, or {@code null} for one of the scripts
	 * that come with EventGate
	 * @param mode when to create the table
	 * @throws IllegalArgumentException if the name is not valid
	 */
	public EventSchemaInitializer(DataSource dataSource, String table, @Nullable String location,
			DatabaseInitializationMode mode) {
		this(dataSource, JdbcTable.checkName(table), location, settings(mode));
	}

	private EventSchemaInitializer(DataSource dataSource, String table, @Nullable String location,
			DatabaseInitializationSettings settings) {
		super(dataSource, settings);
		this.table = table;
		this.location = location;
		this.settings = settings;
	}

	private static DatabaseInitializationSettings settings(DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(mode);
		return settings;
	}

	@Override
	public boolean initializeDatabase() {
		DatabaseInitializationMode mode = this.settings.getMode();
		if (mode == DatabaseInitializationMode.NEVER) {
			return false;
		}
		this.pending = true;
		if (!isReachable()) {
			return false;
		}
		boolean initialized = initialize(mode);
		this.pending = false;
		return initialized;
	}

	/** Creates the tables if the start could not because the database was down. */
	void initializeIfPending() {
		if (this.pending) {
			initializeDatabase();
		}
	}

	private boolean isReachable() {
		try {
			getDataSource().getConnection().close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private boolean initialize(DatabaseInitializationMode mode) {
		if (mode == DatabaseInitializationMode.EMBEDDED && !isEmbeddedDatabase()) {
			return false;
		}
		// Not before, because the choice of the script needs the database.
		this.settings
			.setSchemaLocations((this.location != null) ? List.of(this.location) : defaultLocations(getDataSource()));
		return super.initializeDatabase();
	}

	private static List<String> defaultLocations(DataSource dataSource) {
		PlatformPlaceholderDatabaseDriverResolver resolver = new PlatformPlaceholderDatabaseDriverResolver();
		for (DatabaseDriver driver : DatabaseDriver.values()) {
			if (!PLATFORMS.contains(driver.getId())) {
				resolver = resolver.withDriverPlatform(driver, OTHER_PLATFORMS);
			}
		}
		if (isMariaDb(dataSource)) {
			resolver = resolver.withDriverPlatform(DatabaseDriver.MYSQL, DatabaseDriver.MARIADB.getId());
		}
		return resolver.resolveAll(dataSource, DEFAULT_LOCATION);
	}

	/** Returns whether it is MariaDB, which MySQL's driver reports as MySQL. */
	private static boolean isMariaDb(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
		}
		catch (SQLException ex) {
			return false;
		}
	}

	@Override
	protected void runScripts(Scripts scripts) {
		for (int attempt = 1; !tableExists(); attempt++) {
			try {
				super.runScripts(new Scripts(named(scripts)).separator(scripts.getSeparator())
					.encoding(StandardCharsets.UTF_8)
					.continueOnError(scripts.isContinueOnError()));
				return;
			}
			catch (RuntimeException ex) {
				// Another instance that starts at the same time may have been faster.
				if (attempt == ATTEMPTS && !tableExists()) {
					throw failed(ex);
				}
			}
			LockSupport.parkNanos(PAUSE);
		}
	}

	private List<Resource> named(Scripts scripts) {
		List<Resource> named = new ArrayList<>();
		for (Resource script : scripts) {
			try {
				String text = script.getContentAsString(StandardCharsets.UTF_8)
					.replaceAll("\\b" + JdbcTable.DEFAULT_NAME, this.table);
				named.add(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), script.getDescription()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The script of table '" + this.table + "' cannot be read", ex);
			}
		}
		return named;
	}

	private boolean tableExists() {
		try (Connection connection = getDataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.executeQuery("select version from " + this.table + " where 1 = 0").close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private EventConfigurationException failed(RuntimeException cause) {
		return new EventConfigurationException(
				"The tables of shared events, '" + this.table
						+ "' and those whose names begin with it, cannot be created: "
						+ NestedExceptionUtils.getMostSpecificCause(cause).getMessage(),
				"Grant the application's user the right to create tables, or create them by a migration and set"
						+ " eventgate.store.jdbc.initialize-schema=never. If the script does not suit the database,"
						+ " set eventgate.store.jdbc.schema to one that does; io/eventgate/boot/jdbc has examples.",
				cause);
	}

	static class EventSchemaInitializerRuntimeHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("io/eventgate/boot/jdbc/*.sql");
		}

	}

}
