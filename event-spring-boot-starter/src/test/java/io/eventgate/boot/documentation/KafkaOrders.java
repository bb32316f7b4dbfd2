/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.springframework.kafka.annotation.KafkaListener;

/**
 * A listener for orders in Kafka.
 */
class KafkaOrders {

	final BlockingQueue<String> taken = new LinkedBlockingQueue<>();

	@KafkaListener(id = "orders", topics = "orders", autoStartup = "false")
	void order(String order) {
		this.taken.add(order);
	}

}
