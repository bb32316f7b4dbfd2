/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.eventgate.Event;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The products, in a cache that is filled a while after the start; then
 * {@code cache-warm} is set.
 */
@Component
class ProductCatalog {

	private final Map<Integer, Product> cache = new ConcurrentHashMap<>();

	private final Event cacheWarm;

	/**
	 * Creates an empty catalog.
	 * @param cacheWarm the event {@code cache-warm}, found by the parameter's name
	 */
	ProductCatalog(Event cacheWarm) {
		this.cacheWarm = cacheWarm;
	}

	@Scheduled(initialDelayString = "${sample.warm-up}")
	void load() {
		add(new Product(1, "Brass bell", new BigDecimal("24.00")));
		add(new Product(2, "Ledger, 200 pages", new BigDecimal("12.50")));
		add(new Product(3, "Turnstile", new BigDecimal("980.00")));
		this.cacheWarm.set();
	}

	private void add(Product product) {
		this.cache.put(product.id(), product);
	}

	Optional<Product> find(int id) {
		return Optional.ofNullable(this.cache.get(id));
	}

}
