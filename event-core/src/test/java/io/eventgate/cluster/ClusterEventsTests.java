package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.eventgate.Event;
import io.eventgate.EventClosedException;
import io.eventgate.EventDefinition;
import io.eventgate.EventListener;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.Transition.Kind;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import io.eventgate.cluster.EventStore.State;
import io.eventgate.cluster.InMemoryEventStore.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Instances with real threads and a store in memory. What can go wrong on the way is left
 * to the simulation.
 */
@Timeout(60)
class ClusterEventsTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private final InMemoryEventStore.Server server = new InMemoryEventStore.Server();

	private final List<ClusterEvents> instances = new ArrayList<>();

	@AfterEach
	void close() {
		this.server.mode = Mode.UP;
		this.instances.forEach(ClusterEvents::close);
	}

	@Test
	void switchReachesTheOtherInstanceAndItsWaiters() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		CompletableFuture<Void> waiter = there.whenSet();
		here.set();
		assertThat(here.isSet()).isTrue();
		until("b has followed", there::isSet);
		until("the waiter is released", waiter::isDone);
		there.clear();
		assertThat(there.isSet()).isFalse();
		until("a has followed", () -> !here.isSet());
	}

	@Test
	void pulsesOfOneInstanceReleaseTheWaitersOfAnother() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		for (int round = 0; round < 100; round++) {
			CompletableFuture<Void> waiter = there.whenSet();
			here.pulse();
			until("the waiter is released", waiter::isDone);
		}
		assertThat(there.isSet()).isFalse();
	}

	@Test
	void instanceThatComesLaterFindsTheState() {
		event("a", "orders", true).clear();
		event("b", "payments", false).set();
		assertThat(event("c", "orders", true).isSet()).isFalse();
		assertThat(event("d", "payments", false).isSet()).isTrue();
	}

	@Test
	void initialStateOfTheFirstInstanceBecomesThatOfAll() {
		assertThat(event("a", "orders", true).isSet()).isTrue();
		until("the store knows it", () -> version("orders") == 1);
		assertThat(event("b", "orders", false).isSet()).isTrue();
		assertThat(this.instances.get(0).status().heals()).isZero();
	}

	@Test
	void eventsThatWereCreatedBeforeTheStartAreReadByIt() {
		event("a", "orders", false).set();
		ClusterEvents later = instance("b", StartupPolicy.FAIL);
		EventRegistry registry = new EventRegistry(later::create);
		Event orders = registry.create("orders", false);
		assertThat(orders.isSet()).isFalse();
		later.start();
		later.start();
		assertThat(orders.isSet()).isTrue();
	}

	@Test
	void listenerIsToldWhoSwitchedTheEventInAnotherInstance() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		List<Object> told = new CopyOnWriteArrayList<>();
		List<Origin> toldHere = new CopyOnWriteArrayList<>();
		there.addListener(recorder((event, transition) -> {
			told.add(event);
			told.add(transition);
		}));
		here.addListener(recorder((event, transition) -> toldHere.add(transition.origin())));
		Origin alice = new Origin(Origin.Source.ENDPOINT, "alice & bob", "a reason = \"ü\"", "");
		alice.run(here::set);
		assertThat(toldHere).containsExactly(alice);
		until("b was told", () -> told.size() == 2);
		assertThat(told).containsExactly(there, new Transition(Kind.SET, false, 0,
				new Origin(Origin.Source.CLUSTER, "alice & bob", "a reason = \"ü\"", "a")));
	}

	@Test
	void listenerThatBlocksHoldsUpNeitherEventsNorWaiters() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		CompletableFuture<Void> unblock = new CompletableFuture<>();
		there.addListener(recorder((event, transition) -> unblock.join()));
		CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> {
			there.awaitUninterruptibly();
			return true;
		});
		until("it waits", () -> there.getQueueLength() == 1);
		here.set();
		assertThat(waiter.join()).isTrue();
		here.clear();
		until("b has followed", () -> !there.isSet());
		unblock.complete(null);
	}

	@Test
	void dependentOfAFutureMaySwitchTheEventInTheOtherInstance() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		CompletableFuture<Void> dependent = there.whenSet().thenRun(there::clear);
		here.set();
		dependent.orTimeout(40, TimeUnit.SECONDS).join();
		until("a has followed", () -> !here.isSet());
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UP")
	void setThatTheStoreDoesNotAnswerThrowsAndChangesNothing(Mode mode) {
		Event event = event("a", "orders", false);
		if (mode == Mode.FORGETTING_ANSWERS) {
			// Somebody else switches it back, so that its state tells nothing.
			this.server.mode = mode;
			CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> {
				until("it was applied", () -> version("orders") == 1);
				this.server.memory.restore(Map.of("orders", new State(2, "")));
				this.server.mode = Mode.UP;
			});
			EventStoreUnavailableException ex = fail(event);
			assertThat(ex.isOutcomeUnknown()).isTrue();
			assertThat(ex).hasMessageContaining("not known");
			meanwhile.join();
			return;
		}
		this.server.mode = mode;
		EventStoreUnavailableException ex = fail(event);
		assertThat(ex.getEvent()).isEqualTo("orders");
		assertThat(ex.getOperation()).isEqualTo("set");
		assertThat(ex).hasMessageContaining("'orders'").hasMessageContaining("in memory");
		assertThat(event.isSet()).isFalse();
		this.server.mode = Mode.UP;
		until("the store can be reached", () -> this.instances.get(0).status().connected());
		event.set();
		assertThat(version("orders")).isOne();
	}

	private static EventStoreUnavailableException fail(Event event) {
		EventStoreUnavailableException ex = catchThrowableOfType(EventStoreUnavailableException.class, event::set);
		assertThat(ex).isNotNull();
		return ex;
	}

	@Test
	void setWhoseAnswerWasLostReturnsIfTheStoreShowsIt() {
		Event event = event("a", "orders", false);
		this.server.mode = Mode.FORGETTING_ANSWERS;
		CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> {
			until("it was applied", () -> version("orders") == 1);
			this.server.mode = Mode.UP;
		});
		event.set();
		meanwhile.join();
		assertThat(event.isSet()).isTrue();
	}

	@Test
	void storeThatIsDownAtTheStartFailsIt() {
		this.server.mode = Mode.FAILING;
		ClusterEvents instance = instance("a", StartupPolicy.FAIL);
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(instance::start)
			.withMessageContaining("in memory")
			.withMessageContaining("connection reset");
	}

	@Test
	void storeThatGoesDownFailsTheCreationOfAnEvent() {
		ClusterEvents instance = started("a");
		this.server.mode = Mode.SILENT;
		assertThatExceptionOfType(EventStoreUnavailableException.class)
			.isThrownBy(() -> instance.create(new EventDefinition("orders", false)))
			.withMessageContaining("'orders'");
		this.server.mode = Mode.UP;
		until("the store can be reached", () -> instance.status().connected());
		assertThat(instance.create(new EventDefinition("orders", false)).isSet()).isFalse();
	}

	@Test
	void storeThatIsDownAtTheStartIsFollowedLaterIfThePolicySaysSo() {
		this.server.memory.restore(Map.of("orders", new State(2, ""), "payments", new State(7, "")));
		this.server.mode = Mode.FAILING;
		ClusterEvents instance = instance("a", StartupPolicy.INITIAL_STATE);
		instance.start();
		Event orders = instance.create(new EventDefinition("orders", true));
		Event payments = instance.create(new EventDefinition("payments", false));
		CompletableFuture<Void> waiter = payments.whenSet();
		assertThat(orders.isSet()).isTrue();
		assertThat(instance.status().connected()).isFalse();
		assertThat(instance.status().stale()).isTrue();
		assertThat(instance.status().lastError()).hasValueSatisfying((error) -> assertThat(error).contains("reset"));
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(orders::clear);
		this.server.mode = Mode.UP;
		until("it follows", () -> !orders.isSet() && payments.isSet());
		until("the waiter is released", waiter::isDone);
		until("it is not stale", () -> !instance.status().stale());
	}

	@Test
	void waiterAtAnEventThatHasLongBeenClearIsNotReleasedWhenTheStoreIsFound() {
		Event elsewhere = event("a", "orders", false);
		elsewhere.pulse();
		this.server.mode = Mode.FAILING;
		ClusterEvents instance = instance("b", StartupPolicy.INITIAL_STATE);
		instance.start();
		Event orders = instance.create(new EventDefinition("orders", false));
		CompletableFuture<Void> waiter = orders.whenSet();
		this.server.mode = Mode.UP;
		until("it follows", ((ClusterEvent) orders).adopted()::isDone);
		assertThat(waiter).isNotDone();
		until("a follows", () -> this.instances.get(0).status().connected());
		elsewhere.pulse();
		until("the waiter is released", waiter::isDone);
	}

	@Test
	void dataThatTheStoreHasLostIsRestored() {
		Event here = event("a", "orders", false);
		here.set();
		here.clear();
		here.set();
		this.server.memory.restore(Map.of());
		until("it is restored", () -> version("orders") == 3);
		assertThat(here.isSet()).isTrue();
		until("it is counted", () -> this.instances.get(0).status().heals() == 1);
		Event later = event("b", "orders", false);
		assertThat(later.isSet()).isTrue();
	}

	@Test
	void hundredLostLinksLeakNoThreadAndLoseNoPulse() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		int before = Thread.activeCount();
		for (int round = 1; round <= 100; round++) {
			CompletableFuture<Void> waiter = there.whenSet();
			this.server.clients.get(1).lose();
			here.pulse();
			until("the waiter is released", waiter::isDone);
			long links = round;
			until("it is linked again",
					() -> this.instances.get(1).status().links() > links && this.instances.get(1).status().connected());
		}
		assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
		assertThat(this.instances.get(1).status().connected()).isTrue();
	}

	@Test
	void allEventsAreServedByTwoThreads() {
		ClusterEvents instance = started("threads");
		for (int i = 0; i < 50; i++) {
			instance.create(new EventDefinition("event-" + i, false)).set();
		}
		Thread[] threads = new Thread[Thread.activeCount() + 10];
		int count = Thread.enumerate(threads);
		assertThat(threads).as("%d threads", count)
			.filteredOn((thread) -> thread != null && thread.getName().startsWith("eventgate-")
					&& thread.getName().endsWith("-threads"))
			.hasSizeLessThanOrEqualTo(2)
			.allMatch(Thread::isDaemon);
	}

	@Test
	void changeTellsWhoHasAppliedIt() {
		event("a", "orders", false);
		event("b", "orders", false);
		event("c", "payments", false);
		this.instances.forEach((instance) -> instance.engine().schedule(instance.engine().reporter()::report, 0));
		until("all have reported", () -> this.server.memory.reports(0).size() == 3);
		Acknowledgements some = this.instances.get(0).change("orders", Kind.SET, Duration.ofMillis(500));
		assertThat(some.version()).isOne();
		assertThat(some.applied()).containsExactly("a", "b");
		assertThat(some.pending()).containsExactly("c");
		assertThat(some.isComplete()).isFalse();
		this.instances.get(2).create(new EventDefinition("orders", false));
		Acknowledgements all = this.instances.get(1).change("orders", Kind.SET, Duration.ofSeconds(40));
		assertThat(all.version()).isOne();
		assertThat(all.applied()).containsExactly("a", "b", "c");
		assertThat(all.isComplete()).isTrue();
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.instances.get(0).change("nothing", Kind.SET, Duration.ZERO))
			.withMessageContaining("'nothing'")
			.withMessageContaining("orders");
	}

	@Test
	void instancesTellHowManyWaitThere() {
		event("a", "orders", false);
		Event there = event("b", "orders", false);
		assertThat(there.whenSet()).isNotDone();
		this.instances.get(1).engine().schedule(this.instances.get(1).engine().reporter()::report, 0);
		until("b has reported", () -> this.instances.get(0).instances().size() == 2);
		assertThat(this.instances.get(0).instances()).extracting(InstanceReport::instance).containsExactly("a", "b");
		assertThat(this.instances.get(0).instances()).extracting(InstanceReport::waiters)
			.containsExactly(Map.of(), Map.of("orders", 1));
		this.instances.remove(1).close();
		until("b has said good-bye", () -> this.instances.get(0).instances().size() == 1);
		this.server.mode = Mode.FAILING;
		assertThatExceptionOfType(EventStoreUnavailableException.class)
			.isThrownBy(() -> this.instances.get(0).instances());
	}

	@Test
	void statusShowsHowSwitchesPropagate() {
		Event here = event("a", "orders", false);
		Event there = event("b", "orders", false);
		here.set();
		until("b has followed", there::isSet);
		ClusterStatus status = this.instances.get(1).status();
		assertThat(status.propagations()).isOne();
		assertThat(status.propagationMax()).isEqualTo(status.propagationTotal());
		assertThat(status.missedHints()).isZero();
		assertThat(status.reads()).isPositive();
		assertThat(status.syncAge()).isPresent();
		assertThat(status.connected()).isTrue();
		this.instances.get(1).engine().reader().stop();
		assertThat(this.instances.get(0).status().propagations()).isZero();
	}

	@Test
	void changeWithoutAHintIsFoundAtTheInterval() {
		Event event = event("a", "orders", false);
		this.server.memory.restore(Map.of("orders", new State(1, "from=elsewhere&at=x&%%=%%&kind=unheard-of")));
		until("it is found", event::isSet);
		assertThat(this.instances.get(0).status().missedHints()).isOne();
	}

	@Test
	void closedEventNoLongerFollowsButCanBeSwitched() {
		Event event = event("a", "orders", false);
		event.close();
		event.set();
		assertThat(event.isSet()).isTrue();
		assertThat(version("orders")).isOne();
		Event successor = this.instances.get(0).create(new EventDefinition("orders", false));
		assertThat(successor.isSet()).isTrue();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.instances.get(0).create(new EventDefinition("orders", false)))
			.withMessageContaining("'orders'");
		successor.clear();
		assertThatExceptionOfType(EventClosedException.class).isThrownBy(() -> {
			event.clear();
			event.await();
		});
	}

	@Test
	void engineThatIsClosedLeavesEventsAsTheyAre() {
		Event event = event("a", "orders", false);
		event.set();
		this.instances.get(0).close();
		assertThat(event.isSet()).isTrue();
		assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(event::clear);
		assertThat(event.isSet()).isTrue();
		event.close();
		assertThat(event.isClosed()).isTrue();
	}

	@Test
	void callThatIsUnderWayEndsWhenTheEngineIsClosed() {
		Event event = event("a", "orders", false);
		this.server.mode = Mode.SILENT;
		CompletableFuture<Throwable> call = CompletableFuture
			.supplyAsync(() -> catchThrowableOfType(EventStoreUnavailableException.class, event::set));
		this.instances.get(0).close();
		assertThat(call.join()).isInstanceOf(EventStoreUnavailableException.class);
	}

	@Test
	void interruptDoesNotStopASwitchAndIsKept() {
		Event event = event("a", "orders", false);
		Thread.currentThread().interrupt();
		event.set();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(event.isSet()).isTrue();
	}

	private Event event(String instance, String name, boolean initiallySet) {
		return started(instance).create(new EventDefinition(name, initiallySet));
	}

	private ClusterEvents started(String name) {
		ClusterEvents instance = instance(name, StartupPolicy.FAIL);
		instance.start();
		return instance;
	}

	private ClusterEvents instance(String name, StartupPolicy policy) {
		ClusterEvents instance = new ClusterEvents(new InMemoryEventStore(this.server),
				new ClusterSettings(name, SHORT.multipliedBy(5), SHORT, policy));
		this.instances.add(instance);
		return instance;
	}

	private long version(String event) {
		return this.server.memory.get(event).version();
	}

	private static EventListener recorder(BiConsumer<Event, Transition> action) {
		return new EventListener() {

			@Override
			public void onTransition(Event event, Transition transition) {
				action.accept(event, transition);
			}

		};
	}

	private static void until(String what, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime() - start).as("until " + what).isLessThan(TimeUnit.SECONDS.toNanos(40));
			LockSupport.parkNanos(50_000);
		}
	}

}
