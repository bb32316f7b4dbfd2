/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.quickstart;

import java.time.Duration;

import io.eventgate.Event;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {

	private final Event ordersOpen;

	OrderController(Event ordersOpen) {
		this.ordersOpen = ordersOpen;
	}

	@GetMapping("/order")
	String order() throws InterruptedException {
		return this.ordersOpen.await(Duration.ofSeconds(30)) ? "Ordered\n" : "Closed, come back later\n";
	}

}
