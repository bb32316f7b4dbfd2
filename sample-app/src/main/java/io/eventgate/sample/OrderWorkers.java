/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.time.Duration;

import io.eventgate.EventRegistry;
import io.eventgate.EventShutdownException;
import io.eventgate.GuardedCall;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Four workers that take orders and wait for {@code orders-open} before each one. An
 * operator who clears that event holds them between two orders. Those in work are
 * finished, and a drain waits for them.
 */
@Component
class OrderWorkers implements SmartLifecycle {

	static final int COUNT = 4;

	private static final Logger logger = LoggerFactory.getLogger(OrderWorkers.class);

	private final OrderDesk desk;

	private final EventRegistry events;

	private final Duration work;

	private final SimpleAsyncTaskExecutorBuilder threads;

	private volatile @Nullable SimpleAsyncTaskExecutor executor;

	/**
	 * Creates the workers.
	 * @param desk the desk with the orders
	 * @param events the events
	 * @param properties the settings
	 * @param threads creates virtual threads if the JVM has them
	 */
	OrderWorkers(OrderDesk desk, EventRegistry events, SampleProperties properties,
			SimpleAsyncTaskExecutorBuilder threads) {
		this.desk = desk;
		this.events = events;
		this.work = properties.orderWork();
		this.threads = threads.threadNamePrefix("order-worker-")
			.cancelRemainingTasksOnClose(true)
			.taskTerminationTimeout(Duration.ofSeconds(5));
	}

	@Override
	public void start() {
		SimpleAsyncTaskExecutor executor = this.threads.build();
		for (int i = 0; i < COUNT; i++) {
			executor.execute(this::work);
		}
		this.executor = executor;
	}

	private void work() {
		try {
			while (true) {
				Order order = this.desk.take();
				try (GuardedCall call = this.events.beginCall("orders-open")) {
					call.await();
					this.desk.begin();
					Thread.sleep(this.work.toMillis());
					this.desk.finish();
				}
				logger.debug("Order {} is done", order.number());
			}
		}
		catch (InterruptedException | EventShutdownException ex) {
			logger.debug("Worker ends", ex);
		}
	}

	/** Interrupts the workers, and waits until they have ended. */
	@Override
	public void stop() {
		SimpleAsyncTaskExecutor executor = this.executor;
		if (executor != null) {
			executor.close();
			this.executor = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

}
