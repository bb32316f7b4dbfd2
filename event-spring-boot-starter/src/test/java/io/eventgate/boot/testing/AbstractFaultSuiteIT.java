/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.boot.testing.FaultyProxy.Direction;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import io.eventgate.cluster.ClusterStatus;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.EventStoreUnavailableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.isDone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for the guarantees of shared events while a real server and the network to it
 * fail. The suite is short by default and complete with {@code mvn -Pfaults}. It writes
 * its figures to a file in {@code target}.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = AbstractFaultSuiteIT.Locks.class)
public abstract class AbstractFaultSuiteIT {

	/** The command time-out of instances. */
	protected static final Duration TIMEOUT = Duration.ofSeconds(1);

	/** The time for which an instance waits for changes before it checks the clock. */
	protected static final Duration INTERVAL = Duration.ofMillis(250);

	/** The longest delay between two attempts to connect, an interval, and a second. */
	protected static final Duration AFTER_OUTAGE = Duration.ofSeconds(2).plus(INTERVAL);

	/** The measured figures. */
	protected final FaultReport report;

	private static final String THREADS = "threads";

	private static final ThreadLocal<List<AutoCloseable>> resources = ThreadLocal.withInitial(ArrayList::new);

	private final Path reportFile;

	/**
	 * Creates the suite.
	 * @param server the name of the server
	 * @param reportFile the file for the figures
	 */
	protected AbstractFaultSuiteIT(String server, Path reportFile) {
		this.report = new FaultReport(server);
		this.reportFile = reportFile;
	}

	/**
	 * Starts a server that keeps acknowledged data even if it is killed.
	 * @return the server, without data
	 * @throws IOException if it does not start
	 */
	protected abstract FaultyStore start() throws IOException;

	@AfterAll
	final void report() throws IOException {
		this.report.write(this.reportFile);
	}

	@AfterEach
	final void close() throws Exception {
		List<AutoCloseable> kept = resources.get();
		for (int i = kept.size() - 1; i >= 0; i--) {
			kept.get(i).close();
		}
		kept.clear();
	}

