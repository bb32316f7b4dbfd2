/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Places orders by hand and counts them.
 */
@RestController
class OrderController {

	private final OrderDesk desk;

	OrderController(OrderDesk desk) {
		this.desk = desk;
	}

	@PostMapping("/orders")
	ResponseEntity<?> place() {
		return this.desk.place()
			.<ResponseEntity<?>>map((order) -> ResponseEntity.accepted().body(order))
			.orElseGet(() -> ResponseEntity
				.of(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "Too many orders are queued"))
				.header(HttpHeaders.RETRY_AFTER, "10")
				.build());
	}

	@GetMapping("/orders/stats")
	OrderStats stats() {
		return this.desk.stats();
	}

}
