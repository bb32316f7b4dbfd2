/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.EventRegistry;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * All ways to obtain an event, and some to wait for it.
 */
class OrderDesk {

	private final Event ordersOpen;

	private final Event partner;

	private final Map<String, Event> all;

	private final EventRegistry registry;

	OrderDesk(Event ordersOpen, @Qualifier("partner-open") Event partner, Map<String, Event> all,
			EventRegistry registry) {
		this.ordersOpen = ordersOpen;
		this.partner = partner;
		this.all = all;
		this.registry = registry;
	}

	String order() throws InterruptedException {
		if (!this.ordersOpen.await(Duration.ofSeconds(2))) {
			return "closed";
		}
		Optional<Event> first = Event.awaitAny(Duration.ofSeconds(2), this.partner, this.all.get("depot-open"));
		return first.isPresent() ? "ordered" : "no delivery";
	}

	CompletableFuture<String> orderLater() {
		return this.ordersOpen.whenSet().thenApplyAsync((open) -> "ordered");
	}

	Event openShop(String name) {
		return this.registry.create(name, true);
	}

}
