/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventRegistry#drainAsync} of events of one JVM.
 */
@Timeout(60)
class DrainTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final EventRegistry registry = new EventRegistry();

	private final List<Transition> transitions = new CopyOnWriteArrayList<>();

	private RevertibleEvent event;

	@BeforeEach
	void create() {
		this.event = (RevertibleEvent) this.registry.create("orders", true);
		this.event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event event, Transition transition) {
				DrainTests.this.transitions.add(transition);
			}

		});
	}

	@Test
	void drainIsCompleteWhenTheLastCallHasEnded() throws Exception {
		GuardedCall one = call();
		GuardedCall two = call();
		CompletableFuture<Drain> drain = this.registry.drainAsync("orders", HOUR, false);
		assertThat(this.event.isSet()).isFalse();
		one.close();
		assertThat(drain).isNotDone();
		two.close();
		assertThat(drain.get(30, TimeUnit.SECONDS))
			.isEqualTo(new Drain(new Transition(Transition.Kind.CLEAR, true, 0), 0, true, false));
	}

	@Test
	void drainWithoutCallsIsCompleteAtOnce() {
		assertThat(this.registry.drainAsync("orders", HOUR, true)).isCompletedWithValueMatching(Drain::complete);
		assertThat(this.event.getRevertTime()).isEmpty();
		CompletableFuture<Drain> again = this.registry.drainAsync("orders", HOUR, true);
		assertThat(again).isCompletedWithValueMatching(Drain::complete);
		assertThat(this.event.isSet()).isFalse();
	}

	@Test
	void callsThatAreLeftAreCounted() throws Exception {
		try (GuardedCall one = call(); GuardedCall two = call()) {
			Drain drain = this.registry.drainAsync("orders", Duration.ZERO, false).join();
			assertThat(drain.active()).isEqualTo(2);
			assertThat(drain.complete()).isFalse();
			assertThat(this.event.isSet()).isFalse();
			assertThat(one).isNotSameAs(two);
		}
	}

	@Test
	void clearIsTakenBackWhenCallsAreLeft() throws Exception {
		try (GuardedCall call = call()) {
			Drain drain = new Origin(Origin.Source.ENDPOINT, "alice", "migration")
				.call(() -> this.registry.drainAsync("orders", Duration.ZERO, true))
				.join();
			assertThat(drain.restored()).isTrue();
			assertThat(drain.complete()).isFalse();
			assertThat(this.event.isSet()).isTrue();
			assertThat(this.transitions).hasSize(2);
			assertThat(this.transitions.get(1).origin())
				.isEqualTo(new Origin(Origin.Source.REVERSAL, "alice", "migration"));
			assertThat(call).isNotNull();
		}
	}

	@Test
	void clearThatDrainedStays() throws Exception {
		GuardedCall call = call();
		CompletableFuture<Drain> drain = this.registry.drainAsync("orders", HOUR, true);
		assertThat(this.event.getRevertTime()).isPresent();
		call.close();
		Drain drained = drain.get(30, TimeUnit.SECONDS);
		assertThat(drained.complete()).isTrue();
		assertThat(drained.transition().until()).isNull();
		assertThat(this.event.getRevertTime()).isEmpty();
	}

	@Test
	void clearForALimitedTimeKeepsItsTimeWhenItDrained() {
		Drain drained = this.registry.drainAsync("orders", HOUR, HOUR, true).join();
		assertThat(drained.complete()).isTrue();
		assertThat(this.event.getRevertTime()).contains(drained.transition().until());
	}

	@Test
	void clearForALimitedTimeIsTakenBackBeforeIfCallsAreLeft() throws Exception {
		try (GuardedCall call = call()) {
			assertThat(this.registry.drainAsync("orders", HOUR, Duration.ZERO, true).join().restored()).isTrue();
			assertThat(this.event.isSet()).isTrue();
			assertThat(call).isNotNull();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SET", "PULSE" })
	void drainEndsWhenTheEventIsSwitchedAgain(Transition.Kind kind) throws Exception {
		try (GuardedCall call = call()) {
			CompletableFuture<Drain> drain = this.registry.drainAsync("orders", HOUR, true);
			this.event.change(kind);
			Drain ended = drain.get(30, TimeUnit.SECONDS);
			assertThat(ended.complete()).isFalse();
			assertThat(ended.restored()).isFalse();
			assertThat(this.event.isSet()).isEqualTo(kind == Transition.Kind.SET);
			assertThat(call).isNotNull();
		}
	}

	@Test
	void laterClearPreventsTheRestoration() throws Exception {
		try (GuardedCall call = call()) {
			CompletableFuture<Drain> drain = this.registry.drainAsync("orders", Duration.ofMillis(100), true);
			this.event.clear();
			Drain ended = drain.get(30, TimeUnit.SECONDS);
			assertThat(ended.restored()).isFalse();
			assertThat(ended.active()).isOne();
			assertThat(this.event.isSet()).isFalse();
			assertThat(call).isNotNull();
		}
	}

	@Test
	void clearThatChangedNothingIsNotTakenBackAndStays() throws Exception {
		try (GuardedCall call = call()) {
			this.event.changeFor(Transition.Kind.CLEAR, HOUR);
			Drain ended = this.registry.drainAsync("orders", Duration.ZERO, true).join();
			assertThat(ended.restored()).isFalse();
			assertThat(this.event.isSet()).isFalse();
			assertThat(this.event.getRevertTime()).isEmpty();
			assertThat(call).isNotNull();
		}
	}

	@Test
	void restorationAndAClearOfAnotherThreadExcludeEachOther() throws Exception {
		int restored = 0;
		for (int i = 0; i < 5_000; i++) {
			this.event.set();
			try (GuardedCall call = call()) {
				CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(this.event::clear);
				restored += this.registry.drainAsync("orders", Duration.ZERO, true).join().restored() ? 1 : 0;
				other.get(30, TimeUnit.SECONDS);
				assertThat(this.event.isSet()).as("a clear is last, or prevents the restoration").isFalse();
				assertThat(call).isNotNull();
			}
		}
		assertThat(restored).isPositive();
	}

	@Test
	void drainThatIsNotPossibleIsRefused() {
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.registry.drainAsync("payments", HOUR, false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.registry.drainAsync("orders", Duration.ZERO, HOUR, false));
		EventRegistry others = new EventRegistry((definition) -> new ForwardingEvent() {

			@Override
			protected Event delegate() {
				return DrainTests.this.event;
			}

		});
		others.create("shared", true);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> others.drainAsync("shared", HOUR, false))
			.withMessageContaining("'shared'")
			.withMessageContaining("ClusterEvents.drainAsync");
		assertThat(this.event.isSet()).isTrue();
	}

	private GuardedCall call() throws InterruptedException {
		GuardedCall call = this.registry.beginCall("orders");
		call.await();
		return call;
	}

}
