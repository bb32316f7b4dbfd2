/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.eventgate.Event;
import io.eventgate.boot.AwaitEvent;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;

/**
 * Loads a cache before the application is ready.
 */
class CacheWarmer {

	private final Map<Integer, String> products = new ConcurrentHashMap<>();

	private final Event cacheWarm;

	CacheWarmer(Event cacheWarm) {
		this.cacheWarm = cacheWarm;
	}

	@EventListener(ApplicationStartedEvent.class)
	void warmUp() {
		this.products.put(1, "Brass bell");
		this.cacheWarm.set();
	}

	@AwaitEvent(name = "cache-warm", timeout = "2s")
	String product(int id) {
		return this.products.getOrDefault(id, "none");
	}

}
