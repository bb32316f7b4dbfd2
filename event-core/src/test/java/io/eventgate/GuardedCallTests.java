/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class GuardedCallTests {

	private final EventRegistry registry = new EventRegistry();

	private final Event event = this.registry.create("orders-open", true);

	@Test
	void callIsActiveFromItsReleaseUntilItIsClosed() throws Exception {
		try (GuardedCall call = this.registry.beginCall("orders-open")) {
			call.await();
			assertThat(active()).isEqualTo(1);
			this.event.clear();
			assertThat(active()).isEqualTo(1);
		}
		assertThat(active()).isZero();
	}

	@Test
	void callThatWaitsIsNotActive() throws Exception {
		this.event.clear();
		Started<Integer> call = call();
		untilWaiting(1);
		assertThat(active()).isZero();
		this.event.set();
		assertThat(call.result()).isEqualTo(1);
		assertThat(active()).isZero();
	}

	@Test
	void futureThatWaitsIsNotActive() {
		this.event.clear();
		try (GuardedCall call = this.registry.beginCall("orders-open")) {
			CompletableFuture<Void> future = call.whenSet();
			assertThat(active()).isZero();
			this.event.pulse();
			assertThat(future).isCompleted();
			assertThat(active()).isEqualTo(1);
		}
		assertThat(active()).isZero();
	}

	@Test
	void callThatHasNotWaitedIsActive() {
		this.event.clear();
		try (GuardedCall call = this.registry.beginCall("orders-open")) {
			assertThat(call).hasToString("GuardedCall[Event[orders-open, clear, 0 waiting]]");
			assertThat(active()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callerThatWasLetThroughAndHasNotRunSinceIsActive(boolean waits) throws Exception {
		CountDownLatch letThrough = new CountDownLatch(1);
		CountDownLatch runs = new CountDownLatch(1);
		Event slow = new ForwardingEvent() {

			@Override
			protected Event delegate() {
				return GuardedCallTests.this.event;
			}

			@Override
			public void await() throws InterruptedException {
				super.await();
				letThrough.countDown();
				runs.await();
			}

		};
		this.registry.replace(this.registry.findRegistration("orders-open").orElseThrow(), slow);
		if (waits) {
			this.event.clear();
		}
		Started<Integer> call = call();
		if (waits) {
			untilWaiting(1);
			this.event.set();
		}
		letThrough.await();
		this.event.clear();
		assertThat(active()).isEqualTo(1);
		runs.countDown();
		assertThat(call.result()).isEqualTo(1);
		assertThat(active()).isZero();
	}

	@Test
	void callThatWaitedBeforeAPulseIsActiveThoughOthersWaitAfterIt() {
		this.event.clear();
		List<GuardedCall> calls = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			GuardedCall call = this.registry.beginCall("orders-open");
			CompletableFuture<?> unused = call.whenSet();
			calls.add(call);
			assertThat(active()).isEqualTo(i);
			this.event.pulse();
			assertThat(active()).isEqualTo(i + 1);
		}
		calls.forEach(GuardedCall::close);
		assertThat(active()).isZero();
	}

	@Test
	void callThatWaitsInsideAnotherLeavesItActive() throws Exception {
		try (GuardedCall outer = this.registry.beginCall("orders-open")) {
			outer.await();
			this.event.clear();
			Started<Integer> inner = call();
			untilWaiting(1);
			assertThat(active()).isEqualTo(1);
			this.event.set();
			inner.result();
		}
	}

	@Test
	void callThatWaitsAgainIsNotActive() throws Exception {
		try (GuardedCall call = this.registry.beginCall("orders-open")) {
			call.await();
			this.event.clear();
			CompletableFuture<Void> future = call.whenSet();
			assertThat(active()).isZero();
			future.cancel(false);
			assertThat(active()).isEqualTo(1);
		}
	}

	@Test
	void callWhoseTimeRanOutCountsUntilItIsClosed() throws Exception {
		this.event.clear();
		try (GuardedCall call = this.registry.beginCall("orders-open")) {
			assertThat(call.await(Duration.ofNanos(1))).isFalse();
			assertThat(active()).isEqualTo(1);
			this.event.set();
			assertThat(call.await(Duration.ZERO)).isTrue();
		}
		assertThat(active()).isZero();
	}

	@Test
	void callThatIsInterruptedOrShutDownEndsWhenItIsClosed() throws Exception {
		this.event.clear();
		Started<Integer> interrupted = call();
		untilWaiting(1);
		interrupted.thread().interrupt();
		assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
		assertThat(active()).isZero();
		Started<Integer> cutOff = call();
		untilWaiting(1);
		this.event.shutdown();
		assertThat(cutOff.failure()).isInstanceOf(EventShutdownException.class);
		assertThat(active()).isZero();
	}

	@Test
	void callThatIsClosedTwiceEndsOnce() {
		GuardedCall other = this.registry.beginCall("orders-open");
		GuardedCall call = this.registry.beginCall("orders-open");
		call.close();
		call.close();
		assertThat(active()).isEqualTo(1);
		other.close();
	}

	@Test
	void callsOfAnEventThatIsNotDefinedAreRefused() {
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> this.registry.beginCall("order"))
			.withMessage("Event 'order' is not defined. The defined events are [orders-open]");
	}

	@Test
	void callsOfAForeignEventAreNotCounted() throws Exception {
		Event foreign = (Event) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Event.class },
				(proxy, method, arguments) -> method.invoke(this.event, arguments));
		this.registry.register(EventDefinition.of("foreign"), foreign);
		try (GuardedCall call = this.registry.beginCall("foreign")) {
			call.await();
			assertThat(GuardedCall.countActive(foreign)).isEmpty();
			assertThat(active()).isZero();
		}
	}

	@Test
	void callsThatPassBeforeAClearHaveEndedWhenNoneIsActive() throws Exception {
		CompletableFuture<Void> stop = new CompletableFuture<>();
		Event inside = Event.create();
		List<Started<Boolean>> workers = new ArrayList<>();
		AtomicInteger working = new AtomicInteger();
		for (int i = 0; i < 4; i++) {
			workers.add(Started.run(() -> {
				while (!stop.isDone()) {
					try (GuardedCall call = this.registry.beginCall("orders-open")) {
						call.await();
						working.incrementAndGet();
						inside.set();
						Thread.onSpinWait();
						working.decrementAndGet();
					}
				}
			}));
		}
		for (int i = 0; i < 2_000; i++) {
			this.event.set();
			if (i % 10 == 0) {
				inside.await(10, TimeUnit.SECONDS);
			}
			this.event.clear();
			until(() -> active() == 0);
			assertThat(working).hasValue(0);
			inside.clear();
		}
		stop.complete(null);
		this.event.set();
		workers.forEach(Started::result);
	}

	/** Starts a call that returns how many are active in it. */
	private Started<Integer> call() {
		return Started.call(() -> {
			try (GuardedCall call = this.registry.beginCall("orders-open")) {
				call.await();
				return active();
			}
		});
	}

	private void untilWaiting(int count) throws InterruptedException {
		until(() -> this.event.getQueueLength() >= count);
	}

	private static void until(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			Thread.onSpinWait();
		}
	}

	private int active() {
		OptionalInt active = GuardedCall.countActive(this.event);
		return active.orElseThrow();
	}

}
