/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.testing.WebCalls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;

import static io.eventgate.boot.testing.WebCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many waiting requests, for long waits, and for clients and applications that
 * end.
 */
class WaitingRequestsIT {

	private static final int WAITS = 1000;

	private static final String GATE = "/actuator/events/gate";

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void thousandWaitsHoldNoThread(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, Application.class)) {
			WebCalls calls = WebCalls.to(context);
			List<CompletableFuture<HttpResponse<String>>> responses = Stream
				.generate(() -> calls.getAsync(GATE + "?until=set&timeout=5m"))
				.limit(WAITS)
				.toList();
			awaitWaiters(context, WAITS);
			HttpResponse<String> tooMany = calls.get(GATE + "?until=set&timeout=5m");
			assertThat(tooMany.statusCode()).isEqualTo(429);
			assertThat(tooMany.body()).contains("1000 requests", "eventgate.endpoint.max-waits");
			assertThat(json(calls.get(GATE)).path("waiters").asInt()).isEqualTo(WAITS);
			assertThat(calls.get(GATE + "?until=clear").statusCode()).isEqualTo(200);
			assertThat(responses).noneMatch(CompletableFuture::isDone);
			assertThat(json(calls.post(GATE, "{\"state\":\"pulse\"}")).path("released").asInt()).isEqualTo(WAITS);
			for (CompletableFuture<HttpResponse<String>> response : responses) {
				HttpResponse<String> released = response.get(2, TimeUnit.MINUTES);
				assertThat(released.statusCode()).isEqualTo(200);
				assertThat(json(released).at("/transitions/0/to").asString()).isEqualTo("pulse");
			}
			assertThat(context.getBean(EndpointWaits.class).count()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void goneClientLeavesNoWaiterAfterTheTimeout(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, Application.class)) {
			beginAndGoAway(context, context.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
					"2s");
			assertThat(WebCalls.to(context).get(GATE).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void goneClientOfReactorNettyLeavesNoWaiterAtOnce() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE, Application.class)) {
			HttpHandler handler = context.getBean(HttpHandler.class);
			DisposableServer netty = HttpServer.create()
				.host("127.0.0.1")
				.port(0)
				.handle(new ReactorHttpHandlerAdapter(handler))
				.bindNow();
			try {
				CompletableFuture<HttpResponse<String>> response = WebCalls.to(netty.port())
					.getAsync(GATE + "?until=set&timeout=5m");
				awaitWaiters(context, 1);
				assertThat(json(WebCalls.to(context).post(GATE, "{\"state\":\"pulse\"}")).path("released").asInt())
					.isEqualTo(1);
				assertThat(response.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
				beginAndGoAway(context, netty.port(), "5m");
			}
			finally {
				netty.disposeNow();
			}
		}
	}

	private static void beginAndGoAway(ConfigurableApplicationContext context, int port, String timeout)
			throws IOException {
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
			client.getOutputStream()
				.write(("GET " + GATE + "?until=set&timeout=" + timeout + " HTTP/1.1\r\nHost: x\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			awaitWaiters(context, 1);
		}
		awaitWaiters(context, 0);
		EndpointWaits waits = context.getBean(EndpointWaits.class);
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> waits.count() == 0);
	}

	@Test
	void timeoutOfTheContainerDoesNotEndAWait() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, ImpatientApplication.class,
				"spring.mvc.async.request-timeout=1ms")) {
			// Tomcat checks its time-outs once a second.
			assertThat(WebCalls.to(context).get(GATE + "?until=set&timeout=3s").statusCode()).isEqualTo(408);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, true", "SERVLET, false", "REACTIVE, true", "REACTIVE, false" })
	void applicationThatStopsAnswersWith503(WebApplicationType type, boolean shutsEventsDown) throws Exception {
		CompletableFuture<HttpResponse<String>> response;
		try (ConfigurableApplicationContext context = start(type, Application.class,
				"eventgate.shutdown-on-stop=" + shutsEventsDown)) {
			response = WebCalls.to(context).getAsync(GATE + "?until=set&timeout=5m");
			awaitWaiters(context, 1);
		}
		assertThat(response.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(503);
		assertThat(json(response.join()).path("message").asString()).contains("'gate' is shut down");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void removedEventAndWaitBeyondTheMaximumAre503(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, Application.class,
				"eventgate.events.gate.max-waiters=1")) {
			WebCalls calls = WebCalls.to(context);
			CompletableFuture<HttpResponse<String>> response = calls.getAsync(GATE + "?until=set&timeout=5m");
			awaitWaiters(context, 1);
			HttpResponse<String> tooMany = calls.get(GATE + "?until=set&timeout=5m");
			assertThat(tooMany.statusCode()).isEqualTo(503);
			assertThat(json(tooMany).path("message").asString()).contains("'gate'", "max-waiters");
			context.getBean(EventRegistry.class).remove("gate");
			assertThat(response.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(503);
		}
	}

	private static void awaitWaiters(ConfigurableApplicationContext context, int count) {
		Event gate = context.getBean("gate", Event.class);
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> gate.getQueueLength() == count);
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> application,
			String... properties) {
		return new SpringApplicationBuilder(application).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "eventgate.events.gate.initially-set=false")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ImpatientApplication {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> asyncTimeout() {
			return (factory) -> factory.addConnectorCustomizers((connector) -> connector.setAsyncTimeout(1));
		}

	}

}
