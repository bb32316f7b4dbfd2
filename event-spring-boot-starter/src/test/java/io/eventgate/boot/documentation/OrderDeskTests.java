/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.autoconfigure.EventAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OrderDesk}.
 */
class OrderDeskTests {

	@Test
	void waitsForInjectedEvents() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
			.withPropertyValues("eventgate.events.orders-open.initially-set=true",
					"eventgate.events.partner-open.initially-set=false",
					"eventgate.events.depot-open.initially-set=true")
			.withBean(OrderDesk.class)
			.run((context) -> {
				OrderDesk desk = context.getBean(OrderDesk.class);
				assertThat(desk.order()).isEqualTo("ordered");
				Event ordersOpen = context.getBean("ordersOpen", Event.class);
				ordersOpen.clear();
				CompletableFuture<String> later = desk.orderLater();
				assertThat(later).isNotDone();
				ordersOpen.set();
				assertThat(later.get(1, TimeUnit.MINUTES)).isEqualTo("ordered");
				assertThat(desk.openShop("shop-17")).isSameAs(context.getBean(EventRegistry.class).get("shop-17"));
			});
	}

}
