package io.eventgate.boot.redis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.Hints;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static io.eventgate.cluster.StoreCalls.await;
import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user of Redis must be allowed for {@link RedisStateStore}, and what happens if
 * something of it is missing.
 */
@Timeout(60)
class RedisStateStoreRightsIT {

	private static final String NAMESPACE = "rights[*]?\\x";

	@RegisterExtension
	private static final RedisFixture redis = RedisFixture.shared();

	private final Hints hints = new Hints();

	/** All but the one for a sign of life: that it is refused is one as well. */
	static Stream<String> commands() {
		return Arrays.stream(RedisKeys.of(NAMESPACE).rights().split(" "))
			.filter((right) -> right.startsWith("+") && !right.equals("+ping"));
	}

	@Test
	void documentedRightsAreEnoughForEverything() {
		StateStore store = store(rules());
		useAll(store);
	}

	@ParameterizedTest
	@MethodSource("commands")
	void withoutOneOfTheDocumentedCommandsSomethingIsRefusedAndTheMessageListsThem(String command) {
		StateStore store = store(rules() + " " + command.replace('+', '-'));
		Throwable refusal = firstRefusal(store);
		assertThat(refusal).as(command)
			.isInstanceOf(RefusedException.class)
			.hasMessageContaining(RedisKeys.of(NAMESPACE).rights());
	}

	@Test
	void keysOfAnotherNamespaceAreRefused() {
		StateStore store = store(RedisKeys.of("other").rights());
		assertThat(outcome(store.subscribe(this.hints))).isInstanceOf(RefusedException.class)
			.hasMessageContaining(NAMESPACE)
			.hasMessageContaining("~eventgate:{rights");
	}

	@Test
	void missingChannelIsRefused() {
		StateStore store = store(rules() + " resetchannels");
		assertThat(outcome(store.subscribe(this.hints))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("&eventgate:{rights");
	}

	@ParameterizedTest
	@MethodSource("commands")
	void transitionThatIsRefusedForAMissingRightHasNotSwitchedAnything(String command) {
		StateStore witness = redis.store(NAMESPACE);
		get(witness.subscribe(new Hints()));
		get(witness.heal(Map.of("a", new State(4, "before"))));
		StateStore store = store(rules() + " " + command.replace('+', '-'));
		if (outcome(store.subscribe(this.hints)) == null
				&& outcome(store.transition(command("a", Kind.SET, 0))) != null) {
			assertThat(state(witness, "a")).isEqualTo(new State(4, "before"));
		}
	}

	@Test
	void wrongPasswordIsToldAndNeverShown() {
		store(rules());
		RedisStandaloneConfiguration configuration = redis.standalone();
		configuration.setUsername("eventgate");
		configuration.setPassword("wrong-secret");
		StateStore store = redis.store(configuration, NAMESPACE, RedisFixture.TIMEOUT);
		// Lettuce says now and then only that it has closed the connection.
		await("the reason", () -> {
			String failure = stackTrace(outcome(store.subscribe(this.hints)));
			assertThat(failure).isNotEmpty().doesNotContain("secret");
			return failure.contains("WRONGPASS");
		});
		assertThat(store).asString().doesNotContain("secret");
	}

	@Test
	void keyThatSomebodyElseUsesIsRefusedAndNothingIsSwitched() {
		StateStore store = store(rules());
		get(store.subscribe(this.hints));
		RedisKeys keys = RedisKeys.of(NAMESPACE);
		redis.operator().set(keys.log(), "no stream");
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class)
			.hasMessageContaining("WRONGTYPE");
		assertThat(state(store, "a")).isEqualTo(State.UNKNOWN);
		redis.operator().del(keys.log());
		redis.operator().set(keys.events(), "no hash");
		assertThat(outcome(store.transition(command("a", Kind.SET, 0)))).isInstanceOf(RefusedException.class);
		assertThat(outcome(store.read(Set.of("a")))).isInstanceOf(RefusedException.class);
		assertThat(redis.operator().exists(keys.log())).isZero();
		assertThat(this.hints.received).isEmpty();
	}

	@Test
	void fullMemoryRefusesTransitionsButNotReads() {
		StateStore store = store(rules());
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		redis.operator().configSet("maxmemory", "1");
		try {
			assertThat(outcome(store.transition(command("a", Kind.CLEAR, 0)))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("OOM");
			assertThat(state(store, "a")).isEqualTo(new State(1, "note of SET"));
		}
		finally {
			redis.operator().configSet("maxmemory", "0");
		}
		assertThat(get(store.transition(command("a", Kind.CLEAR, 0)))).isEqualTo(new Result(1, 2));
	}

	private void useAll(StateStore store) {
		get(store.subscribe(this.hints));
		get(store.transition(command("a", Kind.SET, 0)));
		get(store.heal(Map.of("b", new State(4, "healed"))));
		get(store.report("me", "text", Duration.ofMinutes(1)));
		get(store.report("you", "text", Duration.ofMillis(1)));
		get(store.report("me", "text", Duration.ZERO));
		get(store.reports());
		redis.hint(NAMESPACE, "a");
		this.hints.await("a");
		get(store.read(Set.of("a", "b")));
		long pings = redis.calls("ping");
		await("a sign of life of the subscription", () -> {
			get(store.read(Set.of("a")));
			return redis.calls("ping") > pings;
		});
		assertThat(this.hints.losses).isEmpty();
	}

	private @Nullable Throwable firstRefusal(StateStore store) {
		List<Supplier<CompletionStage<?>>> calls = List.of(() -> store.subscribe(this.hints),
				() -> store.read(Set.of("a")), () -> store.transition(command("a", Kind.SET, 0)),
				() -> store.heal(Map.of("b", new State(4, "healed"))),
				() -> store.report("me", "text", Duration.ofMinutes(1)), store::reports,
				() -> store.report("me", "text", Duration.ZERO));
		for (Supplier<CompletionStage<?>> call : calls) {
			Throwable failure = outcome(call.get());
			if (failure != null) {
				return failure;
			}
		}
		return null;
	}

	private static String stackTrace(@Nullable Throwable failure) {
		StringWriter text = new StringWriter();
		if (failure != null) {
			failure.printStackTrace(new PrintWriter(text));
		}
		return text.toString();
	}

	private static String rules() {
		return RedisKeys.of(NAMESPACE).rights();
	}

	private StateStore store(String rules) {
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("eventgate");
		List.of("reset", "on", ">secret").forEach(arguments::add);
		// The channels of a new user are all by default in Redis 6.
		arguments.add("resetchannels");
		Arrays.stream(rules.split(" ")).forEach(arguments::add);
		redis.operator().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
		RedisStandaloneConfiguration configuration = redis.standalone();
		configuration.setUsername("eventgate");
		configuration.setPassword("secret");
		return redis.store(configuration, NAMESPACE, RedisFixture.TIMEOUT);
	}

}
