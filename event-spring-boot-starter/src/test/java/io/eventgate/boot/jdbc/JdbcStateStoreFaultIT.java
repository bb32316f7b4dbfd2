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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link JdbcStateStore} when PostgreSQL or the network fails.
 */
@Timeout(120)
class JdbcStateStoreFaultIT {

	/**
	 * A time-out for tests that wait for it. All other operations must complete within
	 * it.
	 */
	private static final Duration BRIEF = Duration.ofSeconds(5);

	private static PostgresFixture postgres;

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	private final List<ClusterEvents> instances = new ArrayList<>();

	private FaultyProxy network;

	@BeforeAll
	static void startServer() throws IOException {
		postgres = new PostgresFixture(PostgresServerProcess.start());
	}

	@AfterAll
	static void stopServer() {
		postgres.close();
	}

	@BeforeEach
	void openNetwork() throws IOException {
		postgres.createTable();
		this.network = FaultyProxy.to(postgres.server.port());
	}

	@AfterEach
	void close() throws IOException {
		this.instances.forEach(ClusterEvents::close);
		postgres.closeStores();
		this.network.close();
	}

	// The store alone

	@Test
	void killedListenerIsALossAndCanReconnect() {
		StateStore store = postgres.store(postgres.pool());
		get(store.connect(this.losses::add));
		postgres.killBackends();
		await("the loss", () -> !this.losses.isEmpty());
		assertThat(outcome(store.read("a"))).isInstanceOf(RefusedException.class);
		link(store);
		JdbcTests.assertThatChangesAreAnnounced(store);
		assertThat(this.losses).hasSize(1);
	}

	@Test
	void cutIsALossAndTheStoreCanReconnect() {
		StateStore store = postgres.store(through());
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
		StateStore store = postgres.store(through());
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
		StateStore store = postgres.store(through(), BRIEF);
		link(store);
		JdbcTests.assertThatChangesAreAnnounced(store);
		stallListener();
		get(store.read("a"));
		await("the loss", () -> !this.losses.isEmpty());
	}

	@Test
	void listenerThatBecomesDeafBeforeItsFirstNotificationIsALoss() {
		StateStore store = postgres.store(listening(Step.NOTHING, (statement) -> stallListener()), BRIEF.dividedBy(2));
		link(store);
		get(store.read("a"));
		await("the loss", () -> !this.losses.isEmpty());
	}

	@Test
	void unansweredListenLeadsToANewConnection() {
		AtomicInteger attempts = new AtomicInteger();
		StateStore store = postgres.store(listening((statement) -> {
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
		StateStore store = postgres.store(through(), BRIEF);
		link(store);
		await("signs of life",
				() -> postgres.server.run("select count(*) from pg_stat_activity where query = 'select 1'")
					.equals("1"));
		JdbcTests.assertThatChangesAreAnnounced(store);
		assertThat(this.losses).isEmpty();
	}

	@Test
	void commandWithALostAnswerIsNotRepeated() throws SQLException {
		StateStore store = postgres.store(through());
		link(store);
		get(store.transition(command("a", Kind.SET, 0)));
		CompletionStage<Result> lost;
		try (Connection other = postgres.server.connect()) {
			// Otherwise the pool might detect the dead network before the command.
			lockTheRow(other);
			lost = store.transition(command("a", Kind.PULSE, 0));
			postgres.awaitWaitingForALock(1);
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
		StateStore store = postgres.store(through());
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
		StateStore store = postgres.store(postgres.pool(), timeout);
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = postgres.server.connect()) {
			lockTheRow(other);
			CompletionStage<Result> pending = store.transition(command("a", Kind.CLEAR, 0));
			assertThat(state(store, "a")).as("before the switch is suspected to hang")
				.isEqualTo(new State(1, "note of SET"));
			long sent = System.nanoTime();
			await("it is suspicious", () -> System.nanoTime() - sent > timeout.toNanos() / 2);
			postgres.awaitWaitingForALock(1);
			CompletionStage<StateStore.Reading> read = store.read("a");
			CompletionStage<StateStore.Snapshot> everything = store.snapshot();
			assertThat(get(everything).states()).containsKey("a");
			// A new transaction may get a released lock before one that waits.
			postgres.awaitWaitingForALock(2);
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
		Event there = event("b", postgres.pool(JdbcStateStoreFaultIT::impatient));
		here.set();
		await("b follows", there::isSet);
		CompletableFuture<Void> waiter = event("c", postgres.pool(JdbcStateStoreFaultIT::impatient)).whenSet();
		assertThat(waiter).isDone();
		here.clear();
		await("b follows", () -> !there.isSet());
		CompletableFuture<Void> released = there.whenSet();
		postgres.server.kill();
		EventStoreUnavailableException ex = catchThrowableOfType(EventStoreUnavailableException.class, here::set);
		assertThat(ex).hasMessageContaining("'orders'");
		assertThat(here.isSet()).isFalse();
		postgres.server.restart();
		await("all follow again", () -> this.instances.stream().allMatch((each) -> each.status().connected()));
		assertThat(version("orders")).as("the set that threw did not happen later").isEqualTo("2");
		assertThat(released).isNotDone();
		// Repeated if the loss of the connection is detected only now.
		await("it can be set", () -> {
			try {
				here.set();
				return true;
			}
			catch (EventStoreUnavailableException late) {
				return false;
			}
		});
		await("the waiter is released", released::isDone);
	}

	@Test
	void truncatedOrOutdatedTableIsRestored() {
		Event here = event("a", postgres.pool());
		Event there = event("b", postgres.pool());
		here.set();
		here.clear();
		here.set();
		await("b follows", there::isSet);
		postgres.server.run("truncate eventgate_events, eventgate_events_namespaces, eventgate_events_reports");
		await("it is restored", () -> version("orders").equals("3"));
		postgres.server.run("update eventgate_events set version = 2, note = ''");
		await("it is restored", () -> version("orders").equals("3"));
		assertThat(here.isSet()).isTrue();
		assertThat(there.isSet()).isTrue();
		postgres.server.run("drop table eventgate_events");
		await("it is missed", () -> this.instances.stream().noneMatch((each) -> each.status().connected()));
		await("the reason",
				() -> this.instances.get(0)
					.status()
					.lastError()
					.filter((error) -> error.contains("eventgate.store.jdbc.initialize-schema"))
					.isPresent());
		postgres.createTable();
		await("it is restored", () -> version("orders").equals("3"));
		assertThat(there.isSet()).isTrue();
	}

	private Event event(String instance, HikariDataSource pool) {
		ClusterEvents cluster = new ClusterEvents(postgres.store(pool),
				ClusterSettings.builder(instance)
					.commandTimeout(PostgresFixture.TIMEOUT)
					.syncInterval(Duration.ofMillis(200))
					.build());
		this.instances.add(cluster);
		cluster.start();
		return cluster.create(EventDefinition.of("orders"));
	}

	private HikariDataSource through() {
		Consumer<HikariConfig> settings = (config) -> {
			impatient(config);
			config.setJdbcUrl(PostgresServerProcess.url(this.network.port()));
		};
		return postgres.pool(settings);
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

	private static String version(String event) {
		return postgres.server
			.run("select coalesce(max(version)::text, '') from eventgate_events where name = '" + event + "'");
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
