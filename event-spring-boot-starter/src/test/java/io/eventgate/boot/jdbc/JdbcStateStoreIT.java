package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.Hints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

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
 * How {@link JdbcStateStore} uses PostgreSQL and the application's DataSource.
 */
@Timeout(60)
class JdbcStateStoreIT {

	/** For tests that wait for it; all the rest must be done in it as well. */
	private static final Duration BRIEF = Duration.ofSeconds(6);

	@RegisterExtension
	private static final PostgresFixture postgres = PostgresFixture.shared();

	private final Hints hints = new Hints();

	// The caller's transaction

	@Test
	void switchInATransactionThatIsRolledBackHasHappened() {
		HikariDataSource pool = postgres.pool();
		TransactionAwareDataSourceProxy proxy = new TransactionAwareDataSourceProxy(pool);
		JdbcClient client = JdbcClient.create(proxy);
		try (ClusterEvents cluster = started(postgres.store(proxy))) {
			Event event = cluster.create(EventDefinition.of("orders"));
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((transaction) -> {
				client.sql("insert into eventgate_events values ('tests', 'I', 'another', 0, 0, '', 0)").update();
				event.set();
				transaction.setRollbackOnly();
			});
			assertThat(event.isSet()).isTrue();
			assertThat(postgres.server.run("select version from eventgate_events where kind = 'E'")).isEqualTo("1");
			assertThat(postgres.server.run("select count(*) from eventgate_events where name = 'another'"))
				.isEqualTo("0");
		}
	}

