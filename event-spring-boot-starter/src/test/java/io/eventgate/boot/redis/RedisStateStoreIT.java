package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.Hints;
import io.lettuce.core.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What {@link RedisStateStore} keeps in Redis, and what it does by itself in the
 * application.
 */
@Timeout(60)
class RedisStateStoreIT {

	private static final RedisKeys KEYS = RedisKeys.of("orders");

	@RegisterExtension
	private static final RedisFixture redis = RedisFixture.shared();

	private final Hints hints = new Hints();

	@Test
	void operatorsCanReadWhatIsKept() {
		StateStore store = subscribed();
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.heal(Map.of("a", new State(4, "healed"))));
		get(store.report("me", "text", Duration.ofMinutes(1)));
		assertThat(redis.operator().hgetall(KEYS.events())).containsExactly(Map.entry("a", "4 healed"));
		assertThat(redis.operator().xrange(KEYS.log(), Range.unbounded())).extracting((entry) -> entry.getBody())
			.containsExactly(Map.of("event", "a", "kind", "SET", "version", "1", "note", "note of SET"),
					Map.of("event", "a", "kind", "HEAL", "version", "4", "note", "healed"));
		assertThat(redis.operator().hget(KEYS.instances(), "me")).matches("\\d{16} text");
		assertThat(redis.operator().keys("*")).containsExactlyInAnyOrder(KEYS.events(), KEYS.log(), KEYS.instances());
	}

	@Test
	void logIsCapped() {
		StateStore store = subscribed();
		Map<String, State> states = IntStream.range(0, 3_000)
			.boxed()
			.collect(Collectors.toMap((i) -> "event-" + i, (i) -> new State(1, "")));
		get(store.heal(states));
		assertThat(redis.operator().xlen(KEYS.log())).isBetween(1_000L, 1_200L);
	}

	@Test
	void namespacesDoNotDisturbEachOther() {
		StateStore store = subscribed();
		StateStore other = redis.store("other");
		get(other.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.report("me", "text", Duration.ofMinutes(1)));
		assertThat(state(other, "a")).isEqualTo(State.UNKNOWN);
		assertThat(get(other.reports())).isEmpty();
		StateStore neighbour = redis.store("other");
		get(neighbour.subscribe(new Hints()));
		get(neighbour.transition(command("b", Kind.SET, 0)));
		assertThat(this.hints.upTo("b")).containsExactly("b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "x", "-7 x", "1e3 x", "9007199254740991 x", "99999999999999999999 x" })
	void whatIsNoEntryIsUnknownAndIsHealed(String entry) {
		StateStore store = subscribed();
		redis.operator().hset(KEYS.events(), Map.of("a", entry, "b", entry));
		assertThat(get(store.read(Set.of("a", "b"))).states()).isEmpty();
		assertThat(get(store.heal(Map.of("a", new State(3, "healed"))))).containsExactly("a");
		assertThat(get(store.transition(command("b", Kind.PULSE, 0)))).isEqualTo(new Result(0, 2));
		assertThat(state(store, "a")).isEqualTo(new State(3, "healed"));
	}

	@Test
	void versionThatRedisCannotCountIsRefused() {
		StateStore store = subscribed();
		State highest = new State(StateStore.MAX_VERSION, "");
		get(store.heal(Map.of("a", highest)));
		assertThat(state(store, "a")).isEqualTo(highest);
		assertThat(get(store.transition(command("a", Kind.CLEAR, 0))))
			.isEqualTo(new Result(highest.version(), highest.version()));
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.transition(command("a", Kind.PULSE, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.transition(command("b", Kind.SET, highest.version()))))
			.isInstanceOf(RefusedException.class);
		assertThat(state(store, "b")).isEqualTo(State.UNKNOWN);
		assertThat(state(store, "a")).isEqualTo(highest);
	}

	@Test
	void noteThatIsTooLongIsReadOnceAndThenForgotten() {
		StateStore store = subscribed();
		String tooLong = "x".repeat(50_000_000);
		redis.operator().hset(KEYS.events(), Map.of("a", "7 " + tooLong, "b", "1 fine", "c", tooLong));
		for (int i = 0; i < 3; i++) {
			assertThat(get(store.read(Set.of("a", "b", "c"))).states())
				.isEqualTo(Map.of("a", new State(7, ""), "b", new State(1, "fine")));
		}
		assertThat(redis.operator().hgetall(KEYS.events())).isEqualTo(Map.of("a", "7 ", "b", "1 fine", "c", ""));
		redis.operator().hset(KEYS.instances(), "eve", "9999999999999999 " + tooLong);
		assertThat(get(store.reports())).isEqualTo(Map.of("eve", ""));
		assertThat(redis.operator().hget(KEYS.instances(), "eve")).isEqualTo("9999999999999999 ");
	}

	@Test
	void forgedHintsLeadToAReadAndNothingElse() {
		StateStore store = redis.store("orders");
		get(store.subscribe(this.hints));
		redis.operator().publish(KEYS.hints(), "forged");
		redis.operator().publish(KEYS.hints(), "");
		this.hints.awaitAll(Set.of("forged", ""));
		assertThat(state(store, "forged")).isEqualTo(State.UNKNOWN);
	}

	@Test
	void changesOfItsOwnAreNotHintedAt() {
		StateStore store = redis.store("orders");
		get(store.subscribe(this.hints));
		get(store.heal(Map.of("healed", new State(5, "note"))));
		get(store.transition(command("mine", Kind.SET, 0)));
		StateStore other = subscribed();
		get(other.transition(command("mine too", Kind.SET, 0)));
		get(other.transition(command("last", Kind.SET, 0)));
		assertThat(this.hints.upTo("last")).containsExactly("mine too", "last");
	}

	@Test
	void reportsOfInstancesThatAreGoneDisappearThoughNobodyReadsThem() {
		StateStore store = subscribed();
		for (int i = 0; i < 100; i++) {
			get(store.report("gone-" + i, "text", Duration.ofMillis(1)));
		}
		await("the old reports to disappear", () -> {
			get(store.report("here", "text", Duration.ofMinutes(1)));
			return redis.operator().hkeys(KEYS.instances()).equals(List.of("here"));
		});
	}

	@Test
	void callsBeforeTheSubscriptionAreRefused() {
		StateStore store = redis.store("orders");
		assertThat(outcome(store.read(Set.of()))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class);
	}

	@Test
	void storeUsesTwoConnectionsAndLeavesTheApplicationsAlone() {
		LettuceConnectionFactory factory = redis.factory(redis.standalone());
		RedisStateStore store = new RedisStateStore(factory, "orders", RedisFixture.TIMEOUT);
		get(store.subscribe(this.hints));
		await("two connections, and those of earlier tests to be gone", () -> redis.connections() == 2);
		assertThat(factory.isRunning()).isFalse();
		store.close();
		await("no connection", () -> redis.connections() == 0);
	}

	@Test
	void storeEndsItsOwnThreadsIfTheApplicationHasNone() {
		Set<Thread> before = lettuceThreads();
		RedisStateStore store = new RedisStateStore(new LettuceConnectionFactory(redis.standalone()), "orders",
				RedisFixture.TIMEOUT);
		for (int i = 0; i < 5; i++) {
			get(store.subscribe(this.hints));
		}
		assertThat(lettuceThreads()).hasSizeGreaterThan(before.size());
		store.close();
		await("the threads to end", () -> before.containsAll(lettuceThreads()));
	}

	@Test
	void storeTellsWhereItsEventsAre() {
		assertThat(redis.store("orders"))
			.hasToString("Redis at 127.0.0.1:" + redis.server.port() + ", namespace 'orders'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void timeoutMustBePositive(Duration timeout) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedisStateStore(redis.factory(redis.standalone()), "orders", timeout))
			.withMessageContaining(timeout.toString());
	}

	private StateStore subscribed() {
		StateStore store = redis.store("orders");
		get(store.subscribe(new Hints()));
		return store;
	}

	private static Set<Thread> lettuceThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("lettuce"))
			.collect(Collectors.toSet());
	}

}
