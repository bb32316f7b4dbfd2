/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.boot.testing.FaultyProxy.Direction;
import io.eventgate.boot.testing.FaultyProxy;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.FeedReader;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.StateStore;
import io.lettuce.core.KillArgs;
import io.lettuce.core.ScriptOutputType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.util.FileSystemUtils;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.connect;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link RedisStateStore} when the server or the network fails.
 */
@Timeout(60)
class RedisStateStoreFaultIT {

	/**
	 * A time-out for tests that wait for it. All other operations must complete within
	 * it.
	 */
	private static final Duration BRIEF = Duration.ofSeconds(5);

	private RedisFixture redis;

	private FaultyProxy network;

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	@BeforeEach
	void startServer() throws IOException {
		this.redis = new RedisFixture(RedisServerProcess.start());
		this.network = FaultyProxy.to(this.redis.server.port());
	}

	@AfterEach
	void stopServer() throws IOException {
		this.redis.close();
		this.network.close();
	}

	// The server

	@Test
	void flushedDataCanBeRestoredOverTheSameConnection() {
		StateStore store = direct();
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.operator().flushall();
		assertThat(state(store, "a")).isEqualTo(State.UNKNOWN);
		assertThat(get(store.restore(Map.of("a", new State(1, "restored"))))).containsExactly("a");
		assertThat(get(store.transition(command("a", Kind.CLEAR, 1)))).isEqualTo(new Result(1, 2));
		assertThat(this.losses).isEmpty();
	}

	@Test
	void flushedScriptsAreSentAgain() {
		StateStore store = direct();
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.operator().scriptFlush();
		assertThat(get(store.transition(command("a", Kind.PULSE, 0)))).isEqualTo(new Result(1, 2));
		assertThat(state(store, "a").version()).isEqualTo(2);
	}

