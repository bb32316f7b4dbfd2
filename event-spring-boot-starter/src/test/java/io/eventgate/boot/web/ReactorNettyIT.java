/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.web;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.NettyOnRequest;
import io.eventgate.boot.testing.WebCalls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that wait for an event on the event loops of Reactor Netty, the
 * default server of WebFlux.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactorNettyIT {

	/** More requests than any machine has event loops. */
	private static final int REQUESTS = 300;

	private ConfigurableApplicationContext context;

	private Event event;

	private WebCalls calls;

	@BeforeEach
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					NettyOnRequest.PROPERTY + "=true", "management.endpoints.web.exposure.include=events",
					"eventgate.events.orders-open.initially-set=false")
			.run();
		assertThat(((WebServerApplicationContext) this.context).getWebServer()).isInstanceOf(NettyWebServer.class);
		this.event = this.context.getBean("ordersOpen", Event.class);
		this.calls = WebCalls.to(this.context);
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/await", "/await-annotated" })
	void waitThatWouldBlockTheEventLoopIsAnError(String path, CapturedOutput output) throws Exception {
		assertThat(this.calls.get(path).statusCode()).isEqualTo(500);
		assertThat(output.toString().lines().filter((line) -> line.contains("IllegalStateException"))).anySatisfy(
				(line) -> assertThat(line).contains("Event[orders-open, ", "thread 'reactor-http-", "Use whenSet()"));
		assertThat(this.event.getQueueLength()).isZero();
		setEvent(0);
		assertThat(this.calls.get(path).body()).isEqualTo("ordered");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/future", "/mono", "/mono-annotated" })
	void requestsThatWaitForTheFutureAreReleasedByTheEndpoint(String path) throws Exception {
		List<CompletableFuture<HttpResponse<String>>> responses = Stream.generate(() -> this.calls.getAsync(path))
			.limit(REQUESTS)
			.toList();
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.event.getQueueLength() == REQUESTS);
		assertThat(responses).noneMatch(CompletableFuture::isDone);
		setEvent(REQUESTS);
		assertThat(responses).extracting((response) -> response.join().body()).containsOnly("ordered");
	}

	@Test
	void cancelledRequestLeavesNoWaiter() {
		CompletableFuture<HttpResponse<String>> response = this.calls.getAsync("/mono");
		Awaitility.await().until(() -> this.event.getQueueLength() == 1);
		response.cancel(true);
		Awaitility.await().until(() -> this.event.getQueueLength() == 0);
	}

	private void setEvent(int released) throws Exception {
		HttpResponse<String> set = this.calls.post("/actuator/events/orders-open", "{\"state\":\"set\"}");
		assertThat(set.statusCode()).isEqualTo(200);
		assertThat(set.body()).contains("\"released\":" + released);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Orders orders() {
			return new Orders();
		}

		@Bean
		OrderController orderController(Event ordersOpen, Orders orders) {
			return new OrderController(ordersOpen, orders);
		}

	}

	static class Orders {

		@AwaitEvent("orders-open")
		public String place() {
			return "ordered";
		}

		@AwaitEvent("orders-open")
		public Mono<String> placeLater() {
			return Mono.just("ordered");
		}

	}

	@RestController
	static class OrderController {

		private final Event ordersOpen;

		private final Orders orders;

		OrderController(Event ordersOpen, Orders orders) {
			this.ordersOpen = ordersOpen;
			this.orders = orders;
		}

		@GetMapping("/await")
		String await() throws InterruptedException {
			return this.ordersOpen.await(Duration.ofMinutes(2)) ? "ordered" : "closed";
		}

		@GetMapping("/await-annotated")
		String awaitAnnotated() {
			return this.orders.place();
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return this.ordersOpen.whenSet().thenApply((nothing) -> "ordered");
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.fromFuture(this.ordersOpen.whenSet()).thenReturn("ordered");
		}

		@GetMapping("/mono-annotated")
		Mono<String> monoAnnotated() {
			return this.orders.placeLater();
		}

	}

}
