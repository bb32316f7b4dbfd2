/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for the endpoint over JMX, in an application without a web server.
 */
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsEndpointJmxTests {

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private ConfigurableApplicationContext context;

	private ObjectName name;

	@BeforeAll
	void start() throws Exception {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.jmx.enabled=true", "spring.jmx.default-domain=eventgate",
					"management.endpoints.jmx.exposure.include=events",
					"eventgate.events.cache-warm.description=Product cache is loaded")
			.run();
		this.name = new ObjectName("eventgate:type=Endpoint,name=Events");
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void listsEvents() throws Exception {
		assertThat(invoke("events", List.of())).extracting("events", MAP)
			.extracting("cache-warm", MAP)
			.contains(entry("description", "Product cache is loaded"), entry("scope", "local"))
			.containsKeys("state", "waiters", "longestWait", "lastChange");
	}

	@Test
	void switchesAnEventAndRecordsThatItWasJmx() throws Exception {
		Event event = this.context.getBean("cacheWarm", Event.class);
		event.clear();
		assertThat(invoke("change", List.of("name", "state", "reason"), "cache-warm", "set", "by hand"))
			.isEqualTo(Map.of("previous", "clear", "state", "set", "released", 0));
		assertThat(event.isSet()).isTrue();
		assertThat(invoke("event", List.of("name"), "cache-warm")).extracting("transitions")
			.asInstanceOf(LIST)
			.first(MAP)
			.contains(entry("source", "jmx"), entry("reason", "by hand"), entry("to", "set"));
	}

	@Test
	void switchesAnEventForALimitedTime() throws Exception {
		Event event = this.context.getBean("cacheWarm", Event.class);
		event.clear();
		assertThat(invoke("change", List.of("name", "state", "reason", "duration"), "cache-warm", "set", null, "1h"))
			.asInstanceOf(MAP)
			.containsKey("until");
		assertThat(invoke("event", List.of("name"), "cache-warm")).asInstanceOf(MAP).containsKey("until");
		event.clear();
		assertThat(invoke("event", List.of("name"), "cache-warm")).asInstanceOf(MAP).doesNotContainKey("until");
	}

	@Test
	void drainsAnEvent() throws Exception {
		List<String> parameters = List.of("name", "state", "reason", "duration", "acks", "expect", "drain", "restore",
				"forget");
		EventRegistry registry = this.context.getBean(EventRegistry.class);
		registry.get("cache-warm").set();
		try (GuardedCall call = registry.beginCall("cache-warm")) {
			call.await();
			assertThat(invoke("change", parameters, "cache-warm", "clear", null, null, null, null, "1ms", "true", null))
				.asInstanceOf(MAP)
				.contains(entry("state", "set"), entry("active", 1), entry("restored", true));
		}
		assertThat(invoke("change", parameters, "cache-warm", "clear", null, null, null, null, "1m", null, null))
			.isEqualTo(Map.of("previous", "set", "state", "clear", "released", 0, "active", 0, "complete", true));
	}

	@Test
	void invalidStateNamesTheValidOnes() {
		assertThatExceptionOfType(ReflectionException.class)
			.isThrownBy(() -> invoke("change", List.of("name", "state", "reason"), "cache-warm", "open", null))
			.havingCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageContaining("'open'")
			.withMessageContaining("[set, clear, pulse]");
	}

	@Test
	void anUnknownNameIsAnError() throws Exception {
		assertThat(invoke("event", List.of("name"), "cache-wram")).isNull();
		assertThatExceptionOfType(ReflectionException.class)
			.isThrownBy(() -> invoke("change", List.of("name", "state", "reason"), "cache-wram", "set", null))
			.havingCause()
			.withMessageContaining("'cache-wram' is not defined");
	}

	private @Nullable Object invoke(String operation, List<String> parameters, @Nullable Object... arguments)
			throws Exception {
		String[] signature = parameters.stream().map((parameter) -> String.class.getName()).toArray(String[]::new);
		return this.server.invoke(this.name, operation, arguments, signature);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
