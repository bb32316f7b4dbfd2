/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.FeedReader;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that polling readers do not miss the last state of an event while several
 * instances switch as fast as possible. They run longer with {@code -Dfaults=all}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class JdbcFeedFaultSuiteIT {

	private static final List<Kind> KINDS = List.of(Kind.values());

	private static final int SWITCHES = "all".equals(System.getProperty("faults")) ? 50_000 : 2_000;

	private static final int WRITERS = 4;

	private static final int READERS = 3;

	private static final int EVENTS = 20;

	@RegisterExtension
	private static final PostgresFixture postgres = PostgresFixture.shared();

	@RegisterExtension
	private static final MariaDbFixture mariaDb = MariaDbFixture.shared();

	@Test
	void noReaderMissesAStateOnPostgres() throws Exception {
		run(postgres.pool((config) -> config.setMaximumPoolSize(40)));
	}

	@Test
	void noReaderMissesAStateOnMariaDb() throws Exception {
		run(mariaDb.pool("mariadb", (config) -> config.setMaximumPoolSize(40)));
	}

	@Test
	void noReaderMissesAStateOnH2() throws Exception {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
		config.setMaximumPoolSize(40);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			new EventSchemaInitializer(pool, JdbcTable.DEFAULT_NAME, null, DatabaseInitializationMode.ALWAYS)
				.initializeDatabase();
			run(pool);
		}
	}

	private static void run(DataSource pool) throws Exception {
		List<StateStore> stores = new ArrayList<>();
		try {
			for (int i = 0; i < WRITERS + READERS; i++) {
				StateStore store = new JdbcStateStore(pool, JdbcTable.DEFAULT_NAME, "stress", JdbcTests.TIMEOUT);
				stores.add(store);
				get(store.connect((why) -> {
				}));
			}
			List<CompletableFuture<Void>> writing = new ArrayList<>();
			for (StateStore writer : stores.subList(0, WRITERS)) {
				writing.add(CompletableFuture.runAsync(() -> write(writer)));
			}
			CompletableFuture<Void> end = CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new));
			List<CompletableFuture<Map<String, State>>> reading = new ArrayList<>();
			for (StateStore store : stores.subList(WRITERS, stores.size())) {
				reading.add(CompletableFuture.supplyAsync(() -> read(store, end), (task) -> new Thread(task).start()));
			}
			end.get();
			Map<String, State> expected = get(stores.get(0).snapshot()).states();
			for (CompletableFuture<Map<String, State>> reader : reading) {
				assertThat(reader.get()).isEqualTo(expected);
			}
		}
		finally {
			stores.forEach(StateStore::close);
		}
	}

	private static void write(StateStore store) {
		for (int i = 0; i < SWITCHES / WRITERS; i++) {
			String event = "event-" + ThreadLocalRandom.current().nextInt(EVENTS);
			get(store.transition(command(event, KINDS.get(i % 3), 0)));
		}
	}

	/** Follows the feed until its end, after the writers have ended. */
	private static Map<String, State> read(StateStore store, CompletableFuture<Void> end) {
		FeedReader reader = new FeedReader(store);
		while (true) {
			boolean last = end.isDone();
			assertThat(reader.read(Duration.ofMillis(5)).gap()).isFalse();
			if (last) {
				reader.read(Duration.ZERO);
				return reader.states();
			}
		}
	}

}
