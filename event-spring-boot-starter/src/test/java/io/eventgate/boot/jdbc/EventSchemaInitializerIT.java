/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.boot.testing.PostgresServerProcess;
import org.junit.jupiter.api.Test;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventSchemaInitializer}.
 */
class EventSchemaInitializerIT {

	private final DataSource embedded = new DriverManagerDataSource(
			"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

	@Test
	void tableIsCreatedUnderItsNameInAnEmbeddedDatabase() {
		assertThat(initialize("my_events", DatabaseInitializationMode.EMBEDDED)).isTrue();
		assertThat(count("my_events")).isZero();
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> count(JdbcTable.DEFAULT_NAME));
	}

	@Test
	void existingTableIsUnchanged() {
		initialize("events", DatabaseInitializationMode.ALWAYS);
		JdbcClient.create(this.embedded).sql("insert into events values ('n', 'a', 1, 0, '', 0)").update();
		initialize("events", DatabaseInitializationMode.ALWAYS);
		assertThat(count("events")).isOne();
	}

	@Test
	void noTableIsCreatedInModeNever() {
		assertThat(initialize("events", DatabaseInitializationMode.NEVER)).isFalse();
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> count("events"));
	}

	@Test
	void customScriptIsRunWithTheNameOfTheTable() {
		new EventSchemaInitializer(this.embedded, "mine", "classpath:io/eventgate/boot/jdbc/schema-generic.sql",
				DatabaseInitializationMode.ALWAYS)
			.initializeDatabase();
		assertThat(count("mine")).isZero();
	}

	@Test
	void missingScriptIsNamed() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> new EventSchemaInitializer(this.embedded, "mine", "classpath:nowhere.sql",
					DatabaseInitializationMode.ALWAYS)
				.initializeDatabase())
			.withMessageContaining("nowhere.sql");
	}

	@Test
	void instancesThatStartTogetherDoNotDisturbEachOther() {
		PostgresServerProcess postgres = PostgresServerProcess.SHARED.get();
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(PostgresServerProcess.url(postgres.port()));
			pool.setUsername(PostgresServerProcess.USER);
			for (int round = 0; round < 5; round++) {
				String table = "events_" + round;
				List<CompletableFuture<Void>> starts = IntStream.range(0, 4)
					.mapToObj((i) -> CompletableFuture
						.runAsync(() -> new EventSchemaInitializer(pool, table, null, DatabaseInitializationMode.ALWAYS)
							.initializeDatabase()))
					.toList();
				starts.forEach(CompletableFuture::join);
			}
			// Not an embedded database: the table is created only if configured.
			assertThat(new EventSchemaInitializer(pool, "others", null, DatabaseInitializationMode.EMBEDDED)
				.initializeDatabase()).isFalse();
		}
	}

	@Test
	void impossibleNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> initialize("a b", DatabaseInitializationMode.ALWAYS));
	}

	private boolean initialize(String table, DatabaseInitializationMode mode) {
		return new EventSchemaInitializer(this.embedded, table, null, mode).initializeDatabase();
	}

	private int count(String table) {
		return JdbcClient.create(this.embedded).sql("select count(*) from " + table).query(Integer.class).single();
	}

}
