/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.WaitOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecentWaitersTests {

	private static final int STEPS = RecentWaiters.STEPS;

	/** Close to an overflow, as {@link System#nanoTime()} may be. */
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

	private final EventRegistry registry = new EventRegistry();

	private final EventWaits waits = new EventWaits(this.clock::get);

	RecentWaitersTests() {
		this.registry.addListener(this.waits);
	}

	@Test
	void isEmptyBeforeAWaitHasBlocked() throws Exception {
		Event event = this.registry.create("gate", true);
		event.await();
		event.whenSet().get();
		event.clear();
		event.await(Duration.ZERO);
		assertThat(this.waits.getPeaks("gate")).isEmpty();
		assertThat(this.waits.getPeaks("unknown")).isEmpty();
	}

	@Test
	void eachStepHasItsMaximumOfWaiters() {
		Event event = this.registry.create("gate", false);
		pass(2);
		letWait(event, 3).get(0).cancel(false);
		assertPeaks("gate", 0, 0, 3);
		pass(1);
		assertPeaks("gate", 0, 0, 3, 2);
		event.set();
		assertPeaks("gate", 0, 0, 3, 2);
		pass(1);
		assertPeaks("gate", 0, 0, 3, 2, 0);
	}

	@Test
	void stepWithoutActivityHasItsPermanentWaiters() {
		Event event = this.registry.create("gate", false);
		CompletableFuture<Void> first = letWait(event, 1).get(0);
		CompletableFuture<Void> second = letWait(event, 1).get(0);
		pass(3);
		second.cancel(false);
		pass(2);
		first.cancel(false);
		pass(1);
		assertPeaks("gate", 2, 2, 2, 2, 1, 1, 0);
	}

	@Test
	void oldStepsAreRemoved() {
		Event event = this.registry.create("gate", false);
		CompletableFuture<Void> wait = letWait(event, 1).get(0);
		pass(STEPS);
		assertThat(peaks("gate")).hasSize(STEPS).containsOnly(1);
		wait.cancel(false);
		pass(STEPS - 1);
		assertThat(peaks("gate")).hasSize(STEPS).startsWith(1, 0).endsWith(0);
		pass(1000 * STEPS);
		assertThat(peaks("gate")).hasSize(STEPS).containsOnly(0);
	}

	@Test
	void startIsThatOfTheFirstStep() {
		letWait(this.registry.create("gate", false), 1);
		this.clock.addAndGet(Duration.ofSeconds(601).toNanos());
		Instant before = Instant.now();
		assertThat(this.waits.getPeaks("gate")).hasValueSatisfying((peaks) -> {
			assertThat(peaks.step()).isEqualTo(Duration.ofSeconds(10));
			assertThat(peaks.since().plusSeconds(591)).isBetween(before, Instant.now());
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void waitsCountForEachOutcome(int count) throws Exception {
		Event event = this.registry.create("gate", false);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			threads.add(new Thread(event::awaitUninterruptibly));
		}
		threads.forEach(Thread::start);
		while (event.getQueueLength() < count) {
			Thread.onSpinWait();
		}
		pass(1);
		event.pulse();
		for (Thread thread : threads) {
			thread.join();
		}
		pass(1);
		event.await(Duration.ofNanos(1));
		pass(1);
		assertPeaks("gate", count, count, 1, 0);
	}

	@Test
	void earlierWaitsAreNotCountedWhenTheyEnd() {
		Event event = Event.create();
		letWait(event, 2);
		this.registry.register(EventDefinition.of("gate"), event);
		letWait(event, 1);
		event.pulse();
		letWait(event, 1);
		assertPeaks("gate", 1);
		pass(1);
		assertPeaks("gate", 1, 1);
	}

	@Test
	void dataIsRemovedWithTheEvent() throws Exception {
		this.registry.create("gate", false).await(Duration.ofNanos(1));
		this.registry.remove("gate");
		assertThat(this.waits.getPeaks("gate")).isEmpty();
		this.registry.create("gate", false);
		assertThat(this.waits.getPeaks("gate")).isEmpty();
	}

	@Test
	void agreesWithAModelThatForgetsNothing() {
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			RecentWaiters waiters = new RecentWaiters(this.clock::get, this.clock.get());
			List<Integer> model = new ArrayList<>(List.of(0));
			int now = 0;
			for (int i = 0; i < 200; i++) {
				int steps = Math.max(0, random.nextInt((seed % 2 == 0) ? 8 : 90) - 5);
				pass(steps);
				model.addAll(Collections.nCopies(steps, now));
				if (now > 0 && random.nextBoolean()) {
					waiters.accept(WaitOutcome.SET);
					now--;
				}
				else {
					waiters.blocks();
					now++;
				}
				int last = model.size() - 1;
				model.set(last, Math.max(model.get(last), now));
				if (random.nextInt(4) == 0) {
					assertThat(waiters.read().peaks()).as("seed %d", seed)
						.isEqualTo(model.subList(Math.max(0, model.size() - STEPS), model.size()));
				}
			}
		}
	}

	/**
	 * All threads wait at once, repeatedly, while steps pass and another thread reads.
	 */
	@Test
	void waitsOfManyThreadsAreCounted() throws Exception {
		int crowd = 8;
		RecentWaiters waiters = new RecentWaiters(this.clock::get, this.clock.get());
		AtomicInteger wrong = new AtomicInteger();
		Phaser rounds = new Phaser(crowd) {

			@Override
			protected boolean onAdvance(int phase, int parties) {
				List<Integer> peaks = waiters.read().peaks();
				boolean allWait = phase % 2 == 0;
				if (allWait && peaks.get(peaks.size() - 1) != crowd) {
					wrong.incrementAndGet();
				}
				return false;
			}
		};
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < crowd; i++) {
			boolean moving = i % 4 == 0;
			threads.add(new Thread(() -> {
				for (int round = 0; round < 2000; round++) {
					waiters.blocks();
					if (moving) {
						pass(round % 3);
						waiters.read();
					}
					rounds.arriveAndAwaitAdvance();
					waiters.accept(WaitOutcome.SET);
					if (moving) {
						pass(round % 2);
					}
					rounds.arriveAndAwaitAdvance();
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(wrong).hasValue(0);
		assertThat(waiters.read().peaks()).contains(crowd).allMatch((peak) -> peak <= crowd);
		pass(1);
		assertThat(waiters.read().peaks()).endsWith(0);
	}

	private static List<CompletableFuture<Void>> letWait(Event event, int count) {
		return Stream.generate(event::whenSet).limit(count).toList();
	}

	private void pass(int steps) {
		this.clock.addAndGet(steps * RecentWaiters.STEP.toNanos());
	}

	private List<Integer> peaks(String event) {
		return this.waits.getPeaks(event).orElseThrow().peaks();
	}

	private void assertPeaks(String event, Integer... peaks) {
		assertThat(peaks(event)).containsExactly(peaks);
	}

}
