/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import io.eventgate.Event;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

class ProductCatalogTests {

	private final Event cacheWarm = Event.create();

	private final ProductCatalog catalog = new ProductCatalog(this.cacheWarm);

	private final ProductController controller = new ProductController(this.catalog);

	@Test
	void eventIsSetOnceTheProductsAreLoaded() {
		assertThat(this.catalog.find(1)).isEmpty();
		this.catalog.load();
		assertThat(this.cacheWarm.isSet()).isTrue();
		assertThat(this.controller.product(1).getBody()).isEqualTo(this.catalog.find(1).orElseThrow());
		assertThat(this.controller.product(99).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

}
