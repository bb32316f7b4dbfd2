/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.eventgate.Event;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the two bugs of the hand-written gate in docs/why.md. Each loses a value
 * within a bounded number of rounds, and an event loses none.
 */
class HandWrittenGateIT {

	private static final int WAITERS = 8;

	private static final int PULSES = 1_000;

	/**
	 * The time for prices. Two threads that share a processor take long for a few
	 * thousand.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** Enough for all prices of an event, unless the processors are busy. */
	private static final Duration LIMIT_WITH_AN_EVENT = Duration.ofSeconds(10);

	private static final int PRICES = 50_000_000;

	/**
	 * If none of so many prices exchanged by two processors is lost, the test has failed.
	 */
	private static final int ENOUGH_AT_ONCE = 5_000_000;

	private static final int PRICES_OF_AN_EVENT = 2_000_000;

	/** The number of spins for the other thread before a thread yields. */
	private static final int SPINS = 10_000;

	@Test
	void waiterThatChecksTheFlagAgainMissesThePulse() throws Exception {
		int lost = 0;
		for (int i = 0; i < PULSES && lost == 0; i++) {
			lost = pulse(new HandWrittenGate());
		}
		assertThat(lost).as("waiters that miss a pulse").isPositive();
	}

	/**
	 * Opens the gate and closes it at once, and counts the waiters that are not released.
	 */
	private static int pulse(HandWrittenGate gate) throws InterruptedException {
		List<Thread> waiters = startWaiters(gate);
		waiters.forEach((waiter) -> await(() -> LockSupport.getBlocker(waiter) != null));
		Object before = LockSupport.getBlocker(waiters.get(0));
		gate.set();
		gate.clear();
		// Each thread ends, or blocks on the latch that clear() has created.
		waiters.forEach((waiter) -> await(() -> !waiter.isAlive() || isBlocked(waiter, before)));
		int lost = (int) waiters.stream().filter(Thread::isAlive).count();
		gate.set();
		join(waiters);
		return lost;
	}

	private static boolean isBlocked(Thread waiter, Object before) {
		Object blocker = LockSupport.getBlocker(waiter);
		return blocker != null && !blocker.equals(before);
	}

	@Test
	void anEventLosesNoPulse() throws Exception {
		for (int i = 0; i < PULSES / 10; i++) {
			Event event = Event.create();
			List<Thread> waiters = startWaiters(Gate.of(event));
			await(() -> event.getQueueLength() == WAITERS);
			event.set();
			event.clear();
			join(waiters);
		}
	}

	private static List<Thread> startWaiters(Gate gate) {
		List<Thread> waiters = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			Thread waiter = new Thread(() -> {
				try {
					gate.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			waiter.setDaemon(true);
			waiter.start();
			waiters.add(waiter);
		}
		return waiters;
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join(Duration.ofMinutes(1).toMillis());
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofMinutes(1)).until(condition);
	}

	@Test
	@DisabledIf("isAlone")
	void setThatOnlyReadsLosesAPrice() throws Exception {
		AtomicLong atOnce = new AtomicLong();
		if (!isPriceLost(new Ticker(new HandWrittenGate()), PRICES, LIMIT, atOnce)) {
			assertThat(atOnce).as("prices that two processors exchanged, and lost none")
				.hasValueLessThan(ENOUGH_AT_ONCE);
			Assumptions.abort("The machine is too busy to run two threads at once");
		}
	}

	@Test
	@DisabledIf("isAlone")
	void anEventLosesNoPrice() throws Exception {
		assertThat(isPriceLost(new Ticker(Gate.of(Event.create())), PRICES_OF_AN_EVENT, LIMIT_WITH_AN_EVENT,
				new AtomicLong()))
			.isFalse();
	}

	/** A single processor sees all of its own writes. */
	static boolean isAlone() {
		return Runtime.getRuntime().availableProcessors() < 2;
	}

	/**
	 * Publishes prices, each at the moment at which another thread takes the one before,
	 * until one is lost: no thread has taken it, and the gate is closed.
	 */
	private static boolean isPriceLost(Ticker ticker, long prices, Duration limit, AtomicLong atOnce)
			throws InterruptedException {
		long start = System.nanoTime();
		AtomicLong published = new AtomicLong();
		AtomicLong takes = new AtomicLong();
		AtomicLong taken = new AtomicLong();
		ticker.news.set();
		Thread consumer = new Thread(() -> {
			try {
				for (long i = 1; i <= prices; i++) {
					awaitAtLeast(i, published);
					taken.setPlain(ticker.next());
					takes.set(i);
				}
			}
			catch (InterruptedException ex) {
				// Ends the thread.
			}
		});
		consumer.setDaemon(true);
		consumer.start();
		boolean lost = false;
		for (long price = 1; price <= prices && !lost && System.nanoTime() - start < limit.toNanos(); price++) {
			published.set(price);
			ticker.publish(price);
			if (awaitAtLeast(price, takes)) {
				atOnce.incrementAndGet();
			}
			lost = taken.getPlain() < price && !ticker.news.isSet();
			ticker.news.set();
		}
		consumer.interrupt();
		return lost;
	}

	/** Returns whether the other thread was fast enough to run at the same time. */
	@SuppressWarnings("ThreadPriorityCheck") // yields because the machine may be busy
	private static boolean awaitAtLeast(long value, AtomicLong counter) {
		int spins = 0;
		for (; counter.get() < value && !Thread.currentThread().isInterrupted(); spins++) {
			if (spins < SPINS) {
				Thread.onSpinWait();
			}
			else {
				Thread.yield();
			}
		}
		return spins < SPINS;
	}

}
