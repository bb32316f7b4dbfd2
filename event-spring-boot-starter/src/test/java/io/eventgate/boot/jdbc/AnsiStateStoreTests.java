package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.Hints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How {@link JdbcStateStore} uses databases that give no hints.
 */
@Timeout(60)
class AnsiStateStoreTests {

	private final DataSource h2 = dataSource("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1");

	private final List<ClusterEvents> instances = new ArrayList<>();

	@AfterEach
	void close() {
		this.instances.forEach(ClusterEvents::close);
	}

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

	@Test
	void truncatedTableIsHealed() {
		Event here = event("a");
		here.set();
		JdbcClient client = JdbcClient.create(this.h2);
		client.sql("truncate table eventgate_events").update();
		await("it to be restored",
				() -> client.sql("select version from eventgate_events where kind = 'E'")
					.query(Long.class)
					.list()
					.equals(List.of(1L)));
	}

	@Test
	void readOfAnEventWhoseSwitchHangsWaitsForIt() throws Exception {
		Duration brief = Duration.ofSeconds(3);
		StateStore store = store(this.h2, brief);
		get(store.subscribe(new Hints()));
		get(store.transition(command("a", Kind.SET, 0)));
		try (Connection other = this.h2.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().executeUpdate("update eventgate_events set previous = 0 where name = 'a'");
			CompletableFuture<?> pending = store.transition(command("a", Kind.CLEAR, 0)).toCompletableFuture();
			long sent = System.nanoTime();
			await("it to be suspicious", () -> System.nanoTime() - sent > brief.toNanos() / 2);
			CompletableFuture<?> read = store.read(Set.of("a")).toCompletableFuture();
			assertThat(state(store, "b")).isEqualTo(State.UNKNOWN);
			assertThat(read).isNotDone();
			other.rollback();
			assertThat(outcome(pending)).isNull();
			assertThat(outcome(read)).isNull();
			assertThat(state(store, "a").version()).isEqualTo(2);
		}
	}

	@Test
	void nameThatTheDatabaseTakesForAnotherIsRefused() {
		StateStore store = store(dataSource("jdbc:hsqldb:mem:%s"), PostgresFixture.TIMEOUT);
		get(store.subscribe(new Hints()));
		get(store.transition(command("a", Kind.SET, 0)));
		assertThat(outcome(store.transition(command("a ", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'a '")
			.hasMessageContaining("collation");
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@ParameterizedTest
	@ValueSource(longs = { -7, Long.MIN_VALUE, Long.MAX_VALUE, StateStore.MAX_VERSION + 1 })
	void rowWithoutAVersionIsUnknownAndIsHealed(long number) {
		StateStore store = store(this.h2, PostgresFixture.TIMEOUT);
		get(store.subscribe(new Hints()));
		get(store.heal(Map.of("a", new State(1, "a"), "b", new State(1, "b"), "c", new State(1, "c"))));
		JdbcClient.create(this.h2)
			.sql("update eventgate_events set version = ? where name <> 'c'")
			.param(number)
			.update();
		assertThat(get(store.read(Set.of("a", "b", "c"))).states()).containsEntry("a", State.UNKNOWN)
			.containsEntry("c", new State(1, "c"));
		assertThat(get(store.heal(Map.of("a", new State(3, "healed"), "c", new State(1, ""))))).containsExactly("a");
		assertThat(get(store.transition(command("b", Kind.PULSE, 0)))).isEqualTo(new Result(0, 2));
		assertThat(state(store, "a")).isEqualTo(new State(3, "healed"));
		assertThat(state(store, "b").version()).isEqualTo(2);
	}

	@Test
	void switchBeyondTheHighestVersionIsRefused() {
		StateStore store = store(this.h2, PostgresFixture.TIMEOUT);
		get(store.subscribe(new Hints()));
		State highest = new State(StateStore.MAX_VERSION, "");
		get(store.heal(Map.of("a", highest)));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("'a'");
		assertThat(state(store, "a")).isEqualTo(highest);
	}

	@Test
	void longNoteIsNotReadWhole() throws Exception {
		JdbcClient client = JdbcClient.create(this.h2);
		client
			.sql("create table eventgate_events (namespace varchar(200) not null, kind varchar(1) not null,"
					+ " name varchar(255) not null, version bigint not null, previous bigint not null, note clob,"
					+ " expires bigint not null, primary key (namespace, kind, name))")
			.update();
		StateStore store = store(this.h2, PostgresFixture.TIMEOUT);
		get(store.subscribe(new Hints()));
		client
			.sql("insert into eventgate_events values ('tests', 'E', 'a', 7, 0, repeat('x', 10000000), 0),"
					+ " ('tests', 'E', 'b', 1, 0, null, 0)")
			.update();
		assertThat(get(store.read(Set.of("a", "b"))).states())
			.isEqualTo(Map.of("a", new State(7, ""), "b", new State(1, "")));
	}

	private Event event(String instance) {
		ClusterEvents cluster = new ClusterEvents(store(this.h2, PostgresFixture.TIMEOUT),
				ClusterSettings.builder(instance)
					.commandTimeout(PostgresFixture.TIMEOUT)
					.syncInterval(Duration.ofMillis(50))
					.build());
		this.instances.add(cluster);
		cluster.start();
		return cluster.create(EventDefinition.of("orders"));
	}

	private static StateStore store(DataSource dataSource, Duration timeout) {
		new EventSchemaInitializer(dataSource, JdbcTable.DEFAULT_NAME, null, DatabaseInitializationMode.EMBEDDED)
			.initializeDatabase();
		return new JdbcStateStore(dataSource, JdbcTable.DEFAULT_NAME, "tests", timeout);
	}

	private static DataSource dataSource(String url) {
		return new DriverManagerDataSource(String.format(url, UUID.randomUUID()), "sa", "");
	}

}
