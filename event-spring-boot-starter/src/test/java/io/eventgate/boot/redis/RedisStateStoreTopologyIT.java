package io.eventgate.boot.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.eventgate.Transition.Kind;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.Hints;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How {@link RedisStateStore} finds the primary of its keys where there are several
 * servers.
 */
@Timeout(60)
class RedisStateStoreTopologyIT {

	private final List<RedisFixture> servers = new ArrayList<>();

	private final Hints hints = new Hints();

	@AfterEach
	void stopServers() {
		this.servers.forEach(RedisFixture::closeStores);
		this.servers.forEach(RedisFixture::close);
	}

	@Test
	void replicaIsRefusedForItsDataMayBeOld() throws IOException {
		RedisFixture primary = start();
		StateStore store = replicaOf(primary).store("topology");
		assertThat(outcome(store.subscribe(this.hints))).isInstanceOf(RefusedException.class)
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
			get(store.subscribe(this.hints));
			get(store.transition(command("a", Kind.PULSE, 0)));
			primary.hint("topology", "a");
			this.hints.await("a");
		}
		assertThat(primary.calls("publish")).isEqualTo(20);
	}

	@Test
	void primaryThatBecomesAReplicaIsALossAtTheNextReadOrTransition() throws IOException {
		RedisFixture primary = start();
		RedisFixture other = start();
		StateStore store = primary.store("topology");
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		other.server.kill();
		primary.operator().replicaof("127.0.0.1", other.server.port());
		assertThat(outcome(store.read(Set.of("a")))).isInstanceOf(RefusedException.class);
		this.hints.awaitLoss();
		primary.operator().replicaofNoOne();
		Hints afterwards = new Hints();
		get(store.subscribe(afterwards));
		primary.operator().replicaof("127.0.0.1", other.server.port());
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).as("it would change nothing")
			.isInstanceOf(RefusedException.class);
		afterwards.awaitLoss();
	}

	@Test
	void sentinelLeadsToThePrimaryAndAfterAFailoverToTheNewOne() throws IOException {
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
			get(store.subscribe(this.hints));
			get(store.transition(command("a", Kind.SET, 0)));
			assertThat(first.operator().hlen(RedisKeys.of("topology").events())).isEqualTo(1);
			await("the Sentinel to know the replica",
					() -> connection.sync().replicas("primary").toString().contains("master-link-status=ok"));
			await("the replica to have the data", () -> second.operator().hlen(RedisKeys.of("topology").events()) == 1);
			first.server.kill();
			this.hints.awaitLoss();
			// Not before, or a primary that is slow for a moment would be replaced.
			connection.sync().set("primary", "down-after-milliseconds", "500");
			Hints afterwards = new Hints();
			await("the new primary", () -> outcome(store.subscribe(afterwards)) == null
					&& outcome(store.transition(command("a", Kind.CLEAR, 1))) == null);
			assertThat(state(store, "a")).isEqualTo(new State(2, "note of CLEAR"));
			assertThat(second.operator().hlen(RedisKeys.of("topology").events())).isEqualTo(1);
			second.hint("topology", "a");
			afterwards.await("a");
		}
	}

	@Test
	void clusterIsFollowedToTheNodeThatHasTheKeys() throws IOException {
		RedisFixture seed = start("--cluster-enabled", "yes");
		RedisFixture owner = start("--cluster-enabled", "yes");
		owner.operator().clusterAddSlots(IntStream.range(0, SlotHash.SLOT_COUNT).toArray());
		seed.operator().clusterMeet("127.0.0.1", owner.server.port());
		StateStore store = seed.store(new RedisClusterConfiguration(Set.of("127.0.0.1:" + seed.server.port())),
				"topology", RedisFixture.TIMEOUT);
		await("the nodes to know each other", () -> outcome(store.subscribe(this.hints)) == null);
		assertThat(get(store.transition(command("a", Kind.SET, 0)))).isEqualTo(new Result(0, 1));
		get(store.heal(Map.of("b", new State(4, "healed"))));
		get(store.report("me", "text", Duration.ofMinutes(1)));
		assertThat(get(store.reports())).containsOnlyKeys("me");
		owner.hint("topology", "a");
		this.hints.await("a");
		assertThat(owner.operator().keys("*")).hasSize(3);

		owner.operator().flushall();
		int slot = SlotHash.getSlot(RedisKeys.of("topology").events());
		String seedId = seed.operator().clusterMyId();
		// Or the owner's next message would claim the slot, and might win.
		seed.operator().clusterBumpepoch();
		seed.operator().clusterSetSlotNode(slot, seedId);
		owner.operator().clusterSetSlotNode(slot, seedId);
		assertThat(outcome(store.read(Set.of("a")))).isInstanceOf(RefusedException.class).hasMessageContaining("MOVED");
		this.hints.awaitLoss();
		Hints afterwards = new Hints();
		await("the new owner", () -> outcome(store.subscribe(afterwards)) == null
				&& outcome(store.transition(command("a", Kind.SET, 1))) == null);
		assertThat(seed.operator().hlen(RedisKeys.of("topology").events())).isEqualTo(1);
		seed.hint("topology", "a");
		afterwards.await("a");
	}

	@Test
	void allKeysOfANamespaceAreInOneSlot() {
		for (String namespace : List.of("orders", "x", "a:b", "\u00e9\u4e2d")) {
			RedisKeys keys = RedisKeys.of(namespace);
			assertThat(Stream.of(keys.events(), keys.log(), keys.instances(), keys.hints())).doesNotHaveDuplicates()
				.allSatisfy((key) -> assertThat(SlotHash.getSlot(key)).isEqualTo(SlotHash.getSlot(namespace)));
		}
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
