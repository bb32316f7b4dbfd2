/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CombinedWaitOutcomeTests {

	private final Event event = Event.create();

	private final List<WaitOutcome> outcomes = new CopyOnWriteArrayList<>();

	@BeforeEach
	void listen() {
		this.event.addObserver(new EventObserver() {

			@Override
			public void onWait(Event source, WaitOutcome outcome, long nanos) {
				CombinedWaitOutcomeTests.this.outcomes.add(outcome);
			}

		});
	}

	@Test
	void waitThatDoesNotBlockIsNotReported() throws InterruptedException {
		assertThat(Event.awaitAny(Duration.ZERO, this.event)).isEmpty();
		assertThat(Event.awaitAll(Duration.ZERO, this.event)).isFalse();
		Event other = Event.create(true);
		assertThat(Event.awaitAny(Duration.ofDays(1), this.event, other)).containsSame(other);
		assertThat(this.outcomes).isEmpty();
	}

	@Test
	void timeOutIsReported() throws InterruptedException {
		assertThat(Event.awaitAny(Duration.ofMillis(1), this.event)).isEmpty();
		assertThat(Event.awaitAll(Duration.ofMillis(1), this.event)).isFalse();
		assertThat(this.outcomes).containsExactly(WaitOutcome.TIMEOUT, WaitOutcome.TIMEOUT);
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void sameEventTwiceIsReleasedAndUnlinked() {
		Started<Boolean> waiter = Started
			.run(() -> assertThat(Event.awaitAny(Duration.ofDays(1), this.event, this.event)).containsSame(this.event));
		Started.untilWaiting(this.event, 2);
		this.event.pulse();
		waiter.result();
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void futureOfAnotherImplementationEndsTheWait() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		Event foreign = foreign(future);
		Started<Boolean> waiter = Started
			.run(() -> assertThat(Event.awaitAny(Duration.ofDays(1), this.event, foreign)).isPresent());
		Started.untilWaiting(this.event, 1);
		future.complete(null);
		waiter.result();
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void failureOfAnotherImplementationIsNoShutdown() {
		Event foreign = foreign(CompletableFuture.failedFuture(new IOException("store down")));
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> Event.awaitAny(Duration.ofDays(1), this.event, foreign))
			.withCauseInstanceOf(IOException.class);
		assertThat(this.event.getQueueLength()).isZero();
	}

	private static Event foreign(CompletableFuture<Void> future) {
		return (Event) Proxy.newProxyInstance(Event.class.getClassLoader(), new Class<?>[] { Event.class },
				(proxy, method, arguments) -> method.getName().equals("whenSet") ? future : false);
	}

}
