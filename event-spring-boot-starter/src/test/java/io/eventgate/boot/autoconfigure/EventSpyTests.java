/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.Transition;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;

/**
 * A test of an application that spies on events.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "eventgate.events.orders-open.initially-set=false",
				"eventgate.events.cache-warm.initially-set=false", "management.endpoints.web.exposure.include=events" })
class EventSpyTests {

	@MockitoSpyBean("orders-open")
	private Event ordersOpen;

	@MockitoSpyBean("own")
	private Event own;

	@MockitoBean("cache-warm")
	private Event cacheWarm;

	@Autowired
	private Client client;

	@Autowired
	private EventRegistry registry;

	@Autowired
	private EventsEndpoint endpoint;

	@Test
	void aSpyOfAConfiguredEventIsTheEvent() {
		assertThat(this.registry.get("orders-open")).isSameAs(this.ordersOpen).isSameAs(this.client.event());
		this.endpoint.change("orders-open", "set", null, null, null, null, null, null, null);
		verify(this.ordersOpen).change(Transition.Kind.SET);
		assertThat(this.client.event().isSet()).isTrue();
		this.client.event().clear();
		assertThat(this.endpoint.event("orders-open")).extracting("event.state").isEqualTo("clear");
	}

	@Test
	void aSpyOfACustomEventIsTheEvent() {
		assertThat(this.registry.get("own")).isSameAs(this.own);
		this.endpoint.change("own", "set", null, null, null, null, null, null, null);
		assertThat(this.own.isSet()).isTrue();
	}

	@Test
	void aMockDoesNotReplaceTheEventOfTheRegistry() {
		assertThat(this.registry.get("cache-warm")).isNotSameAs(this.cacheWarm);
		this.endpoint.change("cache-warm", "set", null, null, null, null, null, null, null);
		assertThat(this.registry.get("cache-warm").isSet()).isTrue();
		assertThat(this.cacheWarm.isSet()).isFalse();
	}

	record Client(Event event) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EventAutoConfiguration.class, EventsEndpointAutoConfiguration.class })
	static class Application {

		@Bean
		Event own() {
			return Event.create();
		}

		@Bean
		Client client(@Qualifier("orders-open") Event event) {
			return new Client(event);
		}

	}

}
