/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.metrics;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventMetricsTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final EventRegistry events = new EventRegistry();

	private final EventMetrics metrics = new EventMetrics(this.events);

	private final Event event = this.events.create("gate", false);

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.meters);
	}

	@Test
	void allMetersExistBeforeTheFirstUse() {
		assertThat(meters()).containsExactlyInAnyOrder("eventgate.state{event=gate}", "eventgate.waiters{event=gate}",
				"eventgate.active{event=gate}", "eventgate.wait.longest{event=gate}",
				"eventgate.wait{event=gate,outcome=set}", "eventgate.wait{event=gate,outcome=timeout}",
				"eventgate.wait{event=gate,outcome=interrupted}", "eventgate.wait{event=gate,outcome=rejected}",
				"eventgate.wait{event=gate,outcome=shutdown}", "eventgate.transitions{event=gate,to=set}",
				"eventgate.transitions{event=gate,to=clear}", "eventgate.transitions{event=gate,to=pulse}");
		assertThat(this.meters.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).isNotBlank());
	}

	@Test
	void theStateIsRead() {
		assertThat(gauge("eventgate.state")).isZero();
		this.event.set();
		assertThat(gauge("eventgate.state")).isEqualTo(1);
	}

	@Test
	void waitersAndTheLongestWaitAreRead() {
		assertThat(gauge("eventgate.waiters")).isZero();
		assertThat(longestWait()).isZero();
		CompletableFuture<Void> one = this.event.whenSet();
		CompletableFuture<Void> other = this.event.whenSet();
		assertThat(gauge("eventgate.waiters")).isEqualTo(2);
		assertThat(longestWait()).isPositive();
		this.event.set();
		assertThat(one).isDone();
		assertThat(other).isDone();
		assertThat(longestWait()).isZero();
	}

	@Test
	void activeCallsAreRead() throws InterruptedException {
		this.event.set();
		try (GuardedCall call = this.events.beginCall("gate")) {
			call.await();
			assertThat(gauge("eventgate.active")).isEqualTo(1);
		}
		assertThat(gauge("eventgate.active")).isZero();
	}

	@Test
	void effectiveTransitionsAreCounted() {
		this.event.set();
		this.event.set();
		this.event.clear();
		this.event.clear();
		this.event.pulse();
		this.event.pulse();
		assertThat(transitions("set")).isEqualTo(1);
		assertThat(transitions("clear")).isEqualTo(1);
		assertThat(transitions("pulse")).isEqualTo(2);
	}

	@Test
	void waitsThatBlockedAreTimedByTheirOutcome() throws InterruptedException {
		assertThat(this.event.await(Duration.ofNanos(1))).isFalse();
		assertThat(waits("timeout")).isEqualTo(1);
		assertThat(this.event.whenSet().cancel(false)).isTrue();
		assertThat(waits("interrupted")).isEqualTo(1);
		CompletableFuture<Void> released = this.event.whenSet();
		this.event.pulse();
		assertThat(released).isDone();
		assertThat(waits("set")).isEqualTo(1);
		CompletableFuture<Void> cutOff = this.event.whenSet();
		this.event.shutdown();
		assertThat(cutOff).isCompletedExceptionally();
		assertThat(waits("shutdown")).isEqualTo(1);
		assertThat(this.meters.get("eventgate.wait").tag("outcome", "set").timer().totalTime(TimeUnit.NANOSECONDS))
			.isPositive();
	}

	@Test
	void refusedWaitIsCounted() {
		Event bounded = this.events.create(EventDefinition.builder("bounded").maxWaiters(1).build());
		CompletableFuture<Void> first = bounded.whenSet();
		assertThat(bounded.whenSet()).isCompletedExceptionally();
		assertThat(first).isNotDone();
		assertThat(this.meters.get("eventgate.wait").tags("event", "bounded", "outcome", "rejected").timer().count())
			.isOne();
		assertThat(this.meters.get("eventgate.waiters").tag("event", "bounded").gauge().value()).isOne();
	}

	@Test
	void waitsThatDidNotBlockAreNotTimed() throws InterruptedException {
		assertThat(this.event.await(Duration.ZERO)).isFalse();
		this.event.set();
		this.event.await();
		assertThat(this.event.await(Duration.ofDays(1))).isTrue();
		this.event.whenSet().join();
		assertThat(this.meters.find("eventgate.wait").timers()).hasSize(5)
			.allSatisfy((timer) -> assertThat(timer.count()).isZero());
	}

	@Test
	void metersAreRemovedWithTheirEvent() {
		this.events.create("other", false);
		this.events.remove("gate");
		assertThat(meters()).hasSize(12).allMatch((meter) -> meter.contains("event=other"));
	}

	@Test
	void anEventOfTheSameNameHasMetersOfItsOwn() {
		this.event.set();
		this.events.remove("gate");
		this.events.create("gate", false);
		assertThat(gauge("eventgate.state")).isZero();
		assertThat(transitions("set")).isZero();
	}

	@Test
	void eventWithoutOtherReferencesIsRetained() {
		EventRegistry registry = new EventRegistry();
		try (EventMetrics other = new EventMetrics(registry)) {
			other.bindTo(this.meters);
			registry.register(EventDefinition.builder("held").initiallySet(true).build(), Event.create(true));
		}
		WeakReference<Object> garbage = new WeakReference<>(new Object());
		while (garbage.get() != null) {
			System.gc();
		}
		assertThat(this.meters.get("eventgate.state").tag("event", "held").gauge().value()).isEqualTo(1);
	}

	@Test
	void afterCloseNoEventIsFollowed() {
		this.metrics.close();
		this.events.create("later", false);
		assertThat(meters()).hasSize(12);
	}

	private Set<String> meters() {
		return this.meters.getMeters()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getName() + id.getTags()
				.stream()
				.map((tag) -> tag.getKey() + "=" + tag.getValue())
				.collect(Collectors.joining(",", "{", "}")))
			.collect(Collectors.toSet());
	}

	private double gauge(String name) {
		return this.meters.get(name).tag("event", "gate").gauge().value();
	}

	private double longestWait() {
		return this.meters.get("eventgate.wait.longest").timeGauge().value(TimeUnit.NANOSECONDS);
	}

	private double transitions(String to) {
		return this.meters.get("eventgate.transitions").tag("to", to).counter().count();
	}

	private long waits(String outcome) {
		return this.meters.get("eventgate.wait").tag("outcome", outcome).timer().count();
	}

}
