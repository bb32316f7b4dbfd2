/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.boot.test.ResetEvents;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static io.eventgate.boot.test.EventAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of an application's test in the documents.
 */
@SpringBootTest(properties = "eventgate.events.partner-open.initially-set=false")
@ResetEvents
class OrdersTests {

	@Test
	void ordersWaitForThePartner(@Autowired Event partnerOpen) {
		CompletableFuture<Void> order = partnerOpen.whenSet();
		assertThat(partnerOpen).isClear().hasWaiters(1);
		partnerOpen.set();
		assertThat(order).isCompleted();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
