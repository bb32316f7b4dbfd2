/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.springframework.jms.annotation.JmsListener;

/**
 * A listener for orders in a queue.
 */
class JmsOrders {

	final BlockingQueue<String> taken = new LinkedBlockingQueue<>();

	@JmsListener(id = "orders", destination = "orders")
	void order(String order) {
		this.taken.add(order);
	}

}
