/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static io.eventgate.boot.test.EventAssert.assertThat;

/**
 * Tests for {@link EventAssert}.
 */
class EventAssertTests {

	@Test
	void setEventPasses() {
		assertThat(Event.create(true)).isSet().isSetWithin(Duration.ZERO).hasNoWaiters();
		fails(() -> assertThat(Event.create(true)).isClear(), "to be clear");
	}

	@Test
	void clearEventPasses() {
		assertThat(Event.create()).isClear();
		fails(() -> assertThat(Event.create()).isSet(), "Event[clear, 0 waiting] to be set");
		fails(() -> assertThat(Event.create()).isSetWithin(Duration.ofMillis(1)), "to be set within PT0.001S");
	}

	@Test
	void waitersAreCounted() {
		Event event = Event.create();
		CompletableFuture<Void> waiter = event.whenSet();
		assertThat(event).hasWaiters(1);
		fails(() -> assertThat(event).hasNoWaiters(), "to have 0 waiters, but it has 1");
		waiter.cancel(false);
	}

	@Test
	void waiterThatComesInTimeIsCounted() throws Exception {
		Event event = Event.create();
		Thread waiter = new Thread(event::awaitUninterruptibly);
		waiter.start();
		assertThat(event).hasWaitersWithin(Duration.ofMinutes(1), 1);
		event.set();
		waiter.join();
		assertThat(event).hasWaitersWithin(Duration.ofSeconds(Long.MAX_VALUE), 0);
		fails(() -> assertThat(event).hasWaitersWithin(Duration.ofMillis(1), 1), "to have 1 waiters, but it has 0");
		fails(() -> assertThat(event).hasWaitersWithin(Duration.ZERO, 1), "to have 1 waiters, but it has 0");
	}

	@Test
	void interruptEndsTheSearchForWaiters() {
		Thread.currentThread().interrupt();
		fails(() -> assertThat(Event.create()).hasWaitersWithin(Duration.ofMinutes(1), 1), "Interrupted");
		Assertions.assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void eventThatIsShutDownPasses() {
		Event event = Event.create();
		fails(() -> assertThat(event).isShutdown(), "to be shut down");
		event.shutdown();
		assertThat(event).isShutdown();
	}

	@Test
	void nullFails() {
		fails(() -> assertThat(null).isSet(), "not to be null");
	}

	private static void fails(ThrowingCallable assertion, String message) {
		Assertions.assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContaining(message);
	}

}
