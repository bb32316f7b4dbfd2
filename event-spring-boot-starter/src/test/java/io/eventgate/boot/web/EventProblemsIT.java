/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.web;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.eventgate.Event;
import io.eventgate.EventShutdownException;
import io.eventgate.TooManyWaitersException;
import io.eventgate.boot.EventInterruptedException;
import io.eventgate.boot.EventTimeoutException;
import io.eventgate.boot.testing.WebCalls;
import io.eventgate.cluster.EventStoreUnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for exceptions of events in applications with Spring MVC and with WebFlux.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventProblemsIT {

	private static final List<String> FAILURES = List.of("timeout", "shutdown", "interrupted", "rejected", "store");

	private static final List<String> WAYS = List.of("thrown", "wrapped", "future", "stage", "mono", "functional");

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void exceptionIsProblemDetailAndOneLineOfLog(WebApplicationType type, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start(type, Application.class)) {
			WebCalls calls = WebCalls.to(context);
			for (String way : WAYS) {
				for (String failure : FAILURES) {
					String path = "/" + way + "/" + failure;
					assertProblem(calls.get(path), path);
					assertThat(output.toString().lines().filter((line) -> line.contains(path))).as(path)
						.singleElement()
						.asString()
						.contains("WARN", "GET", failure(failure).getClass().getName());
				}
			}
			assertThat(output).doesNotContain("\tat ").doesNotContain("ERROR");
		}
	}

	private static void assertProblem(HttpResponse<String> response, String path) {
		assertThat(response.statusCode()).as(path).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.headers().firstValue("Retry-After")).contains("5");
		JsonNode problem = WebCalls.json(response);
		assertThat(problem.path("status").asInt()).isEqualTo(503);
		assertThat(problem.path("title").asString()).isEqualTo("Service Unavailable");
		assertThat(problem.path("instance").asString()).isEqualTo(path);
		assertThat(problem.path("detail").asString()).endsWith(".").doesNotContain("of-the-test");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void timeToRetryIsConfigured(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, Application.class,
				"eventgate.problem-details.retry-after=1m")) {
			assertThat(WebCalls.to(context).get("/thrown/timeout").headers().firstValue("Retry-After")).contains("60");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void canBeDisabled(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, Application.class,
				"eventgate.problem-details.enabled=false")) {
			assertThat(WebCalls.to(context).get("/thrown/timeout").statusCode()).isEqualTo(500);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void otherExceptionsAreNotHandled(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, Application.class)) {
			assertThat(WebCalls.to(context).get("/thrown/other").statusCode()).isEqualTo(500);
		}
	}

	@Test
	void committedResponseIsNotChanged() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, Committing.class)) {
			assertThat(WebCalls.to(context).get("/committed").body()).isEqualTo("begun");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, HandlingController", "REACTIVE, HandlingController", "SERVLET, LastAdvice",
			"REACTIVE, LastAdvice", "SERVLET, LastResolver", "REACTIVE, HandlerBeforeSpringBoot",
			"REACTIVE, LastErrorHandler" })
	void handlerOfTheApplicationTakesPrecedence(WebApplicationType type, String handler) throws Exception {
		Class<?> configuration = Class.forName(EventProblemsIT.class.getName() + "$" + handler);
		try (ConfigurableApplicationContext context = start(type, configuration)) {
			String path = (configuration == HandlingController.class) ? "/handled" : "/thrown/timeout";
			assertThat(WebCalls.to(context).get(path).statusCode()).isEqualTo(409);
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> source,
			String... properties) {
		return new SpringApplicationBuilder(Application.class, source).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	static RuntimeException failure(String name) {
		return switch (name) {
			case "timeout" -> new EventTimeoutException("of-the-test", Duration.ofSeconds(2));
			case "shutdown" -> new EventShutdownException(Event.create("of-the-test", false));
			case "interrupted" -> new EventInterruptedException("of-the-test", new InterruptedException());
			case "rejected" -> new TooManyWaitersException(Event.create("of-the-test", false));
			case "store" -> new EventStoreUnavailableException("of-the-test", "set", false, "of-the-test", null);
			default -> new IllegalStateException(name);
		};
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Failing failing() {
			return new Failing();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		org.springframework.web.servlet.function.RouterFunction<?> routes() {
			return org.springframework.web.servlet.function.RouterFunctions.route()
				.GET("/functional/{name}", (request) -> {
					throw failure(request.pathVariable("name"));
				})
				.build();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		org.springframework.web.reactive.function.server.RouterFunction<?> reactiveRoutes() {
			return org.springframework.web.reactive.function.server.RouterFunctions.route()
				.GET("/functional/{name}", (request) -> Mono.error(failure(request.pathVariable("name"))))
				.build();
		}

	}

	@RestController
	static class Failing {

		@GetMapping("/thrown/{name}")
		String thrown(@PathVariable String name) {
			throw failure(name);
		}

		@GetMapping("/wrapped/{name}")
		String wrapped(@PathVariable String name) {
			throw new CompletionException(new ExecutionException(failure(name)));
		}

		@GetMapping("/future/{name}")
		CompletableFuture<String> future(@PathVariable String name) {
			return CompletableFuture.failedFuture(failure(name));
		}

		@GetMapping("/stage/{name}")
		CompletableFuture<String> stage(@PathVariable String name) {
			return CompletableFuture.supplyAsync(() -> {
				throw failure(name);
			});
		}

		@GetMapping("/mono/{name}")
		Mono<String> mono(@PathVariable String name) {
			return Mono.error(failure(name));
		}

	}

	@RestController
	static class Committing {

		@GetMapping("/committed")
		void committed(HttpServletResponse response) throws Exception {
			response.setContentLength(5);
			response.getWriter().write("begun");
			response.flushBuffer();
			throw failure("timeout");
		}

	}

	@RestController
	static class HandlingController {

		@GetMapping("/handled")
		String handled() {
			throw failure("timeout");
		}

		@ExceptionHandler
		ResponseEntity<Void> handle(EventTimeoutException ex) {
			return ResponseEntity.status(HttpStatus.CONFLICT).build();
		}

	}

	@RestControllerAdvice
	@Order(Ordered.LOWEST_PRECEDENCE)
	static class LastAdvice {

		@ExceptionHandler
		ResponseEntity<Void> handle(RuntimeException ex) {
			return ResponseEntity.status(HttpStatus.CONFLICT).build();
		}

	}

	static class LastResolver {

		@Bean
		HandlerExceptionResolver zzz() {
			return (request, response, handler, ex) -> {
				response.setStatus(409);
				return new ModelAndView();
			};
		}

	}

	static class HandlerBeforeSpringBoot {

		@Bean
		@Order(-1)
		WebExceptionHandler zzz() {
			return EventProblemsIT::conflict;
		}

	}

	static class LastErrorHandler {

		@Bean
		ErrorWebExceptionHandler zzz() {
			return EventProblemsIT::conflict;
		}

	}

	private static Mono<Void> conflict(ServerWebExchange exchange, Throwable ex) {
		exchange.getResponse().setStatusCode(HttpStatus.CONFLICT);
		return exchange.getResponse().setComplete();
	}

}
