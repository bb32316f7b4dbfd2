/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.eventgate.Drain;
import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.WaitingThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

class OrderWorkersTests {

	private final OrderDesk desk = new OrderDesk();

	private final EventRegistry events = new EventRegistry();

	private final Event ordersOpen = this.events.create("orders-open", false);

	private final OrderWorkers workers = new OrderWorkers(this.desk, this.events, new SampleProperties(Duration.ZERO),
			new SimpleAsyncTaskExecutorBuilder());

	@AfterEach
	void stop() {
		this.workers.stop();
	}

	@Test
	void heldWorkersDoAllOrdersAfterTheirRelease() throws Exception {
		List<Thread> held = hold();
		assertThat(held).extracting(Thread::getName).allMatch((name) -> name.startsWith("order-worker-"));
		assertThat(this.desk.stats()).isEqualTo(new OrderStats(10, 10, 0, 0));
		this.ordersOpen.set();
		await().until(this.desk::stats, new OrderStats(10, 0, 0, 10)::equals);
	}

	@Test
	void pulseReleasesEachWorkerForOneOrder() throws Exception {
		hold();
		this.ordersOpen.pulse();
		await().until(this.desk::stats, new OrderStats(10, 6, 0, 4)::equals);
		await().until(this.ordersOpen::getQueueLength, (waiters) -> waiters == OrderWorkers.COUNT);
		assertThat(this.desk.stats().done()).isEqualTo(4);
	}

	@Test
	void stoppingEndsHeldWorkersAndLeavesTheirOrdersUndone() throws Exception {
		List<Thread> held = hold();
		this.workers.stop();
		assertEnded(held);
		assertThat(this.workers.isRunning()).isFalse();
		assertThat(this.ordersOpen.getQueueLength()).isZero();
		assertThat(this.desk.stats().done()).isZero();
	}

	@Test
	void shutdownOfTheEventEndsHeldWorkers() throws Exception {
		List<Thread> held = hold();
		this.ordersOpen.shutdown();
		assertEnded(held);
		assertThat(this.desk.stats().done()).isZero();
	}

	@Test
	void drainWaitsForOrdersInWork() throws Exception {
		hold();
		this.ordersOpen.set();
		Drain drain = this.events.drainAsync("orders-open", Duration.ofMinutes(1), true).get(1, TimeUnit.MINUTES);
		assertThat(drain.complete()).isTrue();
		assertThat(this.desk.stats().working()).isZero();
	}

	@Test
	void stoppedWorkersCanBeStartedAgain() throws Exception {
		hold();
		this.workers.stop();
		this.ordersOpen.set();
		this.workers.start();
		assertThat(this.workers.isRunning()).isTrue();
		await().until(this.desk::stats, (stats) -> stats.done() == 6);
	}

	private List<Thread> hold() {
		this.workers.start();
		for (int i = 0; i < 10; i++) {
			this.desk.place();
		}
		await().until(this.ordersOpen::getQueueLength, (waiters) -> waiters == OrderWorkers.COUNT);
		return this.ordersOpen.getWaitingThreads().stream().map(WaitingThread::thread).toList();
	}

	private static void assertEnded(List<Thread> threads) throws InterruptedException {
		assertThat(threads).hasSize(OrderWorkers.COUNT);
		for (Thread thread : threads) {
			thread.join(60_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

}
