/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventDefinition.Scope;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.boot.EventTransition;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.StateStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.eventgate.cluster.StoreCalls.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests with several complete applications in one JVM that share events through a real
 * Redis.
 */
@Timeout(120)
class EventStoreAutoConfigurationIT {

	private static final Status ABSENT = new Status("ABSENT");

	private static final RedisServerProcess redis = RedisServerProcess.SHARED.get();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final String namespace;

	EventStoreAutoConfigurationIT(TestInfo test) {
		this.namespace = test.getTestMethod().orElseThrow().getName();
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void switchReleasesWaitersInAnotherApplication() throws Exception {
		Event here = start("one").getBean("ordersOpen", Event.class);
		Event there = start("two").getBean("ordersOpen", Event.class);
		CompletableFuture<Void> released = there.whenSet();
		here.set();
		assertThat(here.isSet()).isTrue();
		released.get(60, TimeUnit.SECONDS);
		await("the other one", there::isSet);
		there.clear();
		await("the first one", () -> !here.isSet());
		Event late = start("three").getBean("ordersOpen", Event.class);
		assertThat(late.isSet()).isFalse();
	}

	@Test
	void originIsAvailableInAnotherApplication() {
		Event here = start("one").getBean("ordersOpen", Event.class);
		// A long interval, so that the change is received by notification.
		ConfigurableApplicationContext other = start("two", "eventgate.store.sync-interval=1h");
		new Origin(Origin.Source.ENDPOINT, "alice", "stock count").run(here::set);
		EventHistory history = other.getBean(EventHistory.class);
		await("the transition", () -> !history.getTransitions("orders-open").isEmpty());
		EventTransition transition = history.getTransitions("orders-open").get(0);
		assertThat(transition.transition().origin())
			.isEqualTo(new Origin(Origin.Source.CLUSTER, "alice", "stock count", "one"));
		MeterRegistry meters = other.getBean(MeterRegistry.class);
		await("the meters", () -> meters.get("eventgate.propagation").functionTimer().count() == 1);
		await("the listener after that of the history",
				() -> meters.get("eventgate.transitions")
					.tag("to", "set")
					.tag("event", "orders-open")
					.counter()
					.count() == 1);
		assertThat(meters.get("eventgate.store.sync.age").timeGauge().value(TimeUnit.SECONDS)).isBetween(0d, 60d);
		assertThat(meters.get("eventgate.store.errors").functionCounter().count()).isZero();
		assertThat(meters.get("eventgate.store.heals").functionCounter().count()).isZero();
		assertThat(meters.get("eventgate.store.gaps").functionCounter().count()).isZero();
	}

	@Test
	void wrongPasswordIsTheLastError() {
		ConfigurableApplicationContext context = start("one", "spring.data.redis.username=eve",
				"spring.data.redis.password=t1ger", "eventgate.store.startup-policy=initial-state",
				"eventgate.store.command-timeout=1s");
		await("the reason",
				() -> context.getBean(ClusterEvents.class)
					.status()
					.lastError()
					.filter((error) -> error.contains("WRONGPASS") && !error.contains("t1ger"))
					.isPresent());
	}

	@Test
	void anEventOfLocalScopeIsNotShared() {
		ConfigurableApplicationContext one = start("one", "eventgate.events.cache-warm.scope=local");
		ConfigurableApplicationContext two = start("two", "eventgate.events.cache-warm.scope=local");
		one.getBean("cacheWarm", Event.class).set();
		one.getBean("ordersOpen", Event.class).set();
		await("the one that is", two.getBean("ordersOpen", Event.class)::isSet);
		assertThat(two.getBean("cacheWarm", Event.class).isSet()).isFalse();
		ClusterEvents cluster = two.getBean(ClusterEvents.class);
		assertThat(cluster.isShared(two.getBean("cacheWarm", Event.class))).isFalse();
		assertThat(cluster.isShared(two.getBean("ordersOpen", Event.class))).isTrue();
		assertThat(cluster.isShared(one.getBean("ordersOpen", Event.class))).isFalse();
	}

	@Test
	void laterEventsAreSharedUnlessTheirScopeIsLocal() {
		EventRegistry one = start("one").getBean(EventRegistry.class);
		EventRegistry two = start("two").getBean(EventRegistry.class);
		Event shared = one.create("later", false);
		shared.set();
		assertThat(two.create("later", false).isSet()).as("read from the store").isTrue();
		Event own = one.create(EventDefinition.builder("own").scope(Scope.LOCAL).build());
		own.set();
		assertThat(two.create("own", false).isSet()).isFalse();
	}

	@Test
	void namespacesAreIndependent() {
		Event here = start("one").getBean("ordersOpen", Event.class);
		Event there = start("two", "eventgate.store.namespace=elsewhere").getBean("ordersOpen", Event.class);
		here.set();
		there.set();
		there.clear();
		assertThat(here.isSet()).isTrue();
		assertThat(there.isSet()).isFalse();
	}

	@Test
	void healthIsUnknownWhileTheStoreIsDown() throws Exception {
		try (RedisServerProcess own = RedisServerProcess.start()) {
			ConfigurableApplicationContext context = start("one", "spring.data.redis.port=" + own.port(),
					"eventgate.store.sync-interval=200ms", "management.endpoint.health.group.liveness.include=*");
			Event event = context.getBean("ordersOpen", Event.class);
			event.set();
			await("UP", () -> Status.UP.equals(health(context, "eventStore")));
			own.kill();
			await("UNKNOWN", () -> Status.UNKNOWN.equals(health(context, "eventStore")));
			assertThat(health(context)).isEqualTo(Status.UP);
			assertThat(health(context, "liveness", "eventStore")).isEqualTo(ABSENT);
			assertThatExceptionOfType(EventStoreUnavailableException.class).isThrownBy(event::clear)
				.withMessageContaining("'orders-open'");
			assertThat(event.isSet()).isTrue();
			own.restart();
			await("UP", () -> Status.UP.equals(health(context, "eventStore")));
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			await("the lost data", () -> meters.get("eventgate.store.heals").functionCounter().count() > 0);
			assertThat(start("two", "spring.data.redis.port=" + own.port()).getBean("ordersOpen", Event.class).isSet())
				.isTrue();
		}
	}

	@Test
	void customStoreNeedsNoType() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventStoreAutoConfiguration.class,
					DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redis.port(),
					"eventgate.events.orders-open.description=x")
			.withBean("own", StateStore.class,
					() -> new RedisStateStore(new LettuceConnectionFactory("127.0.0.1", redis.port()), this.namespace,
							Duration.ofSeconds(2)))
			.run((context) -> {
				assertThat(context).hasSingleBean(StateStore.class).hasSingleBean(RedisConnectionFactory.class);
				assertThat(context.getBean(ClusterEvents.class).isShared(context.getBean("ordersOpen", Event.class)))
					.isTrue();
			});
	}

	private static Status health(ConfigurableApplicationContext context, String... path) {
		HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
		HealthDescriptor descriptor = (path.length > 0) ? endpoint.healthForPath(path) : endpoint.health();
		return (descriptor != null) ? descriptor.getStatus() : ABSENT;
	}

	private ConfigurableApplicationContext start(String instance, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.jmx.enabled=false",
					"management.health.redis.enabled=false", "spring.data.redis.host=127.0.0.1",
					"spring.data.redis.port=" + redis.port(), "eventgate.store.type=redis",
					"eventgate.store.namespace=" + this.namespace, "eventgate.store.instance=" + instance,
					"eventgate.events.orders-open.initially-set=false", "eventgate.events.cache-warm.description=x")
			.properties(properties)
			.run();
		this.contexts.add(context);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
