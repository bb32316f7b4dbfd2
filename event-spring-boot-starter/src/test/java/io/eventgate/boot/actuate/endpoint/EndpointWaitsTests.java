/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.Transition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointWaitsTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final EventRegistry events = new EventRegistry();

	private final Event gate = this.events.create("gate", false);

	private final EndpointWaits waits = new EndpointWaits(this.events, 2);

	@AfterEach
	void close() {
		this.waits.close();
	}

	@Test
	void waitForTheStateThatTheEventHasEndsAtOnce() {
		assertThat(begin(Transition.Kind.CLEAR)).isCompletedWithValue(Optional.empty());
		this.gate.set();
		assertThat(begin(Transition.Kind.SET)).isCompletedWithValue(Optional.empty());
		this.gate.shutdown();
		assertThat(begin(Transition.Kind.SET)).isCompletedWithValue(Optional.empty());
	}

	@Test
	void waitForAnUnknownEventIsLeftToTheEndpoint() {
		assertThat(this.waits.begin(new WaitRequest("gaet", Transition.Kind.SET, LONG)))
			.isCompletedWithValue(Optional.empty());
	}

	@ParameterizedTest
	@EnumSource(names = { "SET", "PULSE" })
	void setAndPulseEndAWaitForSet(Transition.Kind kind) throws Exception {
		CompletableFuture<Optional<ProblemDescriptor>> wait = begin(Transition.Kind.SET);
		assertThat(wait).isNotDone();
		assertThat(this.gate.getQueueLength()).isEqualTo(1);
		assertThat(this.waits.count()).isEqualTo(1);
		assertThat(this.gate.change(kind).released()).isEqualTo(1);
		assertThat(get(wait)).isEmpty();
		assertThat(this.waits.count()).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "CLEAR", "PULSE" })
	void clearAndPulseEndAWaitForClear(Transition.Kind kind) throws Exception {
		this.gate.set();
		CompletableFuture<Optional<ProblemDescriptor>> wait = begin(Transition.Kind.CLEAR);
		assertThat(wait).isNotDone();
		this.gate.change(kind);
		assertThat(get(wait)).isEmpty();
		assertThat(this.waits.count()).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "SET", "CLEAR" })
	void otherObserversAreNotifiedBeforeTheResponse(Transition.Kind until) throws Exception {
		this.gate.change((until == Transition.Kind.SET) ? Transition.Kind.CLEAR : Transition.Kind.SET);
		List<Transition.Kind> seen = new ArrayList<>();
		CompletableFuture<Void> late = new CompletableFuture<>();
		this.gate.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event event, Transition transition) {
				seen.add(transition.kind());
				late.join();
			}

		});
		CompletableFuture<List<Transition.Kind>> response = begin(until).thenApply((problem) -> List.copyOf(seen));
		Thread setter = new Thread(() -> this.gate.change(until));
		setter.start();
		while (seen.isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(response).isNotDone();
		late.complete(null);
		assertThat(response.get(1, TimeUnit.MINUTES)).containsExactly(until);
		setter.join();
	}

	@Test
	void threadThatSetsTheEventDoesNotRunTheResponse() throws Exception {
		CompletableFuture<Thread> wait = begin(Transition.Kind.SET).thenApply((problem) -> Thread.currentThread());
		this.gate.set();
		assertThat(wait.get(1, TimeUnit.MINUTES)).isNotEqualTo(Thread.currentThread())
			.matches(Thread::isDaemon)
			.extracting(Thread::getName)
			.isEqualTo("eventgate-endpoint-waits");
	}

	@ParameterizedTest
	@EnumSource(names = { "SET", "CLEAR" })
	void timedOutWaitIs408AndLeavesNoWaiter(Transition.Kind until) throws Exception {
		this.gate.change((until == Transition.Kind.SET) ? Transition.Kind.CLEAR : Transition.Kind.SET);
		assertThat(get(begin(until, Duration.ofNanos(1))))
			.contains(new ProblemDescriptor(408, "Request Timeout", "Event 'gate' was not "
					+ EventsEndpoint.describe(until) + " in time. Repeat the request to wait longer", null));
		assertThat(this.gate.getQueueLength()).isZero();
		assertThat(this.waits.count()).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "SET", "CLEAR" })
	void cancelledWaitLeavesNoWaiter(Transition.Kind until) {
		this.gate.change((until == Transition.Kind.SET) ? Transition.Kind.CLEAR : Transition.Kind.SET);
		begin(until).cancel(true);
		assertThat(this.gate.getQueueLength()).isZero();
		assertThat(this.waits.count()).isZero();
	}

	@Test
	void waitBeyondTheLimitIs429UntilAnotherEnds() throws Exception {
		CompletableFuture<Optional<ProblemDescriptor>> first = begin(Transition.Kind.SET);
		CompletableFuture<Optional<ProblemDescriptor>> second = begin(Transition.Kind.SET);
		assertThat(status(begin(Transition.Kind.SET))).isEqualTo(429);
		assertThat(get(begin(Transition.Kind.SET)).orElseThrow().message()).startsWith("2 requests")
			.contains("eventgate.endpoint.max-waits");
		assertThat(begin(Transition.Kind.CLEAR)).isCompletedWithValue(Optional.empty());
		first.cancel(true);
		assertThat(begin(Transition.Kind.SET)).isNotDone();
		assertThat(second).isNotDone();
	}

	@Test
	void waitBeyondTheMaximumOfWaitersIs503() throws Exception {
		this.events.create(EventDefinition.builder("narrow").maxWaiters(1).build());
		WaitRequest request = new WaitRequest("narrow", Transition.Kind.SET, LONG);
		assertThat(this.waits.begin(request)).isNotDone();
		CompletableFuture<Optional<ProblemDescriptor>> refused = this.waits.begin(request);
		assertThat(refused).isDone();
		assertThat(status(refused)).isEqualTo(503);
		assertThat(get(refused).orElseThrow().message()).contains("'narrow'", "max-waiters");
		assertThat(this.waits.count()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "SET", "CLEAR" })
	void shutdownAndRemovalAre503(Transition.Kind until) throws Exception {
		this.gate.change((until == Transition.Kind.SET) ? Transition.Kind.CLEAR : Transition.Kind.SET);
		CompletableFuture<Optional<ProblemDescriptor>> wait = begin(until);
		this.gate.shutdown();
		assertThat(status(wait)).isEqualTo(503);
		assertThat(get(wait).orElseThrow().message()).contains("'gate' is shut down");
		assertThat(begin(until)).isDone();
		assertThat(status(begin(until))).isEqualTo(503);
		assertThat(this.waits.count()).isZero();
		this.events.create("removed", until == Transition.Kind.CLEAR);
		wait = this.waits.begin(new WaitRequest("removed", until, LONG));
		this.events.remove("removed");
		assertThat(status(wait)).isEqualTo(503);
	}

	@Test
	void closingEndsWaitsForEventsThatAreNotShutDown() throws Exception {
		CompletableFuture<Optional<ProblemDescriptor>> wait = begin(Transition.Kind.SET);
		this.waits.close();
		assertThat(status(wait)).isEqualTo(503);
		assertThat(status(begin(Transition.Kind.SET))).isEqualTo(503);
		assertThat(begin(Transition.Kind.CLEAR)).isCompletedWithValue(Optional.empty());
		assertThat(this.gate.isShutdown()).isFalse();
		assertThat(this.gate.getQueueLength()).isZero();
		assertThat(this.waits.count()).isZero();
	}

	private CompletableFuture<Optional<ProblemDescriptor>> begin(Transition.Kind until) {
		return begin(until, LONG);
	}

	private CompletableFuture<Optional<ProblemDescriptor>> begin(Transition.Kind until, Duration timeout) {
		return this.waits.begin(new WaitRequest("gate", until, timeout));
	}

	private static int status(CompletableFuture<Optional<ProblemDescriptor>> wait) throws Exception {
		return get(wait).orElseThrow().status();
	}

	private static Optional<ProblemDescriptor> get(CompletableFuture<Optional<ProblemDescriptor>> wait)
			throws Exception {
		return wait.get(1, TimeUnit.MINUTES);
	}

}
