/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/**
 * Takes orders in and hands them out, and counts both.
 */
@Component
class OrderDesk {

	/** A desk that is held for a night must not fill the memory. */
	static final int MAX_QUEUED = 10_000;

	private final BlockingQueue<Order> queue = new LinkedBlockingQueue<>();

	private final AtomicLong placed = new AtomicLong();

	private final AtomicLong begun = new AtomicLong();

	private final AtomicLong done = new AtomicLong();

	/**
	 * Places an order.
	 * @return the order, or empty if too many are queued
	 */
	Optional<Order> place() {
		if (this.queue.size() >= MAX_QUEUED) {
			return Optional.empty();
		}
		Order order = new Order(this.placed.incrementAndGet());
		this.queue.add(order);
		return Optional.of(order);
	}

	/** Waits for the next order. */
	Order take() throws InterruptedException {
		return this.queue.take();
	}

	void begin() {
		this.begun.incrementAndGet();
	}

	void finish() {
		this.done.incrementAndGet();
	}

	OrderStats stats() {
		// An order counts here first, there later: read backwards, no difference is
		// negative.
		long done = this.done.get();
		long begun = this.begun.get();
		long placed = this.placed.get();
		return new OrderStats(placed, placed - begun, begun - done, done);
	}

}
