/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.FeedReader;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcStateStore} on databases without notifications.
 */
@Timeout(60)
class EmbeddedStateStoreIT {

	private static final String H2 = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1";

	private static final String DERBY = "jdbc:derby:memory:%s;create=true";

	private final DataSource h2 = dataSource(H2);

	private final JdbcClient client = JdbcClient.create(this.h2);

	private final List<ClusterEvents> instances = new ArrayList<>();

	private final List<StateStore> stores = new ArrayList<>();

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.instances.forEach(ClusterEvents::close);
		this.stores.forEach(StateStore::close);
	}

	// Instances

	@Test
	void instancesFollowEachOtherAndNoPulseIsLost() {
		Event here = event("a");
		Event there = event("b");
		for (int round = 0; round < 20; round++) {
			CompletableFuture<Void> waiter = there.whenSet();
			here.pulse();
			await("the waiter to be released", waiter::isDone);
		}
		here.set();
		await("b to follow", there::isSet);
		there.clear();
		await("a to follow", () -> !here.isSet());
		assertThat(event("c").isSet()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "eventgate_events", "eventgate_events_namespaces" })
	void truncatedTableIsRestored(String table) {
		Event here = event("a");
		here.set();
		this.client.sql("truncate table " + table).update();
		await("it to be restored",
				() -> this.client.sql("select version from eventgate_events")
					.query(Long.class)
					.list()
					.equals(List.of(1L)));
		here.clear();
		await("it to be followed", () -> !event("b").isSet());
	}

	// The feed

	@Test
	void feedContinuesAfterItsRowWasDeleted() {
		StateStore store = connected(this.h2);
		for (int i = 0; i < 5; i++) {
			get(store.transition(command("a", Kind.PULSE, 0)));
		}
		FeedReader reader = new FeedReader(store);
		this.client.sql("delete from eventgate_events_namespaces").update();
		reader.readUntilGap();
		assertThat(reader.startAgain().states()).containsOnlyKeys("a");
		assertThat(reader.position()).startsWith("7 ");
		assertThat(reader.read(Duration.ZERO).changes()).isEmpty();
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(reader.read(Duration.ZERO).changes()).hasSize(1);
	}

	@Test
	void feedThatGoesBackIsAGap() {
		StateStore store = connected(this.h2);
		get(store.transition(command("a", Kind.PULSE, 0)));
		get(store.transition(command("a", Kind.PULSE, 0)));
		FeedReader reader = new FeedReader(store);
		this.client.sql("update eventgate_events_namespaces set revision = revision - 1").update();
		reader.readUntilGap();
		reader.startAgain();
		get(store.transition(command("a", Kind.PULSE, 0)));
		this.client.sql("update eventgate_events_namespaces set revision = revision - 1").update();
		assertThat(reader.read(Duration.ZERO).gap()).as("a change of its own is missing").isTrue();
	}

	@Test
	void switchThatChangesNothingTakesNoLock() throws SQLException {
		StateStore store = connected(this.h2);
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = this.h2.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().executeUpdate("update eventgate_events_namespaces set revision = revision");
			assertThat(get(store.transition(command("a", Kind.SET, 0)))).isEqualTo(new Result(1, 1));
			assertThat(get(store.restore(Map.of("a", new State(1, ""))))).isEmpty();
			assertThat(get(store.snapshot()).states()).containsOnlyKeys("a");
			other.rollback();
		}
	}

	@Test
	void namespacesThatDifferInCaseOnlyAreTwo() {
		StateStore upper = connected(this.h2, "Desk", JdbcTests.TIMEOUT);
		StateStore lower = connected(this.h2, "desk", JdbcTests.TIMEOUT);
		get(upper.transition(command("a", Kind.SET, 0)));
		get(upper.report("me", "text"));
		assertThat(get(lower.snapshot()).states()).isEmpty();
		assertThat(get(lower.reports()).byInstance()).isEmpty();
	}

	// Locks and deadlines

	@ParameterizedTest
	@ValueSource(strings = { "update eventgate_events set previous = previous",
			"update eventgate_events_namespaces set revision = revision" })
	void switchBlockedBeyondItsDeadlineDoesNotHappen(String lock) throws Exception {
		StateStore store = connected(dataSource(H2 + ";LOCK_TIMEOUT=20000", this.h2));
		get(store.transition(command("a", Kind.SET, 0)));
		long deadline = get(store.read("a")).clockMicros() + 1_000_000;
		CompletableFuture<Result> late;
		try (Connection other = this.h2.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().executeUpdate(lock);
			late = store.transition(new Command("a", Kind.CLEAR, 0, deadline, "must not happen")).toCompletableFuture();
			await("the deadline", () -> get(store.read("b")).clockMicros() > deadline);
			assertThat(late).isNotDone();
			other.rollback();
		}
		assertThat(get(late)).isEqualTo(Result.EXPIRED);
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@Test
	void addressIsKnownDuringAnOutage() {
		AtomicBoolean down = new AtomicBoolean();
		StateStore store = connected(new DelegatingDataSource(this.h2) {

			@Override
			public Connection getConnection() throws SQLException {
				if (down.get()) {
					throw new SQLException("of the test", "08001");
				}
				return super.getConnection();
			}

		});
		assertThat(store.toString()).startsWith("H2 at jdbc:h2:mem:");
		down.set(true);
		assertThat(store.connect(this.losses::add).toCompletableFuture()).failsWithin(Duration.ofMinutes(1));
		assertThat(store.toString()).startsWith("H2 at jdbc:h2:mem:");
	}

	@Test
	void readWaitsForAPendingSwitch() throws Exception {
		Duration brief = Duration.ofSeconds(3);
		StateStore store = connected(this.h2, "tests", brief);
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = this.h2.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().executeUpdate("update eventgate_events_namespaces set revision = revision");
			CompletableFuture<?> pending = store.transition(command("a", Kind.CLEAR, 0)).toCompletableFuture();
			long sent = System.nanoTime();
			await("it to be suspicious", () -> System.nanoTime() - sent > brief.toNanos() / 2);
			CompletableFuture<?> read = store.read("a").toCompletableFuture();
			assertThat(state(store, "b")).isEqualTo(State.UNKNOWN);
			assertThat(read).isNotDone();
			other.rollback();
			assertThat(outcome(pending)).isNull();
			assertThat(outcome(read)).isNull();
			assertThat(state(store, "a").version()).isEqualTo(2);
		}
	}

	@Test
	void closingDoesNotWaitForABlockedDriver() throws Exception {
		DataSource derby = dataSource(DERBY);
		StateStore store = connected(derby);
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = derby.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().executeUpdate("update eventgate_events_namespaces set revision = revision");
			CompletableFuture<?> pending = store.transition(command("a", Kind.CLEAR, 0)).toCompletableFuture();
			long before = System.nanoTime();
			store.close();
			assertThat(outcome(pending)).isNotNull();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
			other.rollback();
		}
	}

	// Clocks

	@ParameterizedTest
	@ValueSource(strings = { H2, "jdbc:hsqldb:mem:%s", DERBY })
	void timeZonesOfInstancesDoNotMatter(String url) {
		DataSource dataSource = dataSource(url);
		TimeZone before = TimeZone.getDefault();
		List<Long> clocks = new ArrayList<>();
		try {
			for (String zone : List.of("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "UTC")) {
				TimeZone.setDefault(TimeZone.getTimeZone(zone));
				StateStore store = connected(dataSource);
				get(store.report(zone, "text"));
				clocks.add(Objects.requireNonNull(get(store.reports()).byInstance().get(zone)).writtenMicros());
				clocks.add(get(store.read("a")).clockMicros());
			}
		}
		finally {
			TimeZone.setDefault(before);
		}
		assertThat(clocks).isSorted();
		assertThat(clocks.get(clocks.size() - 1) - clocks.get(0)).isLessThan(Duration.ofMinutes(1).toNanos() / 1000);
	}

	// Refusals

	@Test
	void sqliteIsRefused() {
		DataSource sqlite = new DriverManagerDataSource("jdbc:sqlite::memory:");
		StateStore store = open(sqlite, "tests", JdbcTests.TIMEOUT);
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("SQLite")
			.hasMessageContaining("eventgate.store.type");
	}

	@Test
	void violationOfAConstraintIsNoDuplicate() {
		StateStore store = connected(this.h2);
		this.client.sql("alter table eventgate_events add constraint few_switches check (version < 3)").update();
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.transition(command("a", Kind.CLEAR, 0)));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("FEW_SWITCHES");
		assertThat(state(store, "a").version()).isEqualTo(2);
	}

	@Test
	void databaseWithInexactKeysIsRefused() {
		DataSource confusing = dataSource(H2 + ";IGNORECASE=TRUE");
		assertThat(outcome(store(confusing).connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("collation");
	}

	@Test
	void unknownDatabaseIsUsedWithStandardSql() {
		StateStore store = open(UnknownDatabase.of(this.h2), "tests", JdbcTests.TIMEOUT);
		initialize(this.h2);
		get(store.connect(this.losses::add));
		FeedReader reader = new FeedReader(store);
		get(store.transition(command("a", Kind.SET, 0)));
		reader.readUntil("a", new State(1, "note of SET"));
		assertThat(get(store.read("a")).clockMicros()).isCloseTo(System.currentTimeMillis() * 1000,
				org.assertj.core.data.Offset.offset(5_000_000L));
		get(store.report("me", "text"));
		assertThat(get(store.reports()).byInstance()).containsOnlyKeys("me");
	}

	// Rows of other programs

	@ParameterizedTest
	@ValueSource(longs = { -7, Long.MIN_VALUE, Long.MAX_VALUE, StateStore.MAX_VERSION + 1 })
	void rowWithoutAVersionIsUnknownAndRestored(long number) {
		StateStore store = connected(this.h2);
		get(store.restore(Map.of("a", new State(1, "a"), "b", new State(1, "b"), "c", new State(1, "c"))));
		this.client.sql("update eventgate_events set version = ? where name <> 'c'").param(number).update();
		assertThat(get(store.snapshot()).states()).containsEntry("a", State.UNKNOWN)
			.containsEntry("c", new State(1, "c"));
		assertThat(get(store.restore(Map.of("a", new State(3, "healed"), "c", new State(1, ""))))).containsExactly("a");
		assertThat(get(store.transition(command("b", Kind.PULSE, 0)))).isEqualTo(new Result(0, 2));
		assertThat(state(store, "a")).isEqualTo(new State(3, "healed"));
		assertThat(state(store, "b").version()).isEqualTo(2);
	}

	@Test
	void longNoteInAClobStaysInTheDatabase() {
		new EventSchemaInitializer(this.h2, JdbcTable.DEFAULT_NAME,
				"classpath:io/eventgate/boot/jdbc/schema-generic.sql", DatabaseInitializationMode.EMBEDDED)
			.initializeDatabase();
		StateStore store = connected(this.h2);
		this.client
			.sql("insert into eventgate_events values ('tests', 'a', 7, 0, repeat('x', 10000000), 0),"
					+ " ('tests', 'b', 1, 0, null, 0)")
			.update();
		assertThat(get(store.snapshot()).states()).isEqualTo(Map.of("a", new State(7, ""), "b", new State(1, "")));
	}

	private Event event(String instance) {
		ClusterEvents cluster = new ClusterEvents(store(this.h2),
				ClusterSettings.builder(instance)
					.commandTimeout(JdbcTests.TIMEOUT)
					.syncInterval(Duration.ofMillis(50))
					.build());
		this.instances.add(cluster);
		cluster.start();
		return cluster.create(EventDefinition.of("orders"));
	}

	private StateStore connected(DataSource dataSource) {
		return connected(dataSource, "tests", JdbcTests.TIMEOUT);
	}

	private StateStore connected(DataSource dataSource, String namespace, Duration timeout) {
		initialize(dataSource);
		StateStore store = open(dataSource, namespace, timeout);
		get(store.connect(this.losses::add));
		return store;
	}

	private StateStore store(DataSource dataSource) {
		initialize(dataSource);
		return open(dataSource, "tests", JdbcTests.TIMEOUT);
	}

	private StateStore open(DataSource dataSource, String namespace, Duration timeout) {
		StateStore store = new JdbcStateStore(dataSource, JdbcTable.DEFAULT_NAME, namespace, timeout);
		this.stores.add(store);
		return store;
	}

	private static void initialize(DataSource dataSource) {
		new EventSchemaInitializer(dataSource, JdbcTable.DEFAULT_NAME, null, DatabaseInitializationMode.EMBEDDED)
			.initializeDatabase();
	}

	private static DataSource dataSource(String url) {
		return new DriverManagerDataSource(String.format(url, UUID.randomUUID()), "sa", "");
	}

	/** The same database with another setting for its sessions. */
	private static DataSource dataSource(String url, DataSource same) {
		String former = Objects.requireNonNull(((DriverManagerDataSource) same).getUrl());
		String name = former.substring("jdbc:h2:mem:".length(), former.indexOf(';'));
		return new DriverManagerDataSource(String.format(url, name), "sa", "");
	}

}
