/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.WaitingThread;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sample with its own configuration, from its start to its end.
 */
class SampleLifecycleIT {

	@Test
	void loadsProductsAndPlacesOrdersAutomatically() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			Server server = server(context);
			await().until(() -> server.json("/actuator/events/cache-warm").path("state").asString(), "set"::equals);
			assertThat(server.get("/products/3").statusCode()).isEqualTo(200);
			await().until(() -> server.json("/orders/stats").path("done").asLong() >= 3);
		}
	}

	@Test
	void earlyRequestWaitsForTheLoaderOrTheOperator() throws Exception {
		try (ConfigurableApplicationContext context = start("--sample.warm-up=1h", "--sample.product-patience=1h")) {
			Server server = server(context);
			CompletableFuture<HttpResponse<String>> first = early(context);
			context.getBean(ProductCatalog.class).load();
			assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			server.switchTo("cache-warm", "clear");
			CompletableFuture<HttpResponse<String>> second = early(context);
			server.switchTo("cache-warm", "set");
			assertThat(second.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			assertThat(second.get().body()).isEqualTo("{\"id\":1,\"name\":\"Brass bell\",\"price\":24.00}");
		}
	}

	private static CompletableFuture<HttpResponse<String>> early(ConfigurableApplicationContext context) {
		CompletableFuture<HttpResponse<String>> answer = server(context).getAsync("/products/1");
		Event cacheWarm = context.getBean("cacheWarm", Event.class);
		await().until(cacheWarm::getQueueLength, (waiters) -> waiters == 1);
		assertThat(answer).isNotDone();
		return answer;
	}

	@Test
	void heldWorkersDoNotPreventItsEnd() throws Exception {
		List<Thread> held;
		try (ConfigurableApplicationContext context = start("--sample.order-interval=10ms")) {
			Event ordersOpen = context.getBean("orders-open", Event.class);
			ordersOpen.clear();
			await().until(ordersOpen::getQueueLength, (waiters) -> waiters == OrderWorkers.COUNT);
			held = ordersOpen.getWaitingThreads().stream().map(WaitingThread::thread).toList();
		}
		assertThat(held).hasSize(OrderWorkers.COUNT);
		for (Thread thread : held) {
			thread.join(60_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static ConfigurableApplicationContext start(String... settings) {
		String[] args = new String[settings.length + 3];
		args[0] = "--server.port=0";
		args[1] = "--server.address=127.0.0.1";
		args[2] = "--spring.main.banner-mode=off";
		System.arraycopy(settings, 0, args, 3, settings.length);
		return SpringApplication.run(SampleApplication.class, args);
	}

	private static Server server(ConfigurableApplicationContext context) {
		return new Server(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

}
