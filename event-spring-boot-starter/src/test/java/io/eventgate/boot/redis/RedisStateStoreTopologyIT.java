/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Transition.Kind;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.FeedReader;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.connect;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisStateStore} with several servers, among which it finds the
 * primary of its keys.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RedisStateStoreTopologyIT {

	private final List<RedisFixture> servers = new ArrayList<>();

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	@AfterEach
	void stopServers() {
		this.servers.forEach(RedisFixture::closeStores);
		this.servers.forEach(RedisFixture::close);
	}

	@Test
	void replicaIsRefused() throws IOException {
		RedisFixture primary = start();
		StateStore store = replicaOf(primary).store("topology");
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("READONLY");
	}

	@Test
	void primaryIsFoundAmongServersInAnyOrder() throws IOException {
		RedisFixture primary = start();
		RedisFixture replica = replicaOf(primary);
		RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration("127.0.0.1",
				replica.server.port());
		configuration.addNode("127.0.0.1", primary.server.port());
		StateStore store = primary.store(configuration, "topology", RedisFixture.TIMEOUT);
		for (int i = 0; i < 10; i++) {
			get(store.connect(this.losses::add));
			get(store.transition(command("a", Kind.PULSE, 0)));
			assertThatItFollows(store, primary);
		}
		assertThat(primary.operator().xlen(RedisKeys.of("topology").feed())).isEqualTo(20);
	}

	@Test
	void demotedPrimaryIsALossAtTheNextCall() throws IOException {
		RedisFixture primary = start();
		RedisFixture other = start();
		StateStore store = primary.store("topology");
		get(store.connect(this.losses::add));
		get(store.transition(command("a", Kind.SET, 0)));
		other.server.kill();
		primary.operator().replicaof("127.0.0.1", other.server.port());
		assertThat(outcome(store.read("a"))).isInstanceOf(RefusedException.class);
		await("the loss", () -> !this.losses.isEmpty());
		primary.operator().replicaofNoOne();
		List<Throwable> afterwards = new CopyOnWriteArrayList<>();
		get(store.connect(afterwards::add));
		primary.operator().replicaof("127.0.0.1", other.server.port());
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).as("it would change nothing")
			.isInstanceOf(RefusedException.class);
		await("the loss", () -> !afterwards.isEmpty());
	}

	@Test
	void callIsRefusedOnceACallHasFoundAReplica() throws IOException {
		RedisFixture primary = start();
		RedisFixture other = start();
		StateStore store = primary.store("topology");
		get(store.connect(this.losses::add));
		other.server.kill();
		primary.operator().replicaof("127.0.0.1", other.server.port());
		CompletionStage<?> next = store.read("a")
			.handle((reading, failure) -> store.transition(command("a", Kind.SET, 0)))
			.thenCompose((call) -> call);
		assertThat(outcome(next)).isInstanceOf(RefusedException.class).hasMessage("There is no connection to Redis");
		assertThat(this.losses).hasSize(1);
	}

	@Test
	void demotedPrimaryEndsAPendingRead() throws IOException {
		RedisFixture primary = start();
		RedisFixture other = start();
		StateStore store = primary.store("topology");
		get(store.connect(this.losses::add));
		String position = get(store.snapshot()).position();
		CompletableFuture<Changes> read = store.changes(position, Duration.ofHours(1)).toCompletableFuture();
		await("the read to wait", () -> primary.operator().info("clients").contains("blocked_clients:1"));
		primary.operator().replicaof("127.0.0.1", other.server.port());
		assertThat(outcome(read)).isInstanceOf(RefusedException.class);
		await("the loss", () -> !this.losses.isEmpty());
	}

	@Test
	void readFromADemotedPrimaryIsALoss() throws IOException {
		RedisFixture primary = start();
		RedisFixture other = start();
		StateStore store = primary.store("topology");
		get(store.connect(this.losses::add));
		String position = get(store.snapshot()).position();
		other.server.kill();
		primary.operator().replicaof("127.0.0.1", other.server.port());
		assertThat(outcome(store.changes(position, Duration.ZERO))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("READONLY");
		await("the loss", () -> !this.losses.isEmpty());
	}

	@Test
	void sentinelLeadsToTheNewPrimaryAfterAFailover() throws IOException {
		RedisFixture first = start();
		RedisFixture second = replicaOf(first);
		RedisFixture sentinel = start("--sentinel");
		try (StatefulRedisSentinelConnection<String, String> connection = RedisClient.create(first.resources())
			.connectSentinel(sentinel.uri())) {
			connection.sync().monitor("primary", "127.0.0.1", first.server.port(), 1);
			connection.sync().set("primary", "failover-timeout", "3000");
			StateStore store = first.store(
					new RedisSentinelConfiguration("primary", Set.of("127.0.0.1:" + sentinel.server.port())),
					"topology", RedisFixture.TIMEOUT);
			get(store.connect(this.losses::add));
			get(store.transition(command("a", Kind.SET, 0)));
			assertThat(first.operator().hget(RedisKeys.of("topology").events(), "a")).isNotNull();
			await("the Sentinel to know the replica",
					() -> connection.sync().replicas("primary").toString().contains("master-link-status=ok"));
			await("the replica to have the data",
					() -> second.operator().hexists(RedisKeys.of("topology").events(), "a"));
			first.server.kill();
			await("the loss", () -> !this.losses.isEmpty());
			// Not earlier, because a primary that is briefly slow would be replaced.
			connection.sync().set("primary", "down-after-milliseconds", "500");
			await("the new primary", () -> outcome(store.connect(this.losses::add)) == null
					&& outcome(store.transition(command("a", Kind.CLEAR, 1))) == null);
			assertThat(state(store, "a")).isEqualTo(new State(2, "note of CLEAR"));
			assertThat(second.operator().hget(RedisKeys.of("topology").events(), "a")).isNotNull();
			assertThatItFollows(store, second);
		}
	}

	@Test
	void clusterIsFollowedToTheNodeThatHasTheKeys() throws IOException {
		RedisFixture seed = start("--cluster-enabled", "yes");
		RedisFixture owner = ownerOfAllSlots(seed);
		StateStore store = seed.store(new RedisClusterConfiguration(Set.of("127.0.0.1:" + seed.server.port())),
				"topology", RedisFixture.TIMEOUT);
		await("the nodes to know each other", () -> outcome(store.connect(this.losses::add)) == null);
		assertThat(get(store.transition(command("a", Kind.SET, 0)))).isEqualTo(new Result(0, 1));
		get(store.restore(Map.of("b", new State(4, "restored"))));
		get(store.report("me", "text"));
		assertThat(get(store.reports()).byInstance()).containsOnlyKeys("me");
		assertThatItFollows(store, owner);
		assertThat(owner.operator().keys("*")).hasSize(3);

		owner.operator().flushall();
		int slot = SlotHash.getSlot(RedisKeys.of("topology").events());
		String seedId = seed.operator().clusterMyId();
		// Otherwise the owner's next message would claim the slot, and might win.
		seed.operator().clusterBumpepoch();
		seed.operator().clusterSetSlotNode(slot, seedId);
		owner.operator().clusterSetSlotNode(slot, seedId);
		assertThat(outcome(store.read("a"))).isInstanceOf(RefusedException.class).hasMessageContaining("MOVED");
		await("the loss", () -> !this.losses.isEmpty());
		await("the new owner", () -> outcome(store.connect(this.losses::add)) == null
				&& outcome(store.transition(command("a", Kind.SET, 1))) == null);
		assertThat(seed.operator().hget(RedisKeys.of("topology").events(), "a")).isNotNull();
		assertThatItFollows(store, seed);
	}

	@Test
	void slotThatMovesWithItsKeysLosesNoSwitch() throws IOException {
		RedisFixture target = start("--cluster-enabled", "yes");
		RedisFixture source = ownerOfAllSlots(target);
		RedisKeys keys = RedisKeys.of("topology");
		try (ClusterEvents here = instance(source, "here"); ClusterEvents there = instance(source, "there")) {
			await("the nodes to know each other",
					() -> here.status().connected() && there.status().connected() && Stream.of(source, target)
						.allMatch((node) -> node.operator().clusterInfo().contains("cluster_state:ok")));
			Event event = here.create(EventDefinition.of("a"));
			Event copy = there.create(EventDefinition.of("a"));
			event.set();
			event.clear();
			await("the other instance", () -> !copy.isSet() && source.operator().exists(keys.reports()) == 1);
			CompletableFuture<Void> waiter = copy.whenSet();
			int slot = SlotHash.getSlot(keys.events());
			source.operator().clusterSetSlotMigrating(slot, target.operator().clusterMyId());
			target.operator().clusterSetSlotImporting(slot, source.operator().clusterMyId());
			Switches switches = new Switches(event);
			switches.next();
			for (String key : List.of(keys.feed(), keys.events(), keys.reports())) {
				source.operator().migrate("127.0.0.1", target.server.port(), key, 0, 5_000);
				switches.next();
			}
			target.operator().clusterBumpepoch();
			target.operator().clusterSetSlotNode(slot, target.operator().clusterMyId());
			source.operator().clusterSetSlotNode(slot, target.operator().clusterMyId());
			await("a switch at the target", switches::next);
			assertThat(version(target)).isBetween(2L + switches.done - switches.unknown,
					2L + switches.done + switches.unknown);
			await("the other instance", () -> copy.isSet() == event.isSet());
			event.set();
			waiter.join();
		}
	}

	@Test
	void promotedReplicaOfAClusterIsFollowed() throws IOException {
		RedisFixture seed = start("--cluster-enabled", "yes");
		RedisFixture primary = ownerOfAllSlots(seed);
		RedisFixture replica = start("--cluster-enabled", "yes");
		seed.operator().clusterMeet("127.0.0.1", replica.server.port());
		String primaryId = primary.operator().clusterMyId();
		await("the nodes to know each other", () -> replica.operator().clusterNodes().contains(primaryId));
		replica.operator().clusterReplicate(primaryId);
		await("the replica",
				() -> replica.operator().info("replication").contains("master_link_status:up")
						&& Stream.of(seed, primary, replica)
							.allMatch((node) -> node.operator().clusterInfo().contains("cluster_state:ok")));
		try (ClusterEvents here = instance(seed, "here"); ClusterEvents there = instance(seed, "there")) {
			await("both to follow", () -> here.status().connected() && there.status().connected());
			Event event = here.create(EventDefinition.of("a"));
			Event copy = there.create(EventDefinition.of("a"));
			CompletableFuture<Void> waiter = copy.whenSet();
			event.set();
			event.clear();
			waiter.join();
			promote(replica);
			Switches switches = new Switches(event);
			await("a switch at the promoted replica", switches::next);
			assertThat(version(replica)).isBetween(2L + switches.done, 2L + switches.done + switches.unknown);
			await("the other instance", () -> copy.isSet() == event.isSet());
			event.set();
			await("the other instance", copy::isSet);
		}
	}

	/** Asks again after a while, because Redis gives up a failover after five seconds. */
	private static void promote(RedisFixture replica) {
		AtomicLong next = new AtomicLong(System.nanoTime());
		await("the promotion", () -> {
			boolean promoted = replica.operator().info("replication").contains("role:master");
			if (!promoted && System.nanoTime() - next.get() >= 0) {
				next.set(System.nanoTime() + TimeUnit.SECONDS.toNanos(7));
				replica.operator().clusterFailover(false);
			}
			return promoted;
		});
	}

	private static long version(RedisFixture node) {
		String entry = node.operator().hget(RedisKeys.of("topology").events(), "a");
		return Long.parseLong(entry.substring(0, entry.indexOf(' ')));
	}

	/**
	 * Counts switches. One that is refused has not happened; the outcome of one that was
	 * under way when the connection ended is unknown.
	 */
	private static final class Switches {

		private final Event event;

		private int done;

		private int unknown;

		Switches(Event event) {
			this.event = event;
		}

		boolean next() {
			try {
				this.event.change(this.event.isSet() ? Kind.CLEAR : Kind.SET);
				this.done++;
				return true;
			}
			catch (EventStoreUnavailableException ex) {
				this.unknown += ex.isOutcomeUnknown() ? 1 : 0;
				return false;
			}
		}

	}

	private static ClusterEvents instance(RedisFixture seed, String name) {
		ClusterEvents cluster = new ClusterEvents(
				seed.store(new RedisClusterConfiguration(Set.of("127.0.0.1:" + seed.server.port())), "topology",
						RedisFixture.TIMEOUT),
				ClusterSettings.builder(name)
					.startupPolicy(ClusterSettings.StartupPolicy.INITIAL_STATE)
					.syncInterval(Duration.ofMillis(200))
					.build());
		cluster.start();
		return cluster;
	}

	@Test
	void allKeysOfANamespaceAreInOneSlot() {
		for (String namespace : List.of("orders", "x", "a:b", "\u00e9\u4e2d")) {
			RedisKeys keys = RedisKeys.of(namespace);
			assertThat(Stream.of(keys.events(), keys.feed(), keys.reports())).doesNotHaveDuplicates()
				.allSatisfy((key) -> assertThat(SlotHash.getSlot(key)).isEqualTo(SlotHash.getSlot(namespace)));
		}
	}

	private static void assertThatItFollows(StateStore store, RedisFixture primary) {
		FeedReader reader = new FeedReader(store);
		State expected = new State(reader.state("follows").version() + 2, "note of PULSE");
		get(connect(primary.store("topology")).transition(command("follows", Kind.PULSE, 0)));
		reader.readUntil("follows", expected);
	}

	/** Starts a node that has all slots of a cluster. */
	private RedisFixture ownerOfAllSlots(RedisFixture other) throws IOException {
		RedisFixture owner = start("--cluster-enabled", "yes");
		owner.operator().clusterAddSlots(IntStream.range(0, SlotHash.SLOT_COUNT).toArray());
		other.operator().clusterMeet("127.0.0.1", owner.server.port());
		return owner;
	}

	private RedisFixture start(String... options) throws IOException {
		RedisFixture server = new RedisFixture(RedisServerProcess.start(options));
		this.servers.add(server);
		return server;
	}

	private RedisFixture replicaOf(RedisFixture primary) throws IOException {
		RedisFixture replica = start("--replicaof", "127.0.0.1", "" + primary.server.port());
		await("the replica", () -> replica.operator().info("replication").contains("master_link_status:up")
				&& primary.operator().info("replication").contains("state=online"));
		return replica;
	}

}
