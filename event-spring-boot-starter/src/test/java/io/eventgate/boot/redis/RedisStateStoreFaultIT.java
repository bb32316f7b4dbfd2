package io.eventgate.boot.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.eventgate.Transition.Kind;
import io.eventgate.boot.testing.FaultyProxy;
import io.eventgate.boot.testing.FaultyProxy.Direction;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.Hints;
import io.lettuce.core.KillArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link RedisStateStore} does when the server or the network fails.
 */
@Timeout(60)
class RedisStateStoreFaultIT {

	/** For tests that wait for it; all the rest must be done in it as well. */
	private static final Duration BRIEF = Duration.ofSeconds(5);

	private RedisFixture redis;

	private FaultyProxy network;

	private final Hints hints = new Hints();

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
	void flushedDataIsUnknownAndCanBeHealedOverTheSameLink() {
		StateStore store = direct();
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.operator().flushall();
		assertThat(get(store.read(Set.of("a"))).states()).isEmpty();
		assertThat(get(store.heal(Map.of("a", new State(1, "healed"))))).containsExactly("a");
		assertThat(get(store.transition(command("a", Kind.CLEAR, 1)))).isEqualTo(new Result(1, 2));
		assertThat(this.hints.losses).isEmpty();
	}

	@Test
	void flushedScriptsAreSentAgain() {
		StateStore store = direct();
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.operator().scriptFlush();
		assertThat(get(store.transition(command("a", Kind.PULSE, 0)))).isEqualTo(new Result(1, 2));
		assertThat(state(store, "a").version()).isEqualTo(2);
	}