	@Test
	void killedServerIsALossAndCanBeReconnected() throws IOException {
		StateStore store = direct();
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.server.kill();
		await("the loss", () -> !this.losses.isEmpty());
		assertThat(outcome(store.transition(command("a", Kind.CLEAR, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.connect(this.losses::add))).isNotNull();
		assertThat(outcome(store.read("a"))).isInstanceOf(RefusedException.class);
		this.redis.server.restart();
		connect(store);
		assertThat(state(store, "a")).as("it keeps no data").isEqualTo(State.UNKNOWN);
		assertThat(get(store.transition(command("a", Kind.CLEAR, 1)))).isEqualTo(new Result(0, 2));
		assertThatItFollows(store);
		assertThat(this.losses).hasSize(1);
	}

	@Test
	void storeConnectsOnceTheServerRuns() throws IOException {
		StateStore store = direct();
		this.redis.server.kill();
		Throwable failure = outcome(store.connect(this.losses::add));
		assertThat(failure).hasMessageContaining("127.0.0.1").hasMessageContaining("" + this.redis.server.port());
		this.redis.server.restart();
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		assertThatItFollows(store);
	}

	@Test
	void serverThatCannotWriteToItsDiskRefusesSwitches(@TempDir Path disk) throws IOException {
		Path removed = Files.createDirectory(disk.resolve("removed"));
		RedisFixture full = new RedisFixture(RedisServerProcess.start("--dir", removed.toString()));
		try (ClusterEvents cluster = instance(full)) {
			Event event = cluster.create(EventDefinition.of("a"));
			event.set();
			full.operator().configSet("save", "3600 1");
			FileSystemUtils.deleteRecursively(removed);
			full.operator().bgsave();
			await("a failed snapshot",
					() -> full.operator().info("persistence").contains("rdb_last_bgsave_status:err"));
			EventStoreUnavailableException failure = catchThrowableOfType(EventStoreUnavailableException.class,
					event::clear);
			assertThat(failure).hasStackTraceContaining("MISCONF");
			assertThat(failure.isOutcomeUnknown()).isFalse();
			assertThat(event.isSet()).isTrue();
			assertThat(cluster.status().refusing()).isPresent();
			assertThat(cluster.status().connected()).as("it can still be read").isTrue();
			full.operator().configSet("stop-writes-on-bgsave-error", "no");
			event.clear();
			assertThat(event.isSet()).isFalse();
			assertThat(cluster.status().refusing()).isEmpty();
		}
		finally {
			full.close();
		}
	}

	@Test
	void changedPasswordIsReportedUntilItIsKnown() {
		try (ClusterEvents cluster = instance(this.redis)) {
			Event event = cluster.create(EventDefinition.of("a"));
			event.set();
			this.redis.operator().configSet("requirepass", "other-secret");
			event.clear();
			this.redis.operator().clientKill(KillArgs.Builder.typeNormal());
			await("the reason",
					() -> cluster.status()
						.lastError()
						.filter((error) -> error.contains("NOAUTH") || error.contains("WRONGPASS"))
						.isPresent());
			assertThat(cluster.status().lastError().orElseThrow()).doesNotContain("secret");
			assertThat(event.isSet()).isFalse();
			this.redis.operator().configSet("requirepass", "");
			await("it follows", () -> cluster.status().connected());
			event.set();
			assertThat(state(connect(direct()), "a").version()).isEqualTo(3);
		}
	}

	private static ClusterEvents instance(RedisFixture redis) {
		ClusterEvents cluster = new ClusterEvents(redis.store("faults"),
				ClusterSettings.builder("me").syncInterval(Duration.ofMillis(200)).build());
		cluster.start();
		return cluster;
	}

	@Test
	void killedFeedConnectionIsReportedAsLost() {
		StateStore store = direct();
		get(store.connect(this.losses::add));
		CompletionStage<Changes> pending = store.changes(get(store.snapshot()).position(), Duration.ofMinutes(1));
		await("the wait for changes", () -> this.redis.killWaiting() == 1);
		await("the loss", () -> !this.losses.isEmpty());
		assertThat(outcome(store.read("a"))).isInstanceOf(RefusedException.class);
		await("the other connection to be closed", () -> this.redis.connections() == 0);
		connect(store);
		get(store.transition(command("a", Kind.SET, 0)));
		assertThatItFollows(store);
		assertThat(this.losses).hasSize(1);
		assertThat(outcome(pending)).isNotNull();
	}

	@Test
	void killedCommandConnectionIsALoss() {
		StateStore store = direct();
		get(store.connect(this.losses::add));
		this.redis.operator().clientKill(KillArgs.Builder.typeNormal().skipme());
		await("the loss", () -> !this.losses.isEmpty());
		await("the other connection to be closed", () -> this.redis.connections() == 0);
	}

	@Test
	void stoppedServerBlocksNoCallAndLateCommandHasNoEffect() {
		StateStore store = direct(BRIEF);
		get(store.connect(this.losses::add));
		long deadline = get(store.read("a")).clockMicros() + TimeUnit.MILLISECONDS.toMicros(100);
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.server.pause();
		CompletionStage<Result> late = store
			.transition(new Command("a", Kind.CLEAR, 0, deadline, "must not happen", "must not happen", null));
		CompletionStage<Result> control = store.transition(command("control", Kind.SET, 0));
		CompletionStage<?> read = store.read("a");
		assertThat(outcome(late)).isNotNull().isNotInstanceOf(RefusedException.class);
		assertThat(outcome(control)).isNotNull().isNotInstanceOf(RefusedException.class);
		assertThat(outcome(read)).isNotNull();
		assertThat(outcome(store.connect(this.losses::add))).isNotNull();
		this.redis.server.resume();
		connect(store);
		await("what was sent without a deadline to happen late", () -> state(store, "control").version() == 1);
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@Test
	void connectionsToAStoppedServerAreClosed() {
		StateStore store = through(BRIEF.multipliedBy(2));
		connect(store);
		this.redis.server.pause();
		CompletionStage<?> read = store.read("a");
		CompletionStage<Void> superseded = store.connect(this.losses::add);
		for (int i = 0; i < 50; i++) {
			int accepted = i + 3;
			await("a connection", () -> this.network.accepted() >= accepted);
			CompletionStage<Void> next = store.connect(this.losses::add);
			assertThat(outcome(superseded)).isInstanceOf(RefusedException.class);
			superseded = next;
		}
		assertThat(outcome(read)).isNotNull();
		// Connections that are not completely open end with the time-out.
		await("most connections to be closed", () -> this.network.connections().size() < 10);
		this.redis.server.resume();
		get(store.connect(this.losses::add));
		assertThat(this.losses).isEmpty();
	}

	// The network

	@Test
	void cutIsALossAndTheStoreCanReconnect() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.connect(this.losses::add));
		this.network.cut();
		await("the loss", () -> !this.losses.isEmpty());
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.connect(this.losses::add))).isNotNull();
		this.network.heal();
		connect(store);
		assertThat(get(store.transition(command("a", Kind.SET, 0)))).isEqualTo(new Result(0, 1));
		assertThatItFollows(store);
	}

	@Test
	void reconnectFailsPendingCallsOfAHalfOpenConnection() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.connect(this.losses::add));
		this.network.connections().forEach(FaultyProxy.Connection::stall);
		CompletionStage<Result> pending = store.transition(command("a", Kind.SET, 0));
		get(store.connect(this.losses::add));
		assertThat(outcome(pending)).isNotNull().isNotInstanceOf(RefusedException.class);
		get(store.transition(command("b", Kind.SET, 0)));
		assertThatItFollows(store);
		assertThat(this.losses).isEmpty();
	}

	@Test
	void deafFeedDoesNotAnswerEvenIfCommandsDo() {
		StateStore store = through(BRIEF);
		connect(store);
		assertThat(this.network.connections()).hasSize(2);
		FeedReader reader = new FeedReader(store);
		this.network.connections().get(1).stall();
		CompletionStage<Changes> pending = store.changes(reader.position(), Duration.ofMillis(10));
		get(store.transition(command("a", Kind.SET, 0)));
		assertThat(state(store, "a").version()).isEqualTo(1);
		assertThat(pending.toCompletableFuture()).isNotDone();
		connect(store);
		assertThat(outcome(pending)).isNotNull().isNotInstanceOf(RefusedException.class);
		assertThatItFollows(store);
	}

	@Test
	void waitMayLastLongerThanAnAnswer() {
		StateStore store = direct(Duration.ofMillis(500));
		connect(store);
		FeedReader reader = new FeedReader(store);
		Changes none = reader.read(Duration.ofSeconds(2));
		assertThat(none.gap()).isFalse();
		assertThat(none.changes()).isEmpty();
		assertThat(state(store, "a")).isEqualTo(State.UNKNOWN);
	}

	@Test
	void slowScriptDelaysTheEndOfAWait() {
		StateStore store = direct();
		connect(store);
		FeedReader reader = new FeedReader(store);
		CompletionStage<Changes> pending = store.changes(reader.position(), Duration.ofMillis(200));
		this.redis.operator()
			.eval("local t = redis.call('TIME') local e = t[1] * 1000000 + t[2] + 600000"
					+ " repeat t = redis.call('TIME') until t[1] * 1000000 + t[2] > e", ScriptOutputType.STATUS);
		assertThat(get(pending).gap()).isFalse();
		assertThatItFollows(store);
	}

	@Test
	void lostCommandIsNotRepeated() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.connect(this.losses::add));
		get(store.transition(command("makes the script known", Kind.SET, 0)));
		this.network.stall(Direction.TO_SERVER);
		CompletionStage<Result> lost = store.transition(command("a", Kind.PULSE, 0));
		this.network.cut();
		assertThat(outcome(lost)).isNotNull();
		this.network.heal();
		get(store.connect(this.losses::add));
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(state(store, "a")).isEqualTo(State.UNKNOWN);
	}

	@Test
	void commandWithALostAnswerIsNotRepeated() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.connect(this.losses::add));
		StateStore witness = direct();
		connect(witness);
		get(store.transition(command("makes the script known", Kind.SET, 0)));
		this.network.stall(Direction.TO_CLIENT);
		CompletionStage<Result> lost = store.transition(command("a", Kind.PULSE, 0));
		await("the command to arrive", () -> state(witness, "a").version() == 2);
		this.network.cut();
		assertThat(outcome(lost)).isNotNull().isNotInstanceOf(RefusedException.class);
		this.network.heal();
		get(store.connect(this.losses::add));
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(state(store, "a").version()).isEqualTo(2);
	}

	// Leaks

	@Test
	void hundredReconnectionsLeakNoThreadsAndConnections() {
		StateStore store = direct();
		for (int i = 0; i < 10; i++) {
			get(store.connect(this.losses::add));
		}
		await("two connections", () -> this.redis.connections() == 2);
		Set<Thread> before = threads();
		for (int i = 0; i < 100; i++) {
			get(store.connect(this.losses::add));
		}
		FeedReader reader = new FeedReader(store);
		get(store.transition(command("a", Kind.SET, 0)));
		reader.readUntil("a", new State(1, "note of SET"));
		await("two connections", () -> this.redis.connections() == 2);
		assertThat(before).as("the same ones").containsAll(threads());
		store.close();
		await("no connection", () -> this.redis.connections() == 0);
		assertThat(this.losses).isEmpty();
	}

	private void assertThatItFollows(StateStore store) {
		FeedReader reader = new FeedReader(store);
		State expected = new State(reader.state("follows").version() + 2, "note of PULSE");
		get(connect(direct()).transition(command("follows", Kind.PULSE, 0)));
		reader.readUntil("follows", expected);
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("lettuce"))
			.collect(Collectors.toSet());
	}

	private StateStore direct() {
		return direct(RedisFixture.TIMEOUT);
	}

	private StateStore direct(Duration timeout) {
		return this.redis.store(this.redis.standalone(), "faults", timeout);
	}

	private StateStore through(Duration timeout) {
		return this.redis.store(new RedisStandaloneConfiguration("127.0.0.1", this.network.port()), "faults", timeout);
	}

}
