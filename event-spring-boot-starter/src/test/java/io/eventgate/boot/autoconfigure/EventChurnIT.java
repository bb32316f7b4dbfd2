/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint;
import io.eventgate.boot.history.EventHistory;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

/**
 * Tests for memory leaks by thousands of created and removed events.
 */
class EventChurnIT {

	private static final int EVENTS = 10_000;

	@Test
	void removedEventsAreNotRetained() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "eventgate.events.gate.readiness=true",
					"spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=events,health")
			.run()) {
			EventRegistry events = context.getBean(EventRegistry.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			EventHistory history = context.getBean(EventHistory.class);
			long metersBefore = count(meters);
			int beansBefore = context.getBeanFactory().getSingletonNames().length;
			List<Reference<?>> removed = new ArrayList<>();
			for (int i = 0; i < EVENTS; i++) {
				removed.addAll(use(events, "passing-" + i));
			}
			assertThat(count(meters)).isEqualTo(metersBefore * (1 + EVENTS));
			assertThat(history.getTransitions("passing-1")).hasSize(2);
			for (int i = 0; i < EVENTS; i++) {
				assertThat(events.remove("passing-" + i)).isTrue();
			}
			assertThat(events.getRegistrations()).hasSize(1);
			assertThat(count(meters)).isEqualTo(metersBefore);
			assertThat(context.getBean(EventsEndpoint.class).events().events()).containsOnlyKeys("gate");
			assertThat(context.getBean(HealthEndpoint.class).healthForPath("events", "passing-1")).isNull();
			assertThat(history).extracting("entries").asInstanceOf(MAP).containsOnlyKeys("gate");
			assertThat(context.getBeanFactory().getSingletonNames()).hasSize(beansBefore);
			await().until(() -> {
				System.gc();
				return removed.stream().filter((reference) -> !reference.refersTo(null)).count();
			}, (held) -> held == 0);
		}
	}

	/** Ignores threads that the JVM starts, such as those of garbage collection. */
	private static long count(MeterRegistry meters) {
		return meters.getMeters().stream().filter((meter) -> meter.getId().getName().startsWith("eventgate.")).count();
	}

	/** Not inlined in the loop, whose frame would hold the last event. */
	private static List<Reference<?>> use(EventRegistry events, String name) {
		EventDefinition definition = EventDefinition.of(name);
		Event event = events.create(definition);
		event.set();
		event.clear();
		assertThat(event.whenSet().cancel(false)).isTrue();
		return List.of(new WeakReference<>(definition), new WeakReference<>(event));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
