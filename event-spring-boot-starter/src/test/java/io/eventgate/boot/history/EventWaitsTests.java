/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.WaitOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventWaitsTests {

	private final EventRegistry registry = new EventRegistry();

	private final EventWaits waits = new EventWaits();

	EventWaitsTests() {
		this.registry.addListener(this.waits);
	}

	@Test
	void isEmptyBeforeAWaitHasBlocked() throws Exception {
		Event event = this.registry.create("gate", true);
		event.await();
		assertThat(this.waits.getSummary("gate")).isEmpty();
		assertThat(this.waits.getSummary("unknown")).isEmpty();
	}

	@Test
	void countsWaitsThatBlocked() throws Exception {
		Event event = this.registry.create("gate", false);
		event.await(Duration.ofNanos(1));
		event.await(Duration.ofMillis(1));
		assertThat(this.waits.getSummary("gate")).hasValueSatisfying((summary) -> {
			assertThat(summary.count()).isEqualTo(2);
			assertThat(summary.max()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
			assertThat(summary.p50()).isPositive().isLessThanOrEqualTo(summary.p90());
		});
	}

	@Test
	void percentilesAreThoseOfTheLatestWaits() {
		RecentWaits recent = new RecentWaits(System::nanoTime);
		Event event = Event.create();
		for (int i = 0; i < 1000; i++) {
			recent.onWait(event, WaitOutcome.SET, 1_000_000_000L + i);
		}
		for (int i = RecentWaits.SIZE; i > 0; i--) {
			recent.onWait(event, WaitOutcome.TIMEOUT, i);
		}
		assertThat(recent.summarize()).hasValue(new WaitSummary(1000 + RecentWaits.SIZE, Duration.ofNanos(128),
				Duration.ofNanos(231), Duration.ofNanos(254), Duration.ofNanos(256)));
	}

	@Test
	void singleWaitDeterminesAllPercentiles() {
		RecentWaits recent = new RecentWaits(System::nanoTime);
		recent.onWait(Event.create(), WaitOutcome.SET, 7);
		Duration seven = Duration.ofNanos(7);
		assertThat(recent.summarize()).hasValue(new WaitSummary(1, seven, seven, seven, seven));
	}

	@Test
	void waitsOfManyThreadsAreCounted() throws Exception {
		Event event = this.registry.create("gate", false);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			Thread thread = new Thread(event::awaitUninterruptibly);
			thread.start();
			threads.add(thread);
		}
		while (event.getQueueLength() < threads.size()) {
			Thread.onSpinWait();
		}
		event.set();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.waits.getSummary("gate")).hasValueSatisfying((summary) -> {
			assertThat(summary.count()).isEqualTo(100);
			assertThat(summary.p50()).isPositive();
		});
	}

	@Test
	void dataIsRemovedWithTheEvent() throws Exception {
		this.registry.create("gate", false).await(Duration.ofNanos(1));
		this.registry.remove("gate");
		assertThat(this.waits.getSummary("gate")).isEmpty();
		this.registry.create("gate", false);
		assertThat(this.waits.getSummary("gate")).isEmpty();
	}

}
