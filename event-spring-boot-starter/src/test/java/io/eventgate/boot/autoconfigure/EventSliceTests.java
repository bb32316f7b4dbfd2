/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.AwaitEvent;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice test of an application that shares events through Redis.
 */
@WebMvcTest
@TestPropertySource(properties = { "eventgate.events.orders-open.initially-set=false", "eventgate.store.type=redis",
		"eventgate.events.shared.scope=cluster", "spring.application.name=desk" })
class EventSliceTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private EventRegistry registry;

	@Autowired
	@Qualifier("orders-open")
	private Event ordersOpen;

	@Test
	void eventsAreInjectedAndLocal() {
		assertThat(this.mvc.get().uri("/state")).hasStatusOk().bodyText().isEqualTo("false");
		this.ordersOpen.set();
		assertThat(this.mvc.get().uri("/state")).hasStatusOk().bodyText().isEqualTo("true");
		assertThat(this.registry.get("shared").set()).isTrue();
	}

	@Test
	void annotatedMethodsWaitAndTheirTimeoutIsAProblemDetail() {
		this.ordersOpen.clear();
		assertThat(this.mvc.get().uri("/sold")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Desk.class)
	static class Application {

		/** In each slice, because it is in the main class of the application. */
		@Bean
		String needsAnEvent(Event ordersOpen) {
			return ordersOpen.toString();
		}

	}

	@RestController
	static class Desk {

		private final Event ordersOpen;

		Desk(Event ordersOpen) {
			this.ordersOpen = ordersOpen;
		}

		@GetMapping("/state")
		public String state() {
			return Boolean.toString(this.ordersOpen.isSet());
		}

		@AwaitEvent(name = "orders-open", timeout = "1ms")
		@GetMapping("/sold")
		public String sold() {
			return "sold";
		}

	}

}
