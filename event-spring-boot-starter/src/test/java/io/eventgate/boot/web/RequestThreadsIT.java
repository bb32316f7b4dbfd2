/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.web;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.boot.testing.WebCalls;
import io.eventgate.boot.threads.RequestThreadsMonitor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for more waiting requests than Tomcat has threads. The endpoint must still be
 * able to set the event.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestThreadsIT {

	private static final int REQUESTS = 230;

	private static final int THREADS = 200;

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void endpointSetsEventBesideVirtualThreads() throws Exception {
		try (ConfigurableApplicationContext context = start("spring.threads.virtual.enabled=true")) {
			assertThat(requests(context, REQUESTS, 0, "server")).containsOnlyKeys(200);
		}
	}

	@Test
	void endpointOnItsOwnPortSetsEvent() throws Exception {
		try (ConfigurableApplicationContext context = start("management.server.port=0",
				"management.server.address=127.0.0.1")) {
			assertThat(requests(context, THREADS, 0, "management")).containsOnlyKeys(200);
		}
	}

	@Test
	void endpointSetsEventThatHasAMaximumOfWaiters() throws Exception {
		try (ConfigurableApplicationContext context = start("eventgate.events.orders-open.max-waiters=150")) {
			assertThat(requests(context, 150, REQUESTS - 150, "server"))
				.containsExactlyInAnyOrderEntriesOf(Map.of(200, 150L, 503, REQUESTS - 150L));
		}
	}

	@Test
	void warnsWhileRequestsCanStillSetTheEvent(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start("server.tomcat.threads.max=10")) {
			Event event = context.getBean("ordersOpen", Event.class);
			WebCalls calls = WebCalls.to(context);
			for (int i = 1; i <= 9; i++) {
				CompletableFuture<?> unused = calls.getAsync("/order");
				int waiters = i;
				Awaitility.await().until(() -> event.getQueueLength() == waiters);
				assertThat(warnings(output)).hasSize((i < 8) ? 0 : 1);
			}
			assertThat(warnings(output)).singleElement().asString().contains("WARN", "8 of 10", "'orders-open'");
			assertThat(calls.post("/actuator/events/orders-open", "{\"state\":\"set\"}").statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.server.port=0", "management.endpoints.web.exposure.include=health" })
	void doesNotWarnIfTheEndpointDoesNotShareTheThreads(String property) {
		try (ConfigurableApplicationContext context = start(property)) {
			assertThat(context.getBeansOfType(RequestThreadsMonitor.class)).isEmpty();
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void doesNotWarnOfVirtualThreads() {
		try (ConfigurableApplicationContext context = start("spring.threads.virtual.enabled=true")) {
			assertThat(context.getBeansOfType(RequestThreadsMonitor.class)).isEmpty();
		}
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("request threads wait")).toList();
	}

	/**
	 * Sends the requests, and sets the event by the endpoint when the given numbers of
	 * them wait and have been rejected. Returns the number of responses by status.
	 */
	private static Map<Integer, Long> requests(ConfigurableApplicationContext context, int waiters, int rejected,
			String port) throws Exception {
		Event event = context.getBean("ordersOpen", Event.class);
		WebCalls calls = WebCalls.to(context);
		List<CompletableFuture<HttpResponse<String>>> responses = Stream.generate(() -> calls.getAsync("/order"))
			.limit(REQUESTS)
			.toList();
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> event.getQueueLength() == waiters
					&& responses.stream().filter(CompletableFuture::isDone).count() == rejected);
		HttpResponse<String> set = WebCalls.to(context, port)
			.post("/actuator/events/orders-open", "{\"state\":\"set\"}");
		assertThat(set.body()).contains("\"released\":" + waiters);
		return responses.stream()
			.map((response) -> response.join().statusCode())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events",
					"eventgate.events.orders-open.initially-set=false")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		OrderController orders(Event ordersOpen) {
			return new OrderController(ordersOpen);
		}

	}

	@RestController
	static class OrderController {

		private final Event ordersOpen;

		OrderController(Event ordersOpen) {
			this.ordersOpen = ordersOpen;
		}

		@GetMapping("/order")
		String order() throws InterruptedException {
			return this.ordersOpen.await(Duration.ofMinutes(2)) ? "ordered" : "closed";
		}

	}

}
