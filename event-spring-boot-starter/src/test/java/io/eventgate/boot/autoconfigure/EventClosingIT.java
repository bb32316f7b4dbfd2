/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.eventgate.Event;
import io.eventgate.EventShutdownException;
import io.eventgate.EventRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the shutdown of events when the application stops.
 */
@Tag("smoke")
class EventClosingIT {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
		.withPropertyValues("eventgate.events.gate.description=x");

	@Test
	void hundredWaitingRequestsDoNotDelayAGracefulShutdown() throws Exception {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "server.shutdown=graceful",
					"spring.lifecycle.timeout-per-shutdown-phase=1h", "eventgate.events.gate.description=x")
			.run();
		Event gate = context.getBean("gate", Event.class);
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/wait")).build();
		List<CompletableFuture<HttpResponse<Void>>> responses = IntStream.range(0, 100)
			.mapToObj((i) -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
			.toList();
		Awaitility.await().until(() -> gate.getQueueLength() == 100);
		FutureTask<Void> closing = new FutureTask<>(context::close, null);
		new Thread(closing).start();
		closing.get(60, TimeUnit.SECONDS);
		assertThat(responses).extracting(EventClosingIT::status).isSubsetOf("503", "cut off").contains("503");
	}

	/** Tomcat may close a connection whose request is done but not answered yet. */
	private static String status(CompletableFuture<HttpResponse<Void>> response) {
		try {
			return String.valueOf(response.get(60, TimeUnit.SECONDS).statusCode());
		}
		catch (ExecutionException ex) {
			assertThat(ex).hasCauseInstanceOf(IOException.class);
			return "cut off";
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("The request does not end", ex);
		}
	}

	@Test
	void closingTheContextClosesItsEvents() {
		this.runner.run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			CompletableFuture<Void> waiting = gate.whenSet();
			context.close();
			assertThat(gate.isShutdown()).isTrue();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> waiting.get(0, TimeUnit.SECONDS))
				.withCauseInstanceOf(EventShutdownException.class);
		});
	}

	@Test
	void closingCanBeSwitchedOff() {
		this.runner.withPropertyValues("eventgate.shutdown-on-stop=false").run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			context.close();
			assertThat(gate.isShutdown()).isFalse();
		});
	}

	@Test
	void closingAChildContextClosesNothingOfItsParent() {
		this.runner.run((context) -> {
			GenericApplicationContext child = new GenericApplicationContext(context);
			child.refresh();
			child.close();
			assertThat(context.getBean("gate", Event.class).isShutdown()).isFalse();
		});
	}

	@Test
	void stoppingTheContextClosesNothing() {
		this.runner.run((context) -> {
			context.stop();
			context.start();
			assertThat(context.getBean("gate", Event.class).isShutdown()).isFalse();
		});
	}

	@Test
	void eachOfSeveralContextsClosesItsOwnEvents() {
		this.runner.run((one) -> this.runner.run((other) -> {
			one.close();
			assertThat(one.getBeanFactory()).isNotSameAs(other.getBeanFactory());
			assertThat(other.getBean("gate", Event.class).isShutdown()).isFalse();
		}));
	}

	@Test
	void contextThatFailsToStartClosesItsEvents() {
		EventRegistry registry = new EventRegistry();
		this.runner.withBean(EventRegistry.class, () -> registry)
			.withUserConfiguration(Failing.class)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(registry.get("gate").isShutdown()).isTrue();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		Object failing(EventShutdownListener listener) {
			throw new IllegalStateException("start fails after " + listener.getClass());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final Event gate;

		Application(Event gate) {
			this.gate = gate;
		}

		@GetMapping("/wait")
		void await() throws InterruptedException {
			this.gate.await();
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		void closed(EventShutdownException ex) {
		}

	}

}