	@Test
	void killedServerIsALossAndCanBeSubscribedWhenItIsBack() throws IOException {
		StateStore store = direct();
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.server.kill();
		this.hints.awaitLoss();
		assertThat(outcome(store.transition(command("a", Kind.CLEAR, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.subscribe(new Hints()))).isNotNull();
		assertThat(outcome(store.read(Set.of()))).isInstanceOf(RefusedException.class);
		this.redis.server.restart();
		Hints afterwards = new Hints();
		get(store.subscribe(afterwards));
		assertThat(get(store.read(Set.of("a"))).states()).as("it keeps no data").isEmpty();
		assertThat(get(store.transition(command("a", Kind.CLEAR, 1)))).isEqualTo(new Result(0, 2));
		this.redis.hint("faults", "a");
		afterwards.await("a");
		assertThat(this.hints.losses).hasSize(1);
	}

	@Test
	void storeThatIsSubscribedBeforeTheServerRunsIsSubscribedOnceItRuns() throws IOException {
		StateStore store = direct();
		this.redis.server.kill();
		Throwable failure = outcome(store.subscribe(this.hints));
		assertThat(failure).hasMessageContaining("127.0.0.1").hasMessageContaining("" + this.redis.server.port());
		this.redis.server.restart();
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.hint("faults", "a");
		this.hints.await("a");
	}

	@Test
	void killedSubscriptionIsALossOfTheWholeLink() {
		StateStore store = direct();
		get(store.subscribe(this.hints));
		this.redis.operator().clientKill(KillArgs.Builder.typePubsub());
		this.hints.awaitLoss();
		assertThat(outcome(store.read(Set.of()))).isInstanceOf(RefusedException.class);
		await("the other connection to be closed", () -> this.redis.connections() == 0);
		Hints afterwards = new Hints();
		get(store.subscribe(afterwards));
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.hint("faults", "a");
		afterwards.await("a");
		assertThat(this.hints.losses).hasSize(1);
		assertThat(this.hints.received).isEmpty();
	}

	@Test
	void killedCommandConnectionIsALossOfTheWholeLink() {
		StateStore store = direct();
		get(store.subscribe(this.hints));
		this.redis.operator().clientKill(KillArgs.Builder.typeNormal().skipme());
		this.hints.awaitLoss();
		await("the other connection to be closed", () -> this.redis.connections() == 0);
	}

	@Test
	void nothingHangsOnAStoppedServerAndALateCommandOfAPastDeadlineDoesNothing() {
		StateStore store = direct(BRIEF);
		get(store.subscribe(this.hints));
		long deadline = get(store.read(Set.of())).clockMicros() + TimeUnit.MILLISECONDS.toMicros(100);
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.server.pause();
		CompletionStage<Result> late = store
			.transition(new Command("a", Kind.CLEAR, 0, deadline, true, "must not happen"));
		CompletionStage<Result> control = store.transition(command("control", Kind.SET, 0));
		CompletionStage<?> read = store.read(Set.of("a"));
		assertThat(outcome(late)).isNotNull().isNotInstanceOf(RefusedException.class);
		assertThat(outcome(control)).isNotNull().isNotInstanceOf(RefusedException.class);
		assertThat(outcome(read)).isNotNull();
		assertThat(outcome(store.subscribe(new Hints()))).isNotNull();
		this.redis.server.resume();
		get(store.subscribe(new Hints()));
		await("what was sent without a deadline to happen late", () -> state(store, "control").version() == 1);
		assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
	}

	@Test
	void subscriptionsOfAStoppedServerLeaveNothingOpen() {
		StateStore store = through(BRIEF.multipliedBy(2));
		get(store.subscribe(new Hints()));
		this.redis.server.pause();
		CompletionStage<?> read = store.read(Set.of());
		CompletionStage<Void> superseded = store.subscribe(this.hints);
		for (int i = 0; i < 50; i++) {
			int accepted = i + 3;
			await("a connection", () -> this.network.accepted() >= accepted);
			CompletionStage<Void> next = store.subscribe(this.hints);
			assertThat(outcome(superseded)).isInstanceOf(RefusedException.class);
			superseded = next;
		}
		assertThat(outcome(read)).isNotNull();
		// Those that were not quite open have to wait for the time limit.
		await("most connections to be closed", () -> this.network.connections().size() < 10);
		this.redis.server.resume();
		get(store.subscribe(this.hints));
		assertThat(this.hints.losses).isEmpty();
	}

	// The network

	@Test
	void cutIsALossAndTheLinkCanBeBuiltAnew() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.subscribe(this.hints));
		this.network.cut();
		this.hints.awaitLoss();
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.subscribe(new Hints()))).isNotNull();
		this.network.heal();
		Hints afterwards = new Hints();
		get(store.subscribe(afterwards));
		assertThat(get(store.transition(command("a", Kind.SET, 0)))).isEqualTo(new Result(0, 1));
		this.redis.hint("faults", "a");
		afterwards.await("a");
	}

	@Test
	void newLinkFreesWhatIsPendingOnAHalfOpenOne() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.subscribe(this.hints));
		this.network.connections().forEach(FaultyProxy.Connection::stall);
		CompletionStage<Result> pending = store.transition(command("a", Kind.SET, 0));
		get(store.subscribe(this.hints));
		assertThat(outcome(pending)).isNotNull().isNotInstanceOf(RefusedException.class);
		get(store.transition(command("b", Kind.SET, 0)));
		this.redis.hint("faults", "b");
		this.hints.await("b");
		assertThat(this.hints.losses).isEmpty();
	}

	@Test
	void subscriptionThatIsDeafIsALossThoughCommandsAreAnswered() {
		StateStore store = through(BRIEF);
		get(store.subscribe(this.hints));
		assertThat(this.network.connections()).hasSize(2);
		this.network.connections().get(1).stall();
		await("the loss", () -> {
			// Refused once the link is lost.
			outcome(store.read(Set.of("a")));
			return !this.hints.losses.isEmpty();
		});
		assertThat(this.hints.losses.get(0)).hasMessageContaining("subscription");
	}

	@Test
	void idleSubscriptionIsNoLoss() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.subscribe(this.hints));
		long pings = this.redis.calls("ping");
		await("signs of life", () -> {
			get(store.read(Set.of("a")));
			return this.redis.calls("ping") >= pings + 20;
		});
		assertThat(this.hints.losses).isEmpty();
	}

	@Test
	void commandThatDidNotArriveIsNotSentAgain() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.subscribe(this.hints));
		get(store.transition(command("makes the script known", Kind.SET, 0)));
		this.network.stall(Direction.TO_SERVER);
		CompletionStage<Result> lost = store.transition(command("a", Kind.PULSE, 0));
		this.network.cut();
		assertThat(outcome(lost)).isNotNull();
		this.network.heal();
		get(store.subscribe(this.hints));
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(state(store, "a")).isEqualTo(State.UNKNOWN);
	}

	@Test
	void commandWhoseAnswerIsLostIsNotSentAgain() {
		StateStore store = through(RedisFixture.TIMEOUT);
		get(store.subscribe(this.hints));
		StateStore witness = direct();
		get(witness.subscribe(new Hints()));
		get(store.transition(command("makes the script known", Kind.SET, 0)));
		this.network.stall(Direction.TO_CLIENT);
		CompletionStage<Result> lost = store.transition(command("a", Kind.PULSE, 0));
		await("the command to arrive", () -> state(witness, "a").version() == 2);
		this.network.cut();
		assertThat(outcome(lost)).isNotNull().isNotInstanceOf(RefusedException.class);
		this.network.heal();
		get(store.subscribe(this.hints));
		get(store.transition(command("b", Kind.SET, 0)));
		assertThat(state(store, "a").version()).isEqualTo(2);
	}

	// Leaks

	@Test
	void hundredNewLinksNeedNoMoreThreadsAndConnections() {
		StateStore store = direct();
		for (int i = 0; i < 10; i++) {
			get(store.subscribe(this.hints));
		}
		await("two connections", () -> this.redis.connections() == 2);
		Set<Thread> before = threads();
		for (int i = 0; i < 100; i++) {
			get(store.subscribe(this.hints));
		}
		get(store.transition(command("a", Kind.SET, 0)));
		this.redis.hint("faults", "a");
		this.hints.await("a");
		await("two connections", () -> this.redis.connections() == 2);
		assertThat(before).as("the same ones").containsAll(threads());
		store.close();
		await("no connection", () -> this.redis.connections() == 0);
		assertThat(this.hints.losses).isEmpty();
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
