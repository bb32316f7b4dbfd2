/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RequestThreadsMonitorTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);

	private final RequestThreadsMonitor monitor = new RequestThreadsMonitor(this.nanos::get);

	private final EventRegistry registry = new EventRegistry();

	private final AtomicInteger count = new AtomicInteger();

	private final ExecutorService server = Executors
		.newCachedThreadPool((task) -> new Thread(task, "test-exec-" + this.count.incrementAndGet()));

	private final List<Future<?>> waits = new CopyOnWriteArrayList<>();

	private final Event orders = this.registry.create("orders-open", false);

	private final Event cache = this.registry.create("cache-warm", false);

	RequestThreadsMonitorTests() {
		this.registry.addListener(this.monitor);
		this.monitor.monitor(new RequestThreads("test-exec-", 10));
	}

	@AfterEach
	void stop() {
		this.registry.shutdown();
		this.server.shutdownNow();
	}

	@Test
	void warnsAtEightOfTenThreads(CapturedOutput output) {
		await(this.orders, 5);
		await(this.cache, 2);
		assertThat(warnings(output)).isEmpty();
		await(this.orders, 1);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("WARN", "8 of 10 request threads", "'orders-open'", "eventgate.events.orders-open.max-waiters",
					"spring.threads.virtual.enabled=true", "management.server.port");
	}

	@Test
	void warnsOncePerEventAndHour(CapturedOutput output) {
		await(this.orders, 8);
		await(this.orders, 1);
		assertThat(warnings(output)).hasSize(1);
		await(this.cache, 1);
		assertThat(warnings(output)).hasSize(2);
		release();
		advance(Duration.ofHours(1).minusNanos(1));
		await(this.orders, 10);
		assertThat(warnings(output)).hasSize(2);
		release();
		advance(Duration.ofNanos(1));
		await(this.orders, 7);
		assertThat(warnings(output)).hasSize(2);
		await(this.orders, 1);
		assertThat(warnings(output)).hasSize(3);
	}

	@Test
	void threadsThatWereReleasedDoNotCount(CapturedOutput output) {
		await(this.orders, 7);
		release();
		await(this.orders, 7);
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void threadThatWaitsForSeveralEventsCountsOnce(CapturedOutput output) {
		for (int i = 1; i <= 7; i++) {
			this.waits.add(this.server.submit(() -> Event.awaitAny(this.orders, this.cache)));
			awaitQueueLength(this.orders, i);
			awaitQueueLength(this.cache, i);
		}
		assertThat(warnings(output)).isEmpty();
		await(this.orders, 1);
		assertThat(warnings(output)).hasSize(1);
		release();
		await(this.orders, 7);
		assertThat(warnings(output)).hasSize(1);
	}

	@Test
	void futuresAndOtherThreadsDoNotCount(CapturedOutput output) throws Exception {
		for (int i = 0; i < 20; i++) {
			Future<Boolean> released = this.server.submit(() -> this.orders.whenSet().isDone());
			assertThat(released.get()).isFalse();
		}
		ExecutorService others = Executors.newCachedThreadPool();
		for (int i = 0; i < 20; i++) {
			this.waits.add(others.submit(() -> {
				this.orders.await();
				return true;
			}));
		}
		awaitQueueLength(this.orders, 40);
		others.shutdown();
		assertThat(warnings(output)).isEmpty();
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("WARN")).toList();
	}

	private void advance(Duration duration) {
		// Exceeds Long.MAX_VALUE, as System.nanoTime() may.
		this.nanos.addAndGet(duration.toNanos());
	}

	private void await(Event event, int threads) {
		int before = event.getQueueLength();
		for (int i = 1; i <= threads; i++) {
			this.waits.add(this.server.submit(() -> {
				event.await();
				return true;
			}));
			awaitQueueLength(event, before + i);
		}
	}

	private static void awaitQueueLength(Event event, int length) {
		Awaitility.await().until(() -> event.getQueueLength() == length);
	}

	/**
	 * Releases all waits, and returns when observers have been notified of their ends.
	 */
	private void release() {
		this.orders.pulse();
		this.cache.pulse();
		this.waits.forEach((wait) -> assertThat(wait).succeedsWithin(Duration.ofMinutes(1)));
		this.waits.clear();
	}

}
