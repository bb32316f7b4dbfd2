/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import io.eventgate.boot.AwaitEvent;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows products. A request that comes before they are loaded waits a while, and is a 503
 * if they are not loaded then.
 */
@RestController
class ProductController {

	private final ProductCatalog catalog;

	ProductController(ProductCatalog catalog) {
		this.catalog = catalog;
	}

	@GetMapping("/products/{id}")
	@AwaitEvent(name = "cache-warm", timeout = "${sample.product-patience}")
	ResponseEntity<Product> product(@PathVariable int id) {
		return ResponseEntity.of(this.catalog.find(id));
	}

}
