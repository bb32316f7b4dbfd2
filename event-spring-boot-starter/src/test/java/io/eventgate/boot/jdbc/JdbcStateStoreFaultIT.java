/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.boot.jdbc.ConnectionThatListens.Step;
import io.eventgate.boot.testing.FaultyProxy;
import io.eventgate.boot.testing.FaultyProxy.Direction;
import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.EventStoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.isDone;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link JdbcStateStore} when PostgreSQL or the network fails.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class JdbcStateStoreFaultIT {

	/**
	 * A time-out for tests that wait for it. All other operations must complete within
	 * it.
	 */
	private static final Duration BRIEF = Duration.ofSeconds(5);

	/** Each test has a server of its own, so that they can run at the same time. */
	private PostgresFixture postgres;

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	private final List<ClusterEvents> instances = new ArrayList<>();

	private FaultyProxy network;

	@BeforeEach
	void start() throws IOException {
		this.postgres = new PostgresFixture(PostgresServerProcess.start());
		this.postgres.createTable();
		this.network = FaultyProxy.to(this.postgres.server.port());
	}

	@AfterEach
	void close() throws IOException {
		this.instances.forEach(ClusterEvents::close);
		this.network.close();
		this.postgres.close();
	}

	// The store alone

	@Test
	void killedListenerIsALossAndCanReconnect() {
		StateStore store = this.postgres.store(this.postgres.pool());
		get(store.connect(this.losses::add));
		this.postgres.killBackends();
		await("the loss", () -> !this.losses.isEmpty());
		assertThat(outcome(store.read("a"))).isInstanceOf(RefusedException.class);
		link(store);
		JdbcTests.assertThatChangesAreAnnounced(store);
		assertThat(this.losses).hasSize(1);
	}

	@Test
	void cutIsALossAndTheStoreCanReconnect() {
		StateStore store = this.postgres.store(through());
		link(store);
		this.network.cut();
		await("the loss", () -> !this.losses.isEmpty());
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class);
		this.network.heal();
		link(store);
		assertThat(get(store.transition(command("a", Kind.SET, 0)))).isEqualTo(new Result(0, 1));
		JdbcTests.assertThatChangesAreAnnounced(store);
	}

	@Test
	void reconnectFailsPendingCallsOfAHalfOpenConnection() {
		StateStore store = this.postgres.store(through());
		link(store);
		this.network.connections().forEach(FaultyProxy.Connection::stall);
		CompletionStage<Result> pending = store.transition(command("a", Kind.SET, 0));
		// The pool does not test connections that were used a moment ago.
		await("a new link", () -> {
			CompletableFuture<Void> link = store.connect(this.losses::add).toCompletableFuture();
			return link.thenApply((linked) -> true).completeOnTimeout(false, 1, TimeUnit.SECONDS).join();
		});
		assertThat(outcome(pending)).isNotNull();
		JdbcTests.assertThatChangesAreAnnounced(store);
		assertThat(this.losses).isEmpty();
	}

	@Test
	void deafListenerIsALossEvenIfCommandsAreAnswered() {
		StateStore store = this.postgres.store(through(), BRIEF);
		link(store);
		JdbcTests.assertThatChangesAreAnnounced(store);
		stallListener();
		get(store.read("a"));
		await("the loss", () -> !this.losses.isEmpty());
	}

	@Test
	void listenerThatBecomesDeafBeforeItsFirstNotificationIsALoss() {
		StateStore store = this.postgres.store(listening(Step.NOTHING, (statement) -> stallListener()),
				BRIEF.dividedBy(2));
		link(store);
		get(store.read("a"));
		await("the loss", () -> !this.losses.isEmpty());
	}

	@Test
	void unansweredListenLeadsToANewConnection() {
		AtomicInteger attempts = new AtomicInteger();
		StateStore store = this.postgres.store(listening((statement) -> {
			if (attempts.incrementAndGet() == 1) {
				stallListener();
			}
		}, Step.NOTHING), BRIEF);
		assertThat(outcome(store.connect(this.losses::add))).hasMessageContaining("LISTEN");
		link(store);
		JdbcTests.assertThatChangesAreAnnounced(store);
		assertThat(this.losses).isEmpty();
	}

	@Test
	void silentListenerIsNoLoss() {
		StateStore store = this.postgres.store(through(), BRIEF);
		link(store);
		await("signs of life",
				() -> this.postgres.server.run("select count(*) from pg_stat_activity where query = 'select 1'")
					.equals("1"));
		JdbcTests.assertThatChangesAreAnnounced(store);
		assertThat(this.losses).isEmpty();
	}

	@Test
	void commandWithALostAnswerIsNotRepeated() throws SQLException {
		StateStore store = this.postgres.store(through());
		link(store);
		get(store.transition(command("a", Kind.SET, 0)));
		CompletionStage<Result> lost;
		try (Connection other = this.postgres.server.connect()) {
			// Otherwise the pool might detect the dead network before the command.
			lockTheRow(other);
			lost = store.transition(command("a", Kind.PULSE, 0));
			this.postgres.awaitWaitingForALock(1);
			this.network.stall(Direction.TO_CLIENT);
			other.rollback();
		}
		await("the command to be done", () -> version("a").equals("2"));
		this.network.cut();
		assertThat(outcome(lost)).isNotNull().isNotInstanceOf(RefusedException.class);
		this.network.heal();
		link(store);
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(version("a")).isEqualTo("2");
	}

	@Test
	void lostCommandIsNotRepeated() {
		StateStore store = this.postgres.store(through());
		link(store);
		get(store.transition(command("warm", Kind.SET, 0)));
		this.network.stall(Direction.TO_SERVER);
		CompletionStage<Result> lost = store.transition(command("a", Kind.PULSE, 0));
		this.network.cut();
		assertThat(outcome(lost)).isNotNull();
		this.network.heal();
		link(store);
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(version("a")).isEmpty();
	}

	@Test
	void readWaitsForASwitchThatHangsInItsCommit() throws SQLException {
		Duration timeout = BRIEF.multipliedBy(2);
		StateStore store = this.postgres.store(this.postgres.pool(), timeout);
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = this.postgres.server.connect()) {
			lockTheRow(other);
			CompletionStage<Result> pending = store.transition(command("a", Kind.CLEAR, 0));
			assertThat(state(store, "a")).as("before the switch is suspected to hang")
				.isEqualTo(new State(1, "note of SET"));
			long sent = System.nanoTime();
			await("it is suspicious", () -> System.nanoTime() - sent > timeout.toNanos() / 2);
			this.postgres.awaitWaitingForALock(1);
			CompletionStage<StateStore.Reading> read = store.read("a");
			CompletionStage<StateStore.Snapshot> everything = store.snapshot();
			assertThat(get(everything).states()).containsKey("a");
			// A new transaction may get a released lock before one that waits.
			this.postgres.awaitWaitingForALock(2);
			assertThat(read.toCompletableFuture()).isNotDone();
			other.rollback();
			assertThat(get(pending)).isEqualTo(new Result(1, 2));
			assertThat(get(read).state()).isEqualTo(new State(2, "note of CLEAR"));
		}
	}

	// Instances

	@Test
	void restartedServerIsFollowedAgainWithoutLoss() throws IOException {
		Event here = event("a", through());
		Event there = event("b", this.postgres.pool(JdbcStateStoreFaultIT::impatient));
		here.set();
		await("b follows", there::isSet);
		CompletableFuture<Void> waiter = event("c", this.postgres.pool(JdbcStateStoreFaultIT::impatient)).whenSet();
		assertThat(waiter).isDone();
		here.clear();
		await("b follows", () -> !there.isSet());
		CompletableFuture<Void> released = there.whenSet();
		this.postgres.server.kill();
		EventStoreUnavailableException ex = catchThrowableOfType(EventStoreUnavailableException.class, here::set);
		assertThat(ex).hasMessageContaining("'orders'");
		assertThat(here.isSet()).isFalse();
		this.postgres.server.restart();
		awaitThatAllFollow();
		assertThat(version("orders")).as("the set that threw did not happen later").isEqualTo("2");
		assertThat(released).isNotDone();
		// Repeated if the loss of the connection is detected only now.
		await("it can be set", () -> isDone(here::set));
		await("the waiter is released", released::isDone);
	}

	@Test
	void truncatedOrOutdatedTableIsRestored() {
		Event here = event("a", this.postgres.pool());
		Event there = event("b", this.postgres.pool());
		here.set();
		here.clear();
		here.set();
		await("b follows", there::isSet);
		this.postgres.server.run("truncate eventgate_events, eventgate_events_namespaces, eventgate_events_reports");
		await("it is restored", () -> version("orders").equals("3"));
		this.postgres.server.run("update eventgate_events set version = 2, note = ''");
		await("it is restored", () -> version("orders").equals("3"));
		assertThat(here.isSet()).isTrue();
		assertThat(there.isSet()).isTrue();
		this.postgres.server.run("drop table eventgate_events");
		await("it is missed", () -> this.instances.stream().noneMatch((each) -> each.status().connected()));
		awaitReason("eventgate.store.jdbc.initialize-schema");
		this.postgres.createTable();
		await("it is restored", () -> version("orders").equals("3"));
		assertThat(there.isSet()).isTrue();
	}

	// Operators

	@Test
	void switchWhileATableIsLockedDoesNotHappen() throws SQLException {
		Event here = event("a", this.postgres.pool(), BRIEF);
		Event there = event("b", this.postgres.pool(), BRIEF);
		try (Connection operator = this.postgres.server.connect()) {
			operator.setAutoCommit(false);
			operator.createStatement().execute("lock table eventgate_events in access exclusive mode");
			assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(here::set);
			assertThat(here.isSet()).isFalse();
			operator.rollback();
		}
		awaitThatAllFollow();
		assertThat(version("orders")).isIn("", "0");
		await("a switch", () -> isDone(here::set));
		await("b follows", there::isSet);
		assertThat(version("orders")).isEqualTo("1");
	}

	@Test
	void renamedTableIsFollowedAgainUnderItsName() {
		Event here = event("a", this.postgres.pool());
		Event there = event("b", this.postgres.pool());
		here.set();
		await("b follows", there::isSet);
		this.postgres.server.run("alter table eventgate_events rename to elsewhere");
		await("it is missed", () -> this.instances.stream().noneMatch((each) -> each.status().connected()));
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(here::clear);
		this.postgres.server.run("alter table elsewhere rename to eventgate_events");
		awaitThatAllFollow();
		assertThat(version("orders")).as("the refused clear did not happen").isEqualTo("1");
		await("a switch", () -> isDone(there::clear));
		await("a follows", () -> !here.isSet());
	}

	@Test
	void columnsOfOthersDoNotMatter() {
		Event here = event("a", this.postgres.pool());
		Event there = event("b", this.postgres.pool());
		// The driver prepares a statement at its fifth execution.
		for (int i = 0; i < 10; i++) {
			here.change(Kind.PULSE);
		}
		for (String table : List.of("eventgate_events", "eventgate_events_namespaces", "eventgate_events_reports")) {
			this.postgres.server.run("alter table " + table + " add column remark text default 'none'");
		}
		here.set();
		await("b follows", there::isSet);
		assertThat(this.instances).allMatch((each) -> each.status().links() == 1);
	}

	@Test
	void readOnlyDatabaseIsReportedUntilItCanBeWritten() {
		Event here = event("a", this.postgres.pool());
		Event there = event("b", this.postgres.pool());
		readOnly("on");
		await("a refusal", () -> !isDone(here::pulse));
		// The thread that counts the error may be later than the one that throws it.
		awaitReason("read-only");
		assertThat(this.instances.get(0).status().refusing()).isPresent();
		readOnly("off");
		await("a switch", () -> isDone(here::set));
		await("b follows", there::isSet);
		assertThat(this.instances.get(0).status().refusing()).isEmpty();
	}

	/** For new sessions and for those that are open, but not for an operator's own. */
	private void readOnly(String value) {
		try (Connection operator = this.postgres.server.connect()) {
			operator.createStatement().execute("set session characteristics as transaction read write");
			operator.createStatement().execute("alter system set default_transaction_read_only = " + value);
			operator.createStatement().execute("select pg_reload_conf()");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void revokedLoginIsReportedUntilItIsGranted() {
		this.postgres.server.run("create role desk login");
		this.postgres.server
			.run("grant select, insert, update, delete on eventgate_events, eventgate_events_namespaces,"
					+ " eventgate_events_reports to desk");
		Event here = event("a", this.postgres.pool((config) -> {
			impatient(config);
			config.setUsername("desk");
		}));
		here.set();
		this.postgres.server.run("alter role desk nologin");
		this.postgres.killBackends();
		awaitReason("not permitted to log in");
		this.postgres.server.run("alter role desk login");
		awaitThatAllFollow();
		await("a switch", () -> isDone(here::clear));
		assertThat(version("orders")).isEqualTo("2");
	}

	@Test
	void promotedStandbyIsFollowed() throws IOException {
		PostgresServerProcess primary = this.postgres.server;
		try (PostgresServerProcess standby = primary.standby()) {
			Consumer<HikariConfig> either = (config) -> {
				impatient(config);
				config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby.port()
						+ "/postgres?targetServerType=primary");
			};
			Event one = event("a", this.postgres.pool(either));
			Event two = event("b", this.postgres.pool(either));
			one.set();
			one.clear();
			await("the standby", () -> version(standby, "orders").equals("2"));
			standby.run("alter system set primary_conninfo = ''");
			standby.run("select pg_reload_conf()");
			await("the end of the replication",
					() -> primary.run("select count(*) from pg_stat_replication").equals("0"));
			one.set();
			await("b follows", two::isSet);
			assertThat(version(standby, "orders")).as("this switch is missing").isEqualTo("2");
			primary.kill();
			standby.run("select pg_promote()");
			await("the switch that the standby missed", () -> version(standby, "orders").equals("3"));
			awaitThatAllFollow();
			assertThat(List.of(one, two)).allMatch(Event::isSet);
			await("a switch", () -> isDone(two::clear));
			await("a follows", () -> !one.isSet());
			assertThat(version(standby, "orders")).isEqualTo("4");
			this.instances.forEach(ClusterEvents::close);
			this.postgres.closeStores();
		}
	}

	private void awaitReason(String part) {
		await("the reason",
				() -> this.instances.get(0).status().lastError().filter((error) -> error.contains(part)).isPresent());
	}

	private void awaitThatAllFollow() {
		await("all to follow", () -> this.instances.stream().allMatch((each) -> each.status().connected()));
	}

	private Event event(String instance, HikariDataSource pool) {
		return event(instance, pool, PostgresFixture.TIMEOUT);
	}

	private Event event(String instance, HikariDataSource pool, Duration timeout) {
		ClusterEvents cluster = new ClusterEvents(this.postgres.store(pool, timeout),
				ClusterSettings.builder(instance).commandTimeout(timeout).syncInterval(Duration.ofMillis(200)).build());
		this.instances.add(cluster);
		cluster.start();
		return cluster.create(EventDefinition.of("orders"));
	}

	private HikariDataSource through() {
		Consumer<HikariConfig> settings = (config) -> {
			impatient(config);
			config.setJdbcUrl(PostgresServerProcess.url(this.network.port()));
		};
		return this.postgres.pool(settings);
	}

	/** Returns a pool whose connections run steps before and after a LISTEN. */
	private DataSource listening(Step before, Step after) {
		return new DelegatingDataSource(through()) {

			@Override
			public Connection getConnection() throws SQLException {
				return ConnectionThatListens.of(super.getConnection(), before, after);
			}

		};
	}

	/** Keeps the first connection in use until the second one listens. */
	private void stallListener() {
		this.network.connections().get(1).stall();
	}

	private static void impatient(HikariConfig config) {
		config.setInitializationFailTimeout(-1);
		config.setConnectionTimeout(500);
		config.setValidationTimeout(250);
	}

	private String version(String event) {
		return version(this.postgres.server, event);
	}

	private static String version(PostgresServerProcess server, String event) {
		return server.run("select coalesce(max(version)::text, '') from eventgate_events where name = '" + event + "'");
	}

	private static void lockTheRow(Connection other) throws SQLException {
		other.setAutoCommit(false);
		other.createStatement().execute("select 1 from eventgate_events where name = 'a' for update");
	}

	/** A pool with a short time-out may have no connection at first. */
	private void link(StateStore store) {
		await("a connection", () -> outcome(store.connect(this.losses::add)) == null);
	}

}
