/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.boot.EventConfigurationException;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.EventStoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.eventgate.boot.autoconfigure.EventConfigurationFailureTests.analyze;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for stores that are missing or misconfigured.
 */
class EventStoreFailureTests {

	private final int unusedPort = unusedPort();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventStoreAutoConfiguration.class,
				DataRedisAutoConfiguration.class))
		.withPropertyValues("spring.application.name=orders", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.unusedPort, "eventgate.store.command-timeout=100ms");

	@Test
	void eventsAreLocalWithoutATypeOfStore() {
		this.runner.withPropertyValues("eventgate.events.cache-warm.initially-set=true").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ClusterEvents.class);
			assertThat(context.getBean("cacheWarm", Event.class).isSet()).isTrue();
		});
	}

	@Test
	void anUnknownTypeStopsTheStart() {
		this.runner.withPropertyValues("eventgate.store.type=rediss").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.store.type", "rediss");
			assertThat(analysis.getAction()).containsIgnoringCase("redis").containsIgnoringCase("local");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.data.redis", "io.lettuce" })
	void missingClassesOfATypeStopTheStart(String missing) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventStoreAutoConfiguration.class))
			.withPropertyValues("eventgate.store.type=redis")
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("eventgate.store.type", "'redis'");
				assertThat(analysis.getAction()).contains("spring-boot-starter-data-redis",
						"eventgate.store.type=local");
			});
	}

	@Test
	void sharedEventWithoutAStoreStopsTheStart() {
		this.runner.withPropertyValues("eventgate.events.orders-open.scope=cluster").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'orders-open'", "'cluster'");
			assertThat(analysis.getAction()).contains("eventgate.store.type", "eventgate.events.orders-open.scope");
		});
	}

	@Test
	void anUnknownScopeStopsTheStart() {
		this.runner.withPropertyValues("eventgate.events.orders-open.scope=global").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.events.orders-open.scope", "global");
		});
	}

	@Test
	void laterEventCannotBeSharedWithoutAStore() {
		this.runner.run((context) -> {
			EventRegistry registry = context.getBean(EventRegistry.class);
			assertThatExceptionOfType(EventConfigurationException.class)
				.isThrownBy(() -> registry
					.create(EventDefinition.builder("later").scope(EventDefinition.Scope.CLUSTER).build()))
				.withMessageContaining("'later'");
			assertThat(registry.find("later")).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "eventgate.store.namespace=a b, 'a b'", "eventgate.store.namespace={x}, '{x}'",
			"eventgate.store.sync-interval=1ms, syncInterval", "eventgate.store.command-timeout=-1s, timeout" })
	void impossibleSettingStopsTheStart(String property, String problem) {
		this.runner.withPropertyValues("eventgate.store.type=redis", property).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.store", problem);
		});
	}

	@Test
	void missingNamespaceStopsTheStart() {
		this.runner.withPropertyValues("eventgate.store.type=redis", "spring.application.name=").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.store.namespace", "spring.application.name");
		});
	}

	@Test
	void unavailableStoreStopsTheStart() {
		this.runner.withPropertyValues("eventgate.store.type=redis").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("127.0.0.1:" + this.unusedPort, "'orders'");
			assertThat(analysis.getAction()).contains("spring.data.redis",
					"eventgate.store.startup-policy=initial-state");
		});
	}

	@Test
	void initialStatePolicyStartsWithoutTheStore() {
		this.runner
			.withPropertyValues("eventgate.store.type=redis", "eventgate.store.startup-policy=initial-state",
					"eventgate.events.orders-open.initially-set=true", "eventgate.events.cache-warm.scope=local")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Event ordersOpen = context.getBean("ordersOpen", Event.class);
				assertThat(ordersOpen.isSet()).isTrue();
				assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(ordersOpen::clear)
					.withMessageContaining("'orders-open'");
				assertThat(ordersOpen.isSet()).isTrue();
				Event cacheWarm = context.getBean("cacheWarm", Event.class);
				cacheWarm.set();
				assertThat(cacheWarm.isSet()).isTrue();
			});
	}

	@Test
	void backsOffWhenEventsAreDisabled() {
		this.runner.withPropertyValues("eventgate.store.type=redis", "eventgate.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClusterEvents.class));
	}

	private static int unusedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
