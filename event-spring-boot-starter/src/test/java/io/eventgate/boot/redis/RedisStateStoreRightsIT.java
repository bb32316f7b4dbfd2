/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.State;
import io.eventgate.cluster.FeedReader;
import io.lettuce.core.Range;
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
import static io.eventgate.cluster.StoreCalls.connect;
import static io.eventgate.cluster.StoreCalls.get;
import static io.eventgate.cluster.StoreCalls.outcome;
import static io.eventgate.cluster.StoreCalls.state;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rights that {@link RedisStateStore} needs in Redis, and for missing ones.
 */
@Timeout(60)
class RedisStateStoreRightsIT {

	private static final String NAMESPACE = "rights[*]?\\x";

	@RegisterExtension
	private static final RedisFixture redis = RedisFixture.shared();

	private final List<Throwable> losses = new CopyOnWriteArrayList<>();

	/** All rights except {@code ping}, because even its refusal is a sign of life. */
	static Stream<String> commands() {
		return Arrays.stream(RedisKeys.of(NAMESPACE).rights().split(" "))
			.filter((right) -> right.startsWith("+") && !right.equals("+ping"));
	}

	@Test
	void documentedRightsAreSufficient() {
		StateStore store = store(rules());
		calls(store).forEach((call) -> get(call.get()));
		FeedReader reader = new FeedReader(store);
		get(store.transition(command("a", Kind.PULSE, 0)));
		reader.readUntil("a", state(store, "a"));
		assertThat(this.losses).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("commands")
	void missingRightIsRefusedAndListed(String command) {
		StateStore store = store(rules() + " " + command.replace('+', '-'));
		Throwable refusal = firstRefusal(store);
		assertThat(refusal).as(command)
			.isInstanceOf(RefusedException.class)
			.hasMessageContaining(RedisKeys.of(NAMESPACE).rights());
	}

	@Test
	void keysOfAnotherNamespaceAreRefused() {
		StateStore store = store(RedisKeys.of("other").rights());
		assertThat(outcome(store.connect(this.losses::add))).isInstanceOf(RefusedException.class)
			.hasMessageContaining(NAMESPACE)
			.hasMessageContaining("~eventgate:{rights");
	}

	@ParameterizedTest
	@MethodSource("commands")
	void callRefusedForAMissingRightChangesNothing(String command) {
		StateStore witness = connect(redis.store(NAMESPACE));
		get(witness.restore(Map.of("a", new State(4, "before"))));
		StateStore store = store(rules() + " " + command.replace('+', '-'));
		if (outcome(store.connect(this.losses::add)) == null) {
			RedisKeys keys = RedisKeys.of(NAMESPACE);
			for (Supplier<CompletionStage<?>> call : changes(store)) {
				Map<String, String> events = redis.operator().hgetall(keys.events());
				List<?> feed = redis.operator().xrange(keys.feed(), Range.unbounded());
				if (outcome(call.get()) != null) {
					assertThat(redis.operator().hgetall(keys.events())).isEqualTo(events);
					assertThat(redis.operator().xrange(keys.feed(), Range.unbounded())).isEqualTo(feed);
				}
			}
		}
	}

	@Test
	void wrongPasswordIsReportedWithoutThePassword() {
		store(rules());
		RedisStandaloneConfiguration configuration = redis.standalone();
		configuration.setUsername("eventgate");
		configuration.setPassword("wrong-secret");
		StateStore store = redis.store(configuration, NAMESPACE, RedisFixture.TIMEOUT);
		// Lettuce sometimes reports only that it has closed the connection.
		await("the reason", () -> {
			String failure = stackTrace(outcome(store.connect(this.losses::add)));
			assertThat(failure).isNotEmpty().doesNotContain("secret");
			return failure.contains("WRONGPASS");
		});
		assertThat(store).asString().doesNotContain("secret");
	}

	private static List<Supplier<CompletionStage<?>>> changes(StateStore store) {
		return List.of(() -> store.transition(command("a", Kind.PULSE, 0)),
				() -> store.restore(Map.of("b", new State(4, "restored"))),
				() -> store.reset("a", new State(2, "reset")));
	}

	private List<Supplier<CompletionStage<?>>> calls(StateStore store) {
		List<Supplier<CompletionStage<?>>> calls = new ArrayList<>();
		calls.add(() -> store.connect(this.losses::add));
		calls.add(() -> store.snapshot()
			.thenCompose((snapshot) -> store.changes(snapshot.position(), Duration.ofMillis(10))));
		calls.add(() -> store.read("a"));
		calls.addAll(changes(store));
		calls.add(() -> store.report("me", "text"));
		calls.add(store::reports);
		calls.add(() -> store.forget(Set.of("me")));
		return calls;
	}

	private @Nullable Throwable firstRefusal(StateStore store) {
		return calls(store).stream()
			.map((call) -> outcome(call.get()))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
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
		// A new user in Redis 6 has access to all channels by default.
		arguments.add("resetchannels");
		Arrays.stream(rules.split(" ")).forEach(arguments::add);
		redis.operator().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
		RedisStandaloneConfiguration configuration = redis.standalone();
		configuration.setUsername("eventgate");
		configuration.setPassword("secret");
		return redis.store(configuration, NAMESPACE, RedisFixture.TIMEOUT);
	}

}
