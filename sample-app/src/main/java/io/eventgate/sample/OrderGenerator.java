/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Customers that never sleep: places a few orders each second.
 */
@Component
class OrderGenerator {

	private final OrderDesk desk;

	OrderGenerator(OrderDesk desk) {
		this.desk = desk;
	}

	@Scheduled(initialDelayString = "${sample.order-interval}", fixedRateString = "${sample.order-interval}")
	void placeOrder() {
		this.desk.place();
	}

}
