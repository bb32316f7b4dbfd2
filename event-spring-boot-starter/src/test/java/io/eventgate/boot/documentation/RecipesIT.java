/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.EventTimeoutException;
import io.eventgate.boot.testing.WebCalls;
import io.eventgate.cluster.ClusterEvents;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the documented recipes that need only this starter.
 */
@Timeout(120)
class RecipesIT {

	@Test
	void noWorkerRunsDuringMaintenance() throws Exception {
		EventRegistry events = new EventRegistry();
		Event ordersOpen = events.create("orders-open", true);
		Workers workers = new Workers(events);
		BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
		Thread worker = start(() -> workers.work(orders));
		Event begun = Event.create();
		Event finish = Event.create();
		BlockingQueue<String> log = new LinkedBlockingQueue<>();
		orders.add(() -> {
			begun.set();
			finish.awaitUninterruptibly();
			log.add("order");
		});
		begun.await();
		MaintenanceWindow window = new MaintenanceWindow(events);
		Thread maintenance = start(() -> window.run("schema 42", () -> {
			orders.add(() -> log.add("order that came meanwhile"));
			patiently().until(() -> ordersOpen.getQueueLength() == 1);
			log.add("maintenance");
		}));
		patiently().until(() -> !ordersOpen.isSet());
		finish.set();
		maintenance.join();
		assertThat(log.take()).isEqualTo("order");
		assertThat(log.take()).isEqualTo("maintenance");
		assertThat(log.take()).isEqualTo("order that came meanwhile");
		worker.interrupt();
	}

	@Test
	void applicationIsReadyWhenTheCacheIsWarm() throws Exception {
		try (ConfigurableApplicationContext context = run(CacheWarmer.class, "server.port=0",
				"server.address=127.0.0.1", "spring.config.location=classpath:documentation/readiness.yaml",
				"management.endpoint.health.probes.enabled=true")) {
			CacheWarmer warmer = context.getBean(CacheWarmer.class);
			assertThat(warmer.product(1)).isEqualTo("Brass bell");
			assertThat(WebCalls.to(context).get("/actuator/health/readiness").statusCode()).isEqualTo(200);
			context.getBean("cacheWarm", Event.class).clear();
			assertThat(WebCalls.to(context).get("/actuator/health/readiness").statusCode()).isEqualTo(503);
			assertThatExceptionOfType(EventTimeoutException.class).isThrownBy(() -> warmer.product(1));
		}
	}

	@Test
	void migrationStartsWhenAllInstancesAreClosed() {
		try (ConfigurableApplicationContext one = shared("one"); ConfigurableApplicationContext two = shared("two")) {
			patiently().until(() -> one.getBean(ClusterEvents.class).instances().size() == 2);
			Event there = two.getBean("ordersOpen", Event.class);
			one.getBean(CutOver.class).run(() -> assertThat(there.isSet()).isFalse());
			patiently().until(there::isSet);
		}
	}

	private static ConfigurableApplicationContext shared(String instance) {
		return run(CutOver.class, "spring.main.web-application-type=none", "eventgate.store.type=jdbc",
				"eventgate.store.namespace=orders", "eventgate.store.sync-interval=500ms",
				"eventgate.store.instance=" + instance, "eventgate.events.orders-open.initially-set=true",
				"spring.datasource.url=jdbc:h2:mem:cut-over;DB_CLOSE_DELAY=-1");
	}

	private static ConfigurableApplicationContext run(Class<?> component, String... properties) {
		return new SpringApplicationBuilder(Application.class, component).properties("spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	@ParameterizedTest
	@MethodSource
	void replacementsOfOlderGatesHoldThreads(Migrations gate) throws Exception {
		Thread thread = start(gate::pass);
		patiently()
			.until(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
		gate.release();
		thread.join(Duration.ofMinutes(1).toMillis());
		assertThat(thread.isAlive()).isFalse();
	}

	static Stream<Migrations> replacementsOfOlderGatesHoldThreads() {
		return Stream.of(new Migrations.Latch(), new Migrations.Flag(), new Migrations.LatchOrFlagToday(),
				new Migrations.Rounds(), new Migrations.RoundsToday());
	}

	private static Thread start(Interruptible action) {
		Thread thread = new Thread(() -> {
			try {
				action.run();
			}
			catch (InterruptedException ex) {
				// Ends the thread.
			}
			catch (TimeoutException ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private interface Interruptible {

		void run() throws InterruptedException, TimeoutException;

	}

	private static ConditionFactory patiently() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
