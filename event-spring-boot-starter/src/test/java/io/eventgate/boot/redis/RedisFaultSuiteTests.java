package io.eventgate.boot.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.boot.testing.FaultReport;
import io.eventgate.boot.testing.FaultyProxy;
import io.eventgate.boot.testing.FaultyProxy.Direction;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.lettuce.core.KillArgs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

import static io.eventgate.cluster.StoreCalls.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What instances that share events promise, while a real Redis and the network to it
 * fail. In short by default; {@code mvn -Pfaults} takes the time that it needs. Writes
 * its figures to {@code target/faults-redis.md}.
 */
@Timeout(900)
class RedisFaultSuiteTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Duration INTERVAL = Duration.ofMillis(250);

	/** The longest delay between two attempts to connect, an interval, and a second. */
	private static final Duration AFTER_OUTAGE = Duration.ofSeconds(2).plus(INTERVAL);

	private static final String NAMESPACE = "faults";

	private static final FaultReport REPORT = new FaultReport("Redis");

	private final List<AutoCloseable> resources = new ArrayList<>();

	@AfterAll
	static void report() throws IOException {
		REPORT.write(Path.of("target", "faults-redis.md"));
	}

	@AfterEach
	void close() throws Exception {
		for (int i = this.resources.size() - 1; i >= 0; i--) {
			this.resources.get(i).close();
		}
	}

	static List<Duration> outages() {
		return FaultReport.choose(List.of(Duration.ofMillis(1_500)),
				List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60)));
	}

	@ParameterizedTest
	@MethodSource("outages")
	void setDuringACutReleasesAfterIt(Duration outage) throws Exception {
		RedisFixture redis = start();
		FaultyProxy network = proxy(redis);
		Event here = event(cluster(redis, "here"), "a");
		Event there = event(cluster(redis, configuration(network.port()), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.cut();
		here.set();
		TimeUnit.NANOSECONDS.sleep(outage.toNanos());
		assertThat(waiter).isNotDone();
		network.heal();
		REPORT.time("set during a cut of " + outage.toMillis() + " ms: released after its end", AFTER_OUTAGE,
				awaitRelease(waiter));
	}

	@Test
	void halfOpenLinkIsFoundAndReplaced() throws Exception {
		RedisFixture redis = start();
		FaultyProxy network = proxy(redis);
		Event here = event(cluster(redis, "here"), "a");
		Event there = event(cluster(redis, configuration(network.port()), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.connections().forEach((connection) -> connection.stall());
		here.set();
		REPORT.time("half-open link: released after a set", Duration.ofSeconds(5), awaitRelease(waiter));
	}

	@ParameterizedTest
	@EnumSource(Direction.class)
	void oneWayPartitionIsSurvived(Direction direction) throws Exception {
		RedisFixture redis = start();
		FaultyProxy network = proxy(redis);
		Event here = event(cluster(redis, "here"), "a");
		Event there = event(cluster(redis, configuration(network.port()), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.stall(direction);
		here.set();
		EventStoreUnavailableException failure = catchThrowableOfType(EventStoreUnavailableException.class,
				there::clear);
		assertThat(failure).isNotNull();
		long refused = version(redis, "a");
		assertThat(refused).as("set, and cleared only if the exception leaves that open")
			.isBetween(1L, failure.isOutcomeUnknown() ? 2L : 1L);
		network.heal();
		REPORT.time("nothing passes " + direction + ": released after its end", AFTER_OUTAGE, awaitRelease(waiter));
		await("the other one", () -> there.isSet() == (refused == 1) && here.isSet() == there.isSet());
		assertThat(version(redis, "a")).as("nothing happened later").isEqualTo(refused);
	}

	@Test
	void pausedServerBlocksNoReadAndWhatItRefusedNeverHappens() throws Exception {
		RedisFixture redis = start();
		Event here = event(cluster(redis, "here"), "a");
		Event there = event(cluster(redis, "there"), "a");
		redis.server.pause();
		long start = System.nanoTime();
		EventStoreUnavailableException failure = catchThrowableOfType(EventStoreUnavailableException.class, here::set);
		long thrown = System.nanoTime() - start;
		assertThat(failure).isNotNull();
		long longest = 0;
		long end = System.nanoTime() + FaultReport.choose(Duration.ofSeconds(2), Duration.ofSeconds(5)).toNanos();
		while (System.nanoTime() - end < 0) {
			long before = System.nanoTime();
			assertThat(here.isSet()).isFalse();
			longest = Math.max(longest, System.nanoTime() - before);
		}
		redis.server.resume();
		event(cluster(redis, "later"), "b").set();
		await("both to follow again", () -> switchable(here) && switchable(there));
		assertThat(version(redis, "a")).as("nothing happened later").isZero();
		REPORT.time("server paused: set throws", TIMEOUT.plus(TIMEOUT.dividedBy(10)), thrown);
		REPORT.time("server paused: the slowest isSet()", Duration.ofMillis(100), longest);
	}

	@Test
	void killedServerThatKeepsItsDataLowersNoVersion() throws Exception {
		RedisFixture redis = start("--appendonly", "yes", "--appendfsync", "always");
		Event here = event(cluster(redis, "here"), "a");
		for (int i = 0; i < 10; i++) {
			here.pulse();
		}
		here.set();
		redis.server.kill();
		redis.server.restart();
		Event late = event(cluster(redis, "late"), "a");
		assertThat(late.isSet()).isTrue();
		assertThat(version(redis, "a")).isEqualTo(21);
	}

	@ParameterizedTest
	@EnumSource(Loss.class)
	void lostDataIsRestored(Loss loss) throws Exception {
		RedisFixture redis = start();
		ClusterEvents survivor = cluster(redis, "here");
		Event here = event(survivor, "a");
		here.pulse();
		here.set();
		if (loss == Loss.FLUSHALL) {
			redis.operator().flushall();
		}
		else {
			redis.server.kill();
			redis.server.restart();
		}
		long start = System.nanoTime();
		await("the data", () -> redis.operator().exists(RedisKeys.of(NAMESPACE).events()) == 1);
		REPORT.time("data lost by " + loss + ": restored",
				(loss == Loss.FLUSHALL) ? INTERVAL.plusMillis(100) : AFTER_OUTAGE, System.nanoTime() - start);
		assertThat(version(redis, "a")).isEqualTo(3);
		assertThat(event(cluster(redis, "late"), "a").isSet()).isTrue();
	}

	@Test
	void setThatAReplicaMissedSurvivesItsPromotion() throws Exception {
		RedisFixture primary = start();
		FaultyProxy replication = proxy(primary);
		RedisFixture replica = start("--replicaof", "127.0.0.1", "" + replication.port(), "--repl-timeout", "60");
		await("the replica", () -> replica.operator().info("replication").contains("master_link_status:up")
				&& primary.operator().info("replication").contains("state=online"));
		RedisStaticMasterReplicaConfiguration both = new RedisStaticMasterReplicaConfiguration("127.0.0.1",
				primary.server.port());
		both.addNode("127.0.0.1", replica.server.port());
		Event here = event(cluster(primary, both, "here", INTERVAL), "a");
		Event there = event(cluster(primary, both, "there", INTERVAL), "a");
		here.pulse();
		replication.stall();
		here.set();
		await("the other one", there::isSet);
		primary.server.kill();
		replica.operator().replicaofNoOne();
		long start = System.nanoTime();
		await("the promoted one to know", () -> version(replica, "a") == 3);
		REPORT.time("lagging replica promoted: restored", AFTER_OUTAGE, System.nanoTime() - start);
		assertThat(here.isSet()).isTrue();
		assertThat(there.isSet()).isTrue();
		await("switches", () -> switchable(there));
	}

	@Test
	void instanceThatStartedWhileTheStoreWasDownFollowsAndIsSubscribed() throws Exception {
		RedisFixture redis = start();
		redis.server.kill();
		ClusterEvents early = cluster(redis, configuration(redis.server.port()), "early", Duration.ofSeconds(20));
		Event there = event(early, "a");
		redis.server.restart();
		long start = System.nanoTime();
		await("the early one", () -> early.status().connected());
		REPORT.time("started while the store was down: follows it", AFTER_OUTAGE, System.nanoTime() - start);
		CompletableFuture<Void> waiter = there.whenSet();
		event(cluster(redis, "here"), "a").set();
		REPORT.time("and is subscribed: released long before its interval of 20 s", Duration.ofSeconds(1),
				awaitRelease(waiter));
	}

	@Test
	void noPulseIsLostThoughSubscriptionsAreKilled() throws Exception {
		RedisFixture redis = start();
		Event here = event(cluster(redis, "here"), "a");
		Event there = event(cluster(redis, "there"), "a");
		int pulses = FaultReport.choose(500, 10_000);
		int kills = 0;
		int lost = 0;
		for (int i = 0; i < pulses; i++) {
			CompletableFuture<Void> waiter = there.whenSet();
			if (ThreadLocalRandom.current().nextInt(20) == 0) {
				kills += redis.operator().clientKill(KillArgs.Builder.typePubsub()).intValue();
			}
			pulse(here);
			try {
				waiter.get(20, TimeUnit.SECONDS);
			}
			catch (TimeoutException ex) {
				lost++;
			}
		}
		REPORT.count("pulses lost of " + pulses + ", while subscriptions were killed " + kills + " times", 0, lost);
	}

	@Test
	void forgedMessagesChangeNothing() throws Exception {
		RedisFixture redis = start();
		Event here = event(cluster(redis, "here"), "a");
		ClusterEvents other = cluster(redis, "there");
		Event there = event(other, "a");
		CompletableFuture<Void> waiter = there.whenSet();
		for (int i = 0; i < 1_000; i++) {
			redis.operator().publish(RedisKeys.of(NAMESPACE).hints(), (i % 2 == 0) ? "a" : "set a 99 \u0000 {}");
		}
		long reads = other.status().reads();
		await("the messages to be read", () -> other.status().reads() > reads + 2);
		assertThat(waiter).isNotDone();
		assertThat(version(redis, "a")).isZero();
		here.set();
		awaitRelease(waiter);
		assertThat(version(redis, "a")).isEqualTo(1);
	}

	@Test
	void subscriberThatIsTooSlowForTheServerFollowsNevertheless() throws Exception {
		RedisFixture redis = start("--client-output-buffer-limit", "pubsub", "1mb", "1mb", "0");
		FaultyProxy network = proxy(redis);
		Event here = event(cluster(redis, "here"), "a");
		Event there = event(cluster(redis, configuration(network.port()), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.connections().get(1).stall(Direction.TO_CLIENT);
		String flood = "x".repeat(100_000);
		long receivers = 1;
		for (int i = 0; i < 1_000 && receivers > 0; i++) {
			receivers = redis.operator().publish(RedisKeys.of(NAMESPACE).hints(), flood) - 1;
		}
		here.set();
		REPORT.time("subscriber too slow for the server: released after a set", Duration.ofSeconds(5),
				awaitRelease(waiter));
	}

	@Test
	void burstOfManyEventsConverges() throws Exception {
		RedisFixture redis = start();
		int events = FaultReport.choose(200, 1_000);
		int clients = FaultReport.choose(10, 50);
		List<ClusterEvents> clusters = IntStream.range(0, clients)
			.mapToObj((i) -> cluster(redis, configuration(redis.server.port()), "client-" + i, Duration.ofSeconds(1)))
			.toList();
		List<List<Event>> copies = clusters.stream()
			.map((cluster) -> IntStream.range(0, events).mapToObj((i) -> event(cluster, "event-" + i)).toList())
			.toList();
		long reads = clusters.stream().mapToLong((cluster) -> cluster.status().reads()).sum();
		long start = System.nanoTime();
		copies.get(0).forEach(Event::set);
		await("all", () -> copies.stream().allMatch((copy) -> copy.stream().allMatch(Event::isSet)));
		REPORT.time(events + " events set in one of " + clients + " instances: all follow", Duration.ofSeconds(5),
				System.nanoTime() - start);
		REPORT.count("and their reads, " + (long) events * clients + " at one each",
				(long) events * clients / FaultReport.choose(1, 10),
				clusters.stream().mapToLong((cluster) -> cluster.status().reads()).sum() - reads);
	}

	@Test
	void reconnectionsLeaveNothingBehind() throws Exception {
		RedisFixture redis = start();
		ClusterEvents cluster = cluster(redis, "here");
		Event event = event(cluster, "a");
		int times = FaultReport.choose(20, 100);
		long connections = redis.connections();
		reconnect(redis, cluster);
		int threads = Thread.activeCount();
		for (int i = 1; i < times; i++) {
			reconnect(redis, cluster);
		}
		await("closed connections", () -> redis.connections() <= connections);
		REPORT.count("connections after " + times + " reconnections", connections, redis.connections());
		REPORT.count("threads more after " + times + " reconnections", 4, Thread.activeCount() - threads);
		event.set();
	}

	@Test
	void instanceWithManyWaitersEndsAtOnceThoughTheStoreIsDead() throws Exception {
		RedisFixture redis = start();
		ClusterEvents cluster = cluster(redis, "here");
		Event event = event(cluster, "a");
		List<Thread> waiters = IntStream.range(0, 100)
			.mapToObj((i) -> new Thread(() -> waitUntilClosed(event)))
			.toList();
		waiters.forEach(Thread::start);
		await("waiters", () -> event.getQueueLength() == waiters.size());
		redis.server.pause();
		long start = System.nanoTime();
		event.close();
		cluster.close();
		for (Thread waiter : waiters) {
			waiter.join();
		}
		REPORT.time("shutdown with 100 waiters, the server paused", Duration.ofSeconds(2), System.nanoTime() - start);
		redis.server.resume();
	}

	private static void waitUntilClosed(Event event) {
		try {
			event.await();
		}
		catch (RuntimeException | InterruptedException ex) {
			// Closed, as it should be.
		}
	}

	private static void reconnect(RedisFixture redis, ClusterEvents cluster) {
		long links = cluster.status().links();
		redis.operator().clientKill(KillArgs.Builder.typePubsub());
		await("a new link", () -> cluster.status().links() > links && cluster.status().connected());
	}

	/** An instance of its own is cut off from time to time, and says so. */
	private static void pulse(Event event) {
		AtomicBoolean done = new AtomicBoolean();
		await("a pulse", () -> {
			try {
				event.pulse();
				done.set(true);
			}
			catch (EventStoreUnavailableException ex) {
				// Not connected again yet.
			}
			return done.get();
		});
	}

	private static boolean switchable(Event event) {
		try {
			event.clear();
			return true;
		}
		catch (EventStoreUnavailableException ex) {
			return false;
		}
	}

	private static long version(RedisFixture redis, String event) {
		String entry = redis.operator().hget(RedisKeys.of(NAMESPACE).events(), event);
		return (entry != null) ? Long.parseLong(entry.substring(0, entry.indexOf(' '))) : 0;
	}

	private static long awaitRelease(CompletableFuture<?> waiter) throws Exception {
		long start = System.nanoTime();
		waiter.get(60, TimeUnit.SECONDS);
		return System.nanoTime() - start;
	}

	private RedisFixture start(String... options) throws IOException {
		return keep(new RedisFixture(RedisServerProcess.start(options)));
	}

	private FaultyProxy proxy(RedisFixture redis) throws IOException {
		return keep(FaultyProxy.to(redis.server.port()));
	}

	private static RedisConfiguration configuration(int port) {
		return new RedisStandaloneConfiguration("127.0.0.1", port);
	}

	private ClusterEvents cluster(RedisFixture redis, String instance) {
		return cluster(redis, configuration(redis.server.port()), instance, INTERVAL);
	}

	private ClusterEvents cluster(RedisFixture redis, RedisConfiguration configuration, String instance,
			Duration interval) {
		RedisEventStore store = redis.store(configuration, NAMESPACE, TIMEOUT);
		ClusterEvents cluster = keep(new ClusterEvents(store,
				new ClusterSettings(instance, TIMEOUT, interval, StartupPolicy.INITIAL_STATE)));
		cluster.start();
		return cluster;
	}

	private static Event event(ClusterEvents cluster, String name) {
		return cluster.create(new EventDefinition(name, false));
	}

	private <T extends AutoCloseable> T keep(T resource) {
		this.resources.add(resource);
		return resource;
	}

	/**
	 * How data gets lost.
	 */
	enum Loss {

		FLUSHALL, KILL

	}

}
