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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.FeedReader;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Report;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.EventStoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JdbcStateStore} with PostgreSQL and the application's DataSource.
 */
@Timeout(60)
class JdbcStateStoreIT {

	/**
	 * A time-out for tests that wait for it. All other operations must complete within
	 * it.
	 */
	private static final Duration BRIEF = Duration.ofSeconds(6);

	@RegisterExtension
	private static final PostgresFixture postgres = PostgresFixture.shared();

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	// The caller's transaction

	@Test
	void switchInARolledBackTransactionHasHappened() {
		HikariDataSource pool = postgres.pool();
		TransactionAwareDataSourceProxy proxy = new TransactionAwareDataSourceProxy(pool);
		JdbcClient client = JdbcClient.create(proxy);
		try (ClusterEvents cluster = started(postgres.store(proxy))) {
			Event event = cluster.create(EventDefinition.of("orders"));
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((transaction) -> {
				client.sql("insert into eventgate_events values ('others', 'another', 0, 0, '', 0)").update();
				event.set();
				transaction.setRollbackOnly();
			});
			assertThat(event.isSet()).isTrue();
			assertThat(postgres.server.run("select version from eventgate_events")).isEqualTo("1");
			assertThat(postgres.server.run("select count(*) from eventgate_events where name = 'another'"))
				.isEqualTo("0");
		}
	}

