/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.eventgate.Event;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the first example in README.md.
 */
class FirstEventTests {

	private final AtomicBoolean loaded = new AtomicBoolean();

	@Test
	void awaitReturnsWhenTheCacheIsLoaded() throws InterruptedException {
		Event cacheWarm = Event.create();
		Thread loader = new Thread(() -> {
			loadCache();
			cacheWarm.set(); // releases all waiting threads
		});
		loader.start();
		boolean warm = cacheWarm.await(Duration.ofSeconds(30));
		assertThat(warm).isTrue();
		assertThat(this.loaded).isTrue();
		loader.join();
	}

	private void loadCache() {
		this.loaded.set(true);
	}

}