	static List<Duration> outages() {
		return FaultReport.choose(List.of(Duration.ofMillis(1_500)),
				List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60)));
	}

	@Test
	void threeInstancesAgreeThroughKillRefusalAndLossOfData() throws Exception {
		FaultyStore server = keep(start());
		List<Event> all = Stream.of("one", "two", "three").map((name) -> event(instance(server, name), "a")).toList();
		set(all.get(0));
		await("the set", () -> all.stream().allMatch(Event::isSet));
		await("a clear", () -> switchable(all.get(1)));
		await("the clear", () -> all.stream().noneMatch(Event::isSet));
		server.kill();
		assertThat(all).noneMatch((event) -> isDone(event::set)).noneMatch(Event::isSet);
		server.restart();
		await("all to follow again", () -> all.stream().allMatch(AbstractFaultSuiteIT::switchable));
		assertThat(server.version("a")).as("no refused set happened later").isEqualTo(2);
		set(all.get(2));
		await("the set", () -> all.stream().allMatch(Event::isSet));
		server.kill();
		server.restart();
		server.loseData();
		await("the data", () -> server.version("a") == 3);
		await("a clear", () -> switchable(all.get(0)));
		await("the clear", () -> all.stream().noneMatch(Event::isSet));
		assertThat(server.version("a")).isEqualTo(4);
	}

	@ParameterizedTest
	@MethodSource("outages")
	void setDuringACutReleasesAfterIt(Duration outage) throws Exception {
		FaultyStore server = keep(start());
		FaultyProxy network = proxy(server.port());
		Event here = event(instance(server, "here"), "a");
		Event there = event(instance(server, network.port(), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.cut();
		set(here);
		TimeUnit.NANOSECONDS.sleep(outage.toNanos());
		assertThat(waiter).isNotDone();
		network.heal();
		this.report.time("set during a cut of " + outage.toMillis() + " ms: released after its end", AFTER_OUTAGE,
				awaitRelease(waiter));
	}

	@Test
	void halfOpenConnectionIsReplaced() throws Exception {
		FaultyStore server = keep(start());
		FaultyProxy network = proxy(server.port());
		Event here = event(instance(server, "here"), "a");
		Event there = event(instance(server, network.port(), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.connections().forEach((connection) -> connection.stall());
		set(here);
		this.report.time("half-open link: released after a set", Duration.ofSeconds(5), awaitRelease(waiter));
	}

	@Test
	void connectionThatHangsWhileOpeningIsReplaced() throws Exception {
		FaultyStore server = keep(start());
		FaultyProxy network = proxy(server.port());
		Event here = event(instance(server, "here"), "a");
		Event there = event(instance(server, network.port(), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		int before = network.accepted();
		network.stall();
		await("a new connection", () -> network.accepted() > before);
		network.healForNewConnections();
		set(here);
		this.report.time("link that hung while it was opened: released after a set", AFTER_OUTAGE,
				awaitRelease(waiter));
	}

	@ParameterizedTest
	@EnumSource(Direction.class)
	void oneWayPartitionIsSurvived(Direction direction) throws Exception {
		FaultyStore server = keep(start());
		FaultyProxy network = proxy(server.port());
		Event here = event(instance(server, "here"), "a");
		Event there = event(instance(server, network.port(), "there", INTERVAL), "a");
		CompletableFuture<Void> waiter = there.whenSet();
		network.stall(direction);
		set(here);
		EventStoreUnavailableException failure = catchThrowableOfType(EventStoreUnavailableException.class,
				there::clear);
		assertThat(failure).isNotNull();
		long refused = server.version("a");
		assertThat(refused).as("set, and cleared only if the exception leaves that open")
			.isBetween(1L, failure.isOutcomeUnknown() ? 2L : 1L);
		network.heal();
		this.report.time("nothing passes " + direction + ": released after its end", AFTER_OUTAGE,
				awaitRelease(waiter));
		await("the other one", () -> there.isSet() == (refused == 1) && here.isSet() == there.isSet());
		assertThat(server.version("a")).as("nothing happened later").isEqualTo(refused);
	}

	@Test
	void pausedServerBlocksNoReadAndFailedCallsNeverHappen() throws Exception {
		FaultyStore server = keep(start());
		Event here = event(instance(server, "here"), "a");
		Event there = event(instance(server, "there"), "a");
		server.pause();
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
		server.resume();
		set(event(instance(server, "later"), "b"));
		await("both to follow again", () -> switchable(here) && switchable(there));
		assertThat(server.version("a")).as("nothing happened later").isZero();
		this.report.time("server paused: set throws", TIMEOUT.plus(TIMEOUT.dividedBy(10)), thrown);
		// A read that called the server would wait until the time-out.
		this.report.time("server paused: the slowest isSet()", TIMEOUT.dividedBy(2), longest);
	}

	@Test
	void restartedServerWithItsDataLowersNoVersion() throws Exception {
		FaultyStore server = keep(start());
		Event here = event(instance(server, "here"), "a");
		for (int i = 0; i < 10; i++) {
			pulse(here);
		}
		set(here);
		long before = server.version("a");
		server.kill();
		server.restart();
		Event late = event(instance(server, "late"), "a");
		await("the late one", late::isSet);
		assertThat(server.version("a")).isEqualTo(before);
	}

	@Test
	void deletedDataIsRestored() throws Exception {
		FaultyStore server = keep(start());
		Event here = event(instance(server, "here"), "a");
		pulse(here);
		set(here);
		long before = server.version("a");
		server.loseData();
		long start = System.nanoTime();
		await("the data", () -> server.version("a") == before);
		this.report.time("all data deleted: restored", INTERVAL.plusMillis(100), System.nanoTime() - start);
		await("the late one", event(instance(server, "late"), "a")::isSet);
	}

	@Test
	void instanceStartedDuringAnOutageFollowsAtOnce() throws Exception {
		FaultyStore server = keep(start());
		server.kill();
		Duration interval = Duration.ofSeconds(server.announces() ? 20 : FaultReport.choose(5, 20));
		ClusterEvents early = started(server.connect(server.port(), TIMEOUT), "early", interval);
		Event there = event(early, "a");
		server.restart();
		long start = System.nanoTime();
		await("the early one", () -> early.status().connected());
		this.report.time("started while the store was down: follows it", AFTER_OUTAGE, System.nanoTime() - start);
		CompletableFuture<Void> waiter = there.whenSet();
		set(event(instance(server, "here"), "a"));
		if (server.announces()) {
			this.report.time("and follows at once: released long before its interval of 20 s", Duration.ofSeconds(1),
					awaitRelease(waiter));
		}
		else {
			this.report.time("and follows: released within its interval of " + interval.toSeconds() + " s",
					interval.plusSeconds(1), awaitRelease(waiter));
		}
	}

	@Test
	@Order(1) // the longest one
	void noPulseIsLostWhenConnectionsAreKilled() throws Exception {
		FaultyStore server = keep(start());
		Event here = event(instance(server, "here"), "a");
		// Without notifications of the server, each pulse waits for the next read.
		Duration interval = server.announces() ? INTERVAL : Duration.ofMillis(10);
		Event there = event(instance(server, server.port(), "there", interval), "a");
		int pulses = FaultReport.choose(500, 10_000);
		int kills = 0;
		int lost = 0;
		for (int i = 0; i < pulses; i++) {
			CompletableFuture<Void> waiter = there.whenSet();
			if (ThreadLocalRandom.current().nextInt(20) == 0) {
				kills += server.killSubscriptions();
			}
			pulse(here);
			try {
				waiter.get(20, TimeUnit.SECONDS);
			}
			catch (TimeoutException ex) {
				lost++;
			}
		}
		this.report.count("pulses lost of " + pulses + ", while connections were killed " + kills + " times", 0, lost);
	}

	@Test
	void burstOfManyEventsConverges() throws Exception {
		FaultyStore server = keep(start());
		int events = FaultReport.choose(200, 1_000);
		int instances = Math.min(server.mostInstances(), FaultReport.choose(10, 50));
		List<ClusterEvents> clusters = IntStream.range(0, instances)
			.mapToObj((i) -> instance(server, server.port(), "instance-" + i, Duration.ofSeconds(1)))
			.toList();
		List<List<Event>> copies = clusters.stream()
			.map((cluster) -> IntStream.range(0, events).mapToObj((i) -> event(cluster, "event-" + i)).toList())
			.toList();
		long snapshots = clusters.stream().mapToLong((cluster) -> cluster.status().snapshots()).sum();
		long start = System.nanoTime();
		copies.get(0).forEach(AbstractFaultSuiteIT::set);
		await("all", () -> copies.stream().allMatch((copy) -> copy.stream().allMatch(Event::isSet)));
		this.report.time(events + " events set in one of " + instances + " instances: all follow",
				Duration.ofSeconds(5), System.nanoTime() - start);
		this.report.count("and their snapshots", instances,
				clusters.stream().mapToLong((cluster) -> cluster.status().snapshots()).sum() - snapshots);
	}

	@Test
	@ResourceLock(THREADS)
	void reconnectionsLeakNothing() throws Exception {
		FaultyStore server = keep(start());
		ClusterEvents cluster = instance(server, "here");
		Event event = event(cluster, "a");
		int times = FaultReport.choose(20, 100);
		reconnect(server, cluster);
		int threads = Thread.activeCount();
		for (int i = 1; i < times; i++) {
			reconnect(server, cluster);
		}
		long connections = settled("closed connections", server.mostConnections(), server::connections);
		this.report.count("connections after " + times + " reconnections", server.mostConnections(), connections);
		long more = settled("ended threads", 4, () -> Thread.activeCount() - threads);
		this.report.count("threads more after " + times + " reconnections", 4, more);
		set(event);
	}

	@Test
	void instanceWithManyWaitersEndsAtOnceDuringAnOutage() throws Exception {
		FaultyStore server = keep(start());
		ClusterEvents cluster = instance(server, "here");
		Event event = event(cluster, "a");
		List<Thread> waiters = IntStream.range(0, 100)
			.mapToObj((i) -> new Thread(() -> waitUntilClosed(event)))
			.toList();
		waiters.forEach(Thread::start);
		await("waiters", () -> event.getQueueLength() == waiters.size());
		server.pause();
		long start = System.nanoTime();
		event.shutdown();
		cluster.close();
		for (Thread waiter : waiters) {
			waiter.join();
		}
		this.report.time("shutdown with 100 waiters, the server paused", Duration.ofSeconds(2),
				System.nanoTime() - start);
		server.resume();
	}

	@Test
	void pausedInstanceFollowsWhenItContinues() throws Exception {
		FaultyStore server = keep(start());
		Event here = event(instance(server, "here"), InstanceProcess.EVENT);
		InstanceProcess there = keep(InstanceProcess.start(server, server.port(), "there"));
		Duration pause = FaultReport.choose(Duration.ofSeconds(2), Duration.ofSeconds(60));
		there.awaitThat("waits");
		there.pause();
		pulse(here);
		TimeUnit.NANOSECONDS.sleep(pause.toNanos());
		long start = System.nanoTime();
		there.resume();
		there.awaitThat("released");
		this.report.time("an instance paused for " + pause.toSeconds() + " s: released when it goes on", AFTER_OUTAGE,
				System.nanoTime() - start);
	}

	@Test
	void concurrentSwitchesHaveOneOrderDespiteFaults() throws Exception {
		FaultyStore server = keep(start());
		FaultyProxy network = proxy(server.port());
		List<InstanceProcess> processes = new ArrayList<>();
		for (int i = 0; i < FaultReport.choose(3, 8); i++) {
			// Some instances use the failing network, others do not.
			processes.add(keep(InstanceProcess.start(server, (i % 2 == 0) ? network.port() : server.port(), "p" + i)));
		}
		for (InstanceProcess process : processes) {
			process.send("toggle");
		}
		long end = System.nanoTime() + FaultReport.choose(Duration.ofSeconds(4), Duration.ofSeconds(60)).toNanos();
		int faults = 0;
		while (System.nanoTime() - end < 0) {
			harm(server, network, processes.get(ThreadLocalRandom.current().nextInt(processes.size())), faults++);
			TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(500));
		}
		InstanceHistory history = new InstanceHistory();
		for (InstanceProcess process : processes) {
			history.add(process.name(), process.history());
		}
		for (InstanceProcess process : processes) {
			process.awaitThat("version " + server.version(InstanceProcess.EVENT));
		}
		this.report.count(processes.size() + " processes, " + history.calls() + " switches, " + faults
				+ " faults: contradictions to one order", 0, history.contradictions().size());
		assertThat(history.contradictions()).isEmpty();
		assertThat(history.calls()).isPositive();
	}

	private static void harm(FaultyStore server, FaultyProxy network, InstanceProcess process, int number)
			throws Exception {
		switch (number % 6) {
			case 0 -> network.cut();
			case 1 -> network.stall();
			case 2 ->
				network.stall(ThreadLocalRandom.current().nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT);
			case 3 -> server.pause();
			case 4 -> server.kill();
			default -> process.pause();
		}
		TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1_500));
		switch (number % 6) {
			case 0, 1, 2 -> network.heal();
			case 3 -> server.resume();
			case 4 -> server.restart();
			default -> process.resume();
		}
	}

	private static void waitUntilClosed(Event event) {
		try {
			event.await();
		}
		catch (RuntimeException | InterruptedException ex) {
			// Expected, because the proxy closes the connection.
		}
	}

	private static void reconnect(FaultyStore server, ClusterEvents cluster) {
		long links = cluster.status().links();
		await("a new link", () -> {
			ClusterStatus status = cluster.status();
			if (status.links() == links && status.connected()) {
				// Repeated, because some calls have just begun, but not while it
				// connects.
				server.killSubscriptions();
			}
			return status.links() > links && status.connected();
		});
	}

	/**
	 * Returns the count once it is low enough, because connections take a while to close.
	 */
	private static long settled(String what, long most, LongSupplier count) {
		AtomicLong last = new AtomicLong();
		await(what, () -> {
			last.set(count.getAsLong());
			return last.get() <= most;
		});
		return last.get();
	}

	/**
	 * Sets an event, and repeats the call if the instance reports that it is
	 * disconnected.
	 * @param event the event
	 */
	protected static void set(Event event) {
		await("a set", () -> isDone(event::set));
	}

	/**
	 * Pulses an event, and repeats the call if the instance reports that it is
	 * disconnected.
	 * @param event the event
	 */
	protected static void pulse(Event event) {
		await("a pulse", () -> isDone(event::pulse));
	}

	/**
	 * Returns whether an event can be switched again.
	 * @param event the event
	 * @return whether it was cleared
	 */
	protected static boolean switchable(Event event) {
		return isDone(event::clear);
	}

	/**
	 * Waits for a release.
	 * @param waiter the waiter
	 * @return the time that it took, in nanoseconds
	 * @throws Exception if the waiter is not released
	 */
	protected final long awaitRelease(CompletableFuture<?> waiter) throws Exception {
		long start = System.nanoTime();
		try {
			waiter.get(60, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("Not released; the instances: " + resources.get()
				.stream()
				.filter(ClusterEvents.class::isInstance)
				.map((instance) -> ((ClusterEvents) instance).status().toString())
				.collect(Collectors.joining(", ")), ex);
		}
		return System.nanoTime() - start;
	}

	/**
	 * Creates a network that can fail.
	 * @param port the port of the server
	 * @return the network, which is closed after the test
	 * @throws IOException if no port is free
	 */
	protected final FaultyProxy proxy(int port) throws IOException {
		return keep(FaultyProxy.to(port));
	}

	private ClusterEvents instance(FaultyStore server, String name) {
		return instance(server, server.port(), name, INTERVAL);
	}

	private ClusterEvents instance(FaultyStore server, int port, String name, Duration interval) {
		return instance(server.connect(port, TIMEOUT), name, interval);
	}

	/**
	 * Starts an instance, and waits until it follows the store.
	 * @param store the store that it follows
	 * @param name the name of the instance
	 * @param interval the time for which it waits for changes
	 * @return the instance, which is closed after the test
	 */
	protected final ClusterEvents instance(StateStore store, String name, Duration interval) {
		ClusterEvents cluster = started(store, name, interval);
		await("the link of " + name, () -> cluster.status().connected());
		return cluster;
	}

	private ClusterEvents started(StateStore store, String name, Duration interval) {
		ClusterEvents cluster = keep(new ClusterEvents(store,
				ClusterSettings.builder(name)
					.commandTimeout(TIMEOUT)
					.syncInterval(interval)
					.startupPolicy(StartupPolicy.INITIAL_STATE)
					.build()));
		cluster.start();
		return cluster;
	}

	/**
	 * Creates an event that is clear.
	 * @param cluster the instance
	 * @param name the name of the event
	 * @return the event
	 */
	protected static Event event(ClusterEvents cluster, String name) {
		return cluster.create(EventDefinition.of(name));
	}

	/**
	 * Closes something after the test.
	 * @param resource the resource
	 * @return the same
	 * @param <T> its type
	 */
	protected final <T extends AutoCloseable> T keep(T resource) {
		resources.get().add(resource);
		return resource;
	}

	/**
	 * Runs the tests at the same time, except the one that counts threads; one after the
	 * other if their figures are published.
	 */
	static final class Locks implements ResourceLocksProvider {

		@Override
		public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> suite, Method test) {
			return Set
				.of(new Lock(THREADS, FaultReport.choose(ResourceAccessMode.READ, ResourceAccessMode.READ_WRITE)));
		}

	}

}