	@Test
	void switchWithoutAFreeConnectionFailsInTime() throws SQLException {
		HikariDataSource pool = postgres.pool((config) -> config.setMaximumPoolSize(3));
		ClusterSettings settings = ClusterSettings.builder("me")
			.commandTimeout(BRIEF)
			.syncInterval(Duration.ofMillis(100))
			.build();
		try (ClusterEvents cluster = new ClusterEvents(postgres.store(pool, BRIEF), settings)) {
			cluster.start();
			Event event = cluster.create(EventDefinition.of("orders"));
			await("one connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
			List<Connection> callers = new ArrayList<>(List.of(pool.getConnection(), pool.getConnection()));
			assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(event::set);
			assertThat(event.isSet()).isFalse();
			for (Connection connection : callers) {
				connection.close();
			}
			await("it follows again", () -> cluster.status().connected());
			event.set();
			assertThat(postgres.server.run("select version from eventgate_events")).isEqualTo("1");
		}
	}

	// Connections

	@Test
	void oneConnectionIsHeldWhileIdle() {
		HikariDataSource pool = postgres.pool();
		StateStore store = postgres.store(pool);
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		await("one connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
		store.close();
		await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
	}

	@Test
	void connectionsAreReturnedUnchanged() throws SQLException {
		HikariDataSource pool = postgres.pool((config) -> {
			config.setMaximumPoolSize(2);
			config.setAutoCommit(false);
		});
		StateStore store = postgres.store(pool);
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection connection = pool.getConnection()) {
			assertThat(connection.getAutoCommit()).isFalse();
			assertThat(connection.getNetworkTimeout()).isZero();
		}
	}

	@Test
	void unpooledConnectionsAreClosed() {
		StateStore store = postgres.store(unpooled());
		get(store.connect(this.losses::add));
		for (int i = 0; i < 20; i++) {
			get(store.transition(command("a", Kind.PULSE, 0)));
		}
		JdbcTests.assertThatChangesAreAnnounced(store);
		await("one connection", () -> postgres.connections() == 1);
		store.close();
		await("no connection", () -> postgres.connections() == 0);
	}

	@Test
	void hundredReconnectionsLeakNoThreadsAndConnections() {
		HikariDataSource pool = postgres.pool((config) -> config.setMaximumPoolSize(6));
		StateStore store = postgres.store(pool);
		for (int i = 0; i < 100; i++) {
			get(store.connect(this.losses::add));
		}
		JdbcTests.assertThatChangesAreAnnounced(store);
		await("one connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
		await("threads of one link", () -> threads() <= 5);
		await("connections of the pool alone", () -> postgres.connections() <= 6);
		store.close();
		await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		await("idle threads at most", () -> threads() == 0);
		assertThat(this.losses).isEmpty();
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("eventgate-jdbc"))
			.count();
	}

	@Test
	void timeZonesOfSessionsDoNotMatter() {
		JdbcTests
			.assertThatClocksAgree(Stream.of("UTC", "Pacific/Auckland", "America/Los_Angeles", "UTC").map((zone) -> {
				StateStore store = postgres
					.store(postgres.pool((config) -> config.setConnectionInitSql("set time zone '" + zone + "'")));
				get(store.connect(this.losses::add));
				return store;
			}).toList());
	}

	// Without notifications

	@Test
	void poolOfOneConnectionHasNoNotifications() {
		HikariDataSource pool = postgres.pool((config) -> config.setMaximumPoolSize(1));
		assertThat(warnings(() -> subscribesAndWorks(postgres.store(pool, BRIEF)))).singleElement()
			.asString()
			.contains("eventgate_events", "connection for LISTEN", "sync interval");
		await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
	}

	@Test
	void poolOfTwoConnectionsHasNotifications() {
		HikariDataSource pool = postgres.pool((config) -> config.setMaximumPoolSize(2));
		assertThat(warnings(() -> subscribesAndWorks(postgres.store(pool)))).isEmpty();
		await("one connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
	}

	@Test
	void lateNotificationsAreUsed() {
		CountDownLatch slow = new CountDownLatch(1);
		DelegatingDataSource network = new DelegatingDataSource(postgres.pool()) {

			@Override
			public Connection getConnection() throws SQLException {
				return SlowNotifications.of(super.getConnection(), slow);
			}

		};
		assertThat(warnings(() -> {
			StateStore store = postgres.store(network, BRIEF);
			get(store.connect(this.losses::add));
			CompletionStage<Changes> pending = store.changes(get(store.snapshot()).position(), Duration.ofMinutes(2));
			get(store.transition(command("a", Kind.SET, 0)));
			assertThat(pending.toCompletableFuture()).isNotDone();
			slow.countDown();
			assertThat(get(pending).changes()).hasSize(1);
			postgres.killBackends();
			await("the loss", () -> !this.losses.isEmpty());
		})).isEmpty();
	}

	@Test
	void missingNotificationsAreReplacedByPolling() {
		// Like through a pooler in transaction mode, which accepts and forgets LISTEN.
		HikariDataSource pool = postgres.pool();
		DelegatingDataSource pooler = new DelegatingDataSource(pool) {

			@Override
			public Connection getConnection() throws SQLException {
				return ConnectionThatListens.thatForgets(super.getConnection());
			}

		};
		assertThat(warnings(() -> {
			subscribesAndWorks(postgres.store(pooler, Duration.ofSeconds(4)));
			await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		})).singleElement().asString().contains("pooler in transaction mode");
	}

	private void subscribesAndWorks(StateStore store) {
		get(store.connect(this.losses::add));
		for (int i = 0; i < 20; i++) {
			get(store.transition(command("a", Kind.PULSE, 0)));
		}
		assertThat(state(store, "a").version()).isEqualTo(40);
		assertThat(this.losses).isEmpty();
	}

	// The database

	@Test
	void missingTableIsReportedAndCanBeCreatedLater() {
		postgres.server.run("drop table eventgate_events");
		StateStore store = postgres.store(postgres.pool());
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'eventgate_events'")
			.hasMessageContaining("eventgate.store.jdbc.initialize-schema");
		assertThat(outcome(store.read("a"))).isInstanceOf(RefusedException.class);
		postgres.createTable();
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
	}

	@Test
	void missingRightsAreReported() {
		postgres.server.run("drop role if exists reader");
		postgres.server.run("create role reader login");
		postgres.server.run("grant select on eventgate_events, eventgate_events_namespaces, eventgate_events_reports"
				+ " to reader");
		StateStore store = postgres.store(postgres.pool((config) -> config.setUsername("reader")));
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("select, insert, update and delete");
		postgres.server.run("grant insert, update, delete on eventgate_events, eventgate_events_namespaces,"
				+ " eventgate_events_reports to reader");
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.restore(Map.of("b", new State(2, ""))));
		get(store.report("me", "text"));
		get(store.forget(Set.of("me")));
		postgres.closeStores();
		postgres.server.run("drop owned by reader");
	}

	@Test
	void readOnlyDatabaseRefuses() {
		StateStore store = postgres
			.store(postgres.pool((config) -> config.setConnectionInitSql("set default_transaction_read_only = on")));
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("primary");
	}

	@Test
	void transitionReadsTheClockAfterWaitingForALock() throws SQLException {
		StateStore store = postgres.store(postgres.pool());
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = unpooled().getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().execute("select 1 from eventgate_events where name = 'a' for update");
			long deadline = get(store.read("a")).clockMicros() + 5_000_000;
			CompletionStage<Result> late = store
				.transition(new Command("a", Kind.CLEAR, 0, deadline, "must not happen"));
			// Otherwise it would not even request the lock.
			postgres.awaitWaitingForALock(1);
			await("the deadline", () -> get(store.read("x")).clockMicros() > deadline);
			assertThat(late.toCompletableFuture()).isNotDone();
			other.rollback();
			assertThat(get(late)).isEqualTo(Result.EXPIRED);
		}
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@ParameterizedTest
	@ValueSource(longs = { -7, Long.MIN_VALUE, Long.MAX_VALUE, StateStore.MAX_VERSION + 1 })
	void rowWithoutAVersionIsUnknownAndRestored(long number) {
		StateStore store = postgres.store(postgres.pool());
		get(store.connect(this.losses::add));
		get(store.restore(Map.of("a", new State(1, "a"), "b", new State(1, "b"), "c", new State(1, "c"))));
		postgres.server.run("update eventgate_events set version = " + number + " where name <> 'c'");
		assertThat(get(store.snapshot()).states()).containsEntry("a", State.UNKNOWN)
			.containsEntry("c", new State(1, "c"));
		assertThat(get(store.restore(Map.of("a", new State(3, "healed"), "c", new State(1, ""))))).containsExactly("a");
		assertThat(get(store.transition(command("b", Kind.PULSE, 0)))).isEqualTo(new Result(0, 2));
		assertThat(state(store, "a")).isEqualTo(new State(3, "healed"));
		assertThat(state(store, "b").version()).isEqualTo(2);
	}

	@Test
	void switchBeyondTheHighestVersionIsRefused() {
		StateStore store = postgres.store(postgres.pool());
		get(store.connect(this.losses::add));
		State highest = new State(StateStore.MAX_VERSION, "");
		get(store.restore(Map.of("a", highest)));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'a'");
		assertThat(outcome(store.transition(command("b", Kind.SET, highest.version()))))
			.isInstanceOf(RefusedException.class)
			.hasMessageContaining("'b'");
		assertThat(state(store, "a")).isEqualTo(highest);
	}

	@Test
	void tooLongNoteIsNotRead() {
		StateStore store = postgres.store(postgres.pool());
		get(store.connect(this.losses::add));
		postgres.server.run("insert into eventgate_events values"
				+ " ('tests', 'a', 7, 0, repeat('x', 20000000), 0), ('tests', 'b', 1, 0, 'fine', 0)");
		postgres.server.run("insert into eventgate_events_reports values ('tests', 'eve', repeat('x', 20000000), 5)");
		for (int i = 0; i < 20; i++) {
			assertThat(get(store.snapshot()).states())
				.isEqualTo(Map.of("a", new State(7, ""), "b", new State(1, "fine")));
		}
		assertThat(get(store.reports()).byInstance()).isEqualTo(Map.of("eve", new Report(5, "")));
	}

	@Test
	void namespacesShareATable() {
		HikariDataSource pool = postgres.pool();
		StateStore mine = postgres.store(pool);
		get(mine.connect(this.losses::add));
		try (StateStore theirs = new JdbcStateStore(pool, JdbcTable.DEFAULT_NAME, "theirs", PostgresFixture.TIMEOUT)) {
			get(theirs.connect(this.losses::add));
			get(theirs.transition(command("a", Kind.SET, 0)));
			get(theirs.report("they", "text"));
			assertThat(state(mine, "a")).isEqualTo(State.UNKNOWN);
			assertThat(get(mine.reports()).byInstance()).isEmpty();
			FeedReader reader = new FeedReader(mine);
			get(theirs.transition(command("a", Kind.CLEAR, 0)));
			get(mine.transition(command("b", Kind.SET, 0)));
			reader.readUntil("b", new State(1, "note of SET"));
			assertThat(reader.states()).containsOnlyKeys("b");
		}
	}

	@Test
	void toStringHasTheAddressWithoutSecrets() {
		JdbcStateStore store = postgres.store(postgres.pool(
				(config) -> config.setJdbcUrl(PostgresServerProcess.url(postgres.server.port()) + "?password=secret")));
		assertThat(store).hasToString("JDBC, table 'eventgate_events', namespace 'tests'");
		get(store.connect(this.losses::add));
		assertThat(store).hasToString("PostgreSQL at jdbc:postgresql://127.0.0.1:" + postgres.server.port()
				+ "/postgres, table 'eventgate_events', namespace 'tests'");
	}

	/** The current_timestamp of PostgreSQL is the beginning of the transaction. */
	@Test
	void databaseWithAConstantClockInTransactionsIsRefused() {
		StateStore store = postgres.store(UnknownDatabase.of(postgres.pool()));
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("clock is constant");
	}

	@Test
	void constantClockIsDetectedIfTheTransactionBeginsLate() {
		StateStore store = postgres
			.store(UnknownDatabase.of(postgres.pool(), () -> LockSupport.parkNanos(Duration.ofMillis(60).toNanos())));
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("clock is constant");
	}

	@Test
	void impossibleSettingsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JdbcStateStore(unpooled(), "a b", "tests", Duration.ofSeconds(1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JdbcStateStore(unpooled(), "a", "tests", Duration.ZERO));
	}

	private static ClusterEvents started(StateStore store) {
		ClusterEvents cluster = new ClusterEvents(store, ClusterSettings.of("me"));
		cluster.start();
		return cluster;
	}

	private static PGSimpleDataSource unpooled() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(PostgresServerProcess.url(postgres.server.port()));
		dataSource.setUser(PostgresServerProcess.USER);
		return dataSource;
	}

	private static List<String> warnings(Runnable action) {
		Logger logger = (Logger) LoggerFactory.getLogger(JdbcStateStore.class);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		try {
			action.run();
		}
		finally {
			logger.detachAppender(lines);
		}
		return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
