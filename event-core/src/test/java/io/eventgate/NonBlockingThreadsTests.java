/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

class NonBlockingThreadsTests {

	private static final Duration LONG = Duration.ofDays(1);

	private final Event event = new LocalEvent("orders-open", false);

	static Stream<Object> waits() {
		Wait forever = (event) -> {
			event.await();
			return true;
		};
		Wait uninterruptibly = (event) -> {
			event.awaitUninterruptibly();
			return true;
		};
		Wait timed = (event) -> event.await(LONG);
		Wait timedByUnit = (event) -> event.await(1, TimeUnit.DAYS);
		Wait any = (event) -> Event.awaitAny(event, Event.create()).equals(event);
		Wait anyInTime = (event) -> Event.awaitAny(LONG, event, Event.create()).isPresent();
		Wait all = (event) -> Event.awaitAll(LONG, event, Event.create(true));
		return Stream.of(named("await", forever), named("awaitUninterruptibly", uninterruptibly),
				named("await(Duration)", timed), named("await(long, TimeUnit)", timedByUnit), named("awaitAny", any),
				named("awaitAny(Duration)", anyInTime), named("awaitAll(Duration)", all));
	}

	@ParameterizedTest
	@MethodSource("waits")
	void waitThatWouldBlockThrowsAtOnce(Wait wait) {
		AtomicInteger waits = countWaits();
		assertThat(start(wait).failure()).isExactlyInstanceOf(IllegalStateException.class)
			.hasMessageContaining("Event[orders-open, clear, 0 waiting]")
			.hasMessageContaining("'test-event-loop'")
			.hasMessageContaining("whenSet()");
		assertThat(this.event.getQueueLength()).isZero();
		assertThat(waits).hasValue(0);
	}

	@ParameterizedTest
	@MethodSource("waits")
	void waitForSetEventPasses(Wait wait) {
		this.event.set();
		assertThat(start(wait).result()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("waits")
	void waitForAShutDownEventThrowsShutdown(Wait wait) {
		this.event.shutdown();
		assertThat(start(wait).failure()).isInstanceOf(EventShutdownException.class);
	}

	@Test
	void waitWithoutTimeReturns() {
		assertThat(start((event) -> event.await(Duration.ZERO)).result()).isFalse();
		assertThat(start((event) -> event.await(-1, TimeUnit.SECONDS)).result()).isFalse();
		assertThat(start((event) -> Event.awaitAll(Duration.ZERO, event)).result()).isFalse();
	}

	@Test
	void futureIsCreated() {
		assertThat(EventLoopOfTests.start(this.event::whenSet).result()).isNotDone();
		assertThat(this.event.getQueueLength()).isOne();
	}

	@Test
	void failingDetectorDoesNotAffectOthers() {
		assertThat(NonBlockingThreads.isCurrent(List.of(() -> {
			throw new IllegalStateException("of the test");
		}, () -> {
			throw new NoClassDefFoundError("of the test");
		}, () -> {
			throw new AssertionError("of the test");
		}))).isFalse();
		assertThat(NonBlockingThreads.isCurrent(List.of(() -> {
			throw new IllegalStateException("of the test");
		}, () -> false, () -> true))).isTrue();
	}

	private AtomicInteger countWaits() {
		AtomicInteger waits = new AtomicInteger();
		this.event.addObserver(new EventObserver() {

			@Override
			public @Nullable Consumer<WaitOutcome> onBlock(Event event) {
				waits.incrementAndGet();
				return null;
			}

			@Override
			public void onWait(Event event, WaitOutcome outcome, long nanos) {
				waits.incrementAndGet();
			}

		});
		return waits;
	}

	private Started<Boolean> start(Wait wait) {
		return EventLoopOfTests.start(() -> wait.in(this.event));
	}

	/** A method that waits for an event and returns whether it was set. */
	@FunctionalInterface
	interface Wait {

		boolean in(Event event) throws InterruptedException;

	}

}