	@Test
	void switchByACallerWhoHasTheLastConnectionFailsInTimeAndChangesNothing() throws SQLException {
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
			assertThat(postgres.server.run("select version from eventgate_events where kind = 'E'")).isEqualTo("1");
		}
	}

	// Connections

	@Test
	void oneConnectionIsHeldWhileNothingIsToBeDone() {
		HikariDataSource pool = postgres.pool();
		StateStore store = postgres.store(pool);
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		await("one connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
		store.close();
		await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
	}

	@Test
	void connectionsComeBackAsTheyWere() throws SQLException {
		HikariDataSource pool = postgres.pool((config) -> {
			config.setMaximumPoolSize(2);
			config.setAutoCommit(false);
		});
		StateStore store = postgres.store(pool);
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection connection = pool.getConnection()) {
			assertThat(connection.getAutoCommit()).isFalse();
			assertThat(connection.getNetworkTimeout()).isZero();
		}
	}

	@Test
	void connectionsThatAreNotPooledAreClosed() {
		StateStore store = postgres.store(unpooled());
		get(store.subscribe(this.hints));
		for (int i = 0; i < 20; i++) {
			get(store.transition(command("a", Kind.PULSE, 0)));
		}
		this.hints.await("a");
		await("one connection", () -> postgres.connections() == 1);
		store.close();
		await("no connection", () -> postgres.connections() == 0);
	}

	@Test
	void hundredNewLinksNeedNoMoreThreadsAndConnections() {
		HikariDataSource pool = postgres.pool((config) -> config.setMaximumPoolSize(6));
		StateStore store = postgres.store(pool);
		for (int i = 0; i < 100; i++) {
			get(store.subscribe(this.hints));
		}
		get(store.transition(command("a", Kind.SET, 0)));
		this.hints.await("a");
		await("one connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
		await("threads of one link", () -> threads() <= 5);
		await("connections of the pool alone", () -> postgres.connections() <= 6);
		store.close();
		await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		await("idle threads at most", () -> threads() == 0);
		assertThat(this.hints.losses).isEmpty();
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("eventgate-jdbc"))
			.count();
	}

	// Doing without notifications

	@Test
	void poolOfOneConnectionDoesWithoutHints() {
		HikariDataSource pool = postgres.pool((config) -> config.setMaximumPoolSize(1));
		assertThat(warnings(() -> subscribesAndWorks(postgres.store(pool, BRIEF)))).singleElement()
			.asString()
			.contains("eventgate_events", "connection", "sync interval");
		await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
	}

	@Test
	void poolOfTwoConnectionsHasHints() {
		HikariDataSource pool = postgres.pool((config) -> config.setMaximumPoolSize(2));
		assertThat(warnings(() -> subscribesAndWorks(postgres.store(pool)))).isEmpty();
		await("one connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 1);
	}

	@Test
	void notificationsThatComeLateAreHeard() {
		CountDownLatch slow = new CountDownLatch(1);
		DelegatingDataSource network = new DelegatingDataSource(postgres.pool()) {

			@Override
			public Connection getConnection() throws SQLException {
				return SlowNotifications.of(super.getConnection(), slow);
			}

		};
		assertThat(warnings(() -> {
			StateStore store = postgres.store(network, BRIEF);
			get(store.subscribe(this.hints));
			get(store.transition(command("a", Kind.SET, 0)));
			slow.countDown();
			this.hints.await("a");
			postgres.killBackends();
			this.hints.awaitLoss();
		})).isEmpty();
	}

	@Test
	void notificationsThatDoNotArriveAreDoneWithout() {
		// As through a pooler in transaction mode: accepted, and forgotten.
		HikariDataSource pool = postgres.pool();
		DelegatingDataSource pooler = new DelegatingDataSource(pool) {

			@Override
			public Connection getConnection() throws SQLException {
				return ForgetfulConnection.of(super.getConnection());
			}

		};
		assertThat(warnings(() -> {
			subscribesAndWorks(postgres.store(pooler, Duration.ofSeconds(4)));
			await("no connection", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		})).singleElement().asString().contains("pooler in transaction mode");
	}

	private void subscribesAndWorks(StateStore store) {
		get(store.subscribe(this.hints));
		for (int i = 0; i < 20; i++) {
			get(store.transition(command("a", Kind.PULSE, 0)));
		}
		assertThat(state(store, "a").version()).isEqualTo(40);
		assertThat(this.hints.losses).isEmpty();
	}

	// The database

	@Test
	void missingTableIsToldWithTheRemedyAndCanBeCreatedLater() {
		postgres.server.run("drop table eventgate_events");
		StateStore store = postgres.store(postgres.pool());
		assertThat(outcome(store.subscribe(this.hints))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'eventgate_events'")
			.hasMessageContaining("eventgate.store.jdbc.initialize-schema");
		assertThat(outcome(store.read(Set.of("a")))).isInstanceOf(RefusedException.class);
		postgres.createTable();
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
	}

	@Test
	void userWithoutTheRightToWriteIsToldWhichRightsAreNeeded() {
		postgres.server.run("drop role if exists reader");
		postgres.server.run("create role reader login");
		postgres.server.run("grant select on eventgate_events to reader");
		StateStore store = postgres.store(postgres.pool((config) -> config.setUsername("reader")));
		get(store.subscribe(this.hints));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("select, insert, update and delete");
		postgres.server.run("grant insert, update, delete on eventgate_events to reader");
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.heal(Map.of("b", new State(2, ""))));
		get(store.report("me", "text", Duration.ofMinutes(1)));
		get(store.report("me", "text", Duration.ZERO));
		postgres.closeStores();
		postgres.server.run("drop owned by reader");
	}

	@Test
	void databaseThatCannotBeWrittenToRefuses() {
		StateStore store = postgres
			.store(postgres.pool((config) -> config.setConnectionInitSql("set default_transaction_read_only = on")));
		get(store.subscribe(this.hints));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("primary");
	}

	@Test
	void transitionThatWaitsForALockLooksAtTheClockAfterwards() throws SQLException {
		StateStore store = postgres.store(postgres.pool());
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = unpooled().getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().execute("select 1 from eventgate_events where name = 'a' for update");
			long deadline = get(store.read(Set.of("a"))).clockMicros() + 5_000_000;
			CompletionStage<Result> late = store
				.transition(new Command("a", Kind.CLEAR, 0, deadline, false, "must not happen"));
			// Afterwards it would not even ask for the lock.
			postgres.awaitWaitingForALock(1);
			await("the deadline", () -> get(store.read(Set.of())).clockMicros() > deadline);
			assertThat(late.toCompletableFuture()).isNotDone();
			other.rollback();
			assertThat(get(late)).isEqualTo(Result.EXPIRED);
		}
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@ParameterizedTest
	@ValueSource(longs = { -7, Long.MIN_VALUE, Long.MAX_VALUE, StateStore.MAX_VERSION + 1 })
	void rowWithoutAVersionIsUnknownAndIsHealed(long number) {
		StateStore store = postgres.store(postgres.pool());
		get(store.subscribe(this.hints));
		get(store.heal(Map.of("a", new State(1, "a"), "b", new State(1, "b"), "c", new State(1, "c"))));
		postgres.server.run("update eventgate_events set version = " + number + " where name <> 'c'");
		assertThat(get(store.read(Set.of("a", "b", "c"))).states()).containsEntry("a", State.UNKNOWN)
			.containsEntry("c", new State(1, "c"));
		assertThat(get(store.heal(Map.of("a", new State(3, "healed"), "c", new State(1, ""))))).containsExactly("a");
		assertThat(get(store.transition(command("b", Kind.PULSE, 0)))).isEqualTo(new Result(0, 2));
		assertThat(state(store, "a")).isEqualTo(new State(3, "healed"));
		assertThat(state(store, "b").version()).isEqualTo(2);
	}

	@Test
	void switchBeyondTheHighestVersionIsRefused() {
		StateStore store = postgres.store(postgres.pool());
		get(store.subscribe(this.hints));
		State highest = new State(StateStore.MAX_VERSION, "");
		get(store.heal(Map.of("a", highest)));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'a'");
		assertThat(outcome(store.transition(command("b", Kind.SET, highest.version()))))
			.isInstanceOf(RefusedException.class)
			.hasMessageContaining("'b'");
		assertThat(state(store, "a")).isEqualTo(highest);
	}

	@Test
	void noteThatIsTooLongStaysInTheServer() {
		StateStore store = postgres.store(postgres.pool());
		get(store.subscribe(this.hints));
		postgres.server.run("insert into eventgate_events values"
				+ " ('tests', 'E', 'a', 7, 0, repeat('x', 200000000), 0), ('tests', 'E', 'b', 1, 0, 'fine', 0),"
				+ " ('tests', 'I', 'eve', 0, 0, repeat('x', 200000000), 9007199254740990)");
		for (int i = 0; i < 20; i++) {
			assertThat(get(store.read(Set.of("a", "b"))).states())
				.isEqualTo(Map.of("a", new State(7, ""), "b", new State(1, "fine")));
		}
		assertThat(get(store.reports())).isEqualTo(Map.of("eve", ""));
	}

	@Test
	void namespacesShareATable() {
		HikariDataSource pool = postgres.pool();
		StateStore mine = postgres.store(pool);
		get(mine.subscribe(this.hints));
		try (StateStore theirs = new JdbcStateStore(pool, JdbcTable.DEFAULT_NAME, "theirs", PostgresFixture.TIMEOUT)) {
			get(theirs.subscribe(new Hints()));
			get(theirs.transition(command("a", Kind.SET, 0)));
			get(theirs.report("they", "text", Duration.ofMinutes(1)));
			assertThat(state(mine, "a")).isEqualTo(State.UNKNOWN);
			assertThat(get(mine.reports())).isEmpty();
			get(mine.transition(command("b", Kind.SET, 0)));
			assertThat(this.hints.upTo("b")).containsExactly("b");
		}
	}

	@Test
	void storeTellsWhereItIsWithoutSecrets() {
		JdbcStateStore store = postgres.store(postgres.pool(
				(config) -> config.setJdbcUrl(PostgresServerProcess.url(postgres.server.port()) + "?password=secret")));
		assertThat(store).hasToString("JDBC, table 'eventgate_events', namespace 'tests'");
		get(store.subscribe(this.hints));
		assertThat(store).hasToString("PostgreSQL at jdbc:postgresql://127.0.0.1:" + postgres.server.port()
				+ "/postgres, table 'eventgate_events', namespace 'tests'");
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
		List<String> warnings = new ArrayList<>();
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord line) {
				warnings.add(line.getMessage());
			}

			@Override
			public void flush() {
				// Nothing is kept back.
			}

			@Override
			public void close() {
				// Nothing is open.
			}

		};
		Logger logger = Logger.getLogger(JdbcStateStore.class.getName());
		logger.addHandler(handler);
		try {
			action.run();
		}
		finally {
			logger.removeHandler(handler);
		}
		return warnings;
	}

}
