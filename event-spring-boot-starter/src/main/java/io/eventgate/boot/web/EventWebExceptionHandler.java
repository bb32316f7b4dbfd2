/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.web;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * The handler of exceptions of events in Spring WebFlux, in annotated controllers and in
 * functional endpoints.
 *
 * @since 0.1.0
 */
public final class EventWebExceptionHandler implements WebExceptionHandler, Ordered {

	private final EventProblems problems;

	private final List<HttpMessageWriter<?>> writers;

	private final int order;

	/**
	 * Creates the handler.
	 * @param problems the problem details
	 * @param writers the writers of the application, one of which writes JSON
	 * @param order the order among all handlers
	 */
	public EventWebExceptionHandler(EventProblems problems, List<HttpMessageWriter<?>> writers, int order) {
		this.problems = problems;
		this.writers = writers;
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(ex);
		}
		ServerHttpRequest request = exchange.getRequest();
		Locale locale = exchange.getLocaleContext().getLocale();
		ErrorResponse problem = this.problems.find(ex, request.getMethod().name(), request.getURI().getRawPath(),
				Objects.requireNonNullElseGet(locale, Locale::getDefault));
		if (problem == null) {
			return Mono.error(ex);
		}
		return ServerResponse.status(problem.getStatusCode())
			.headers((headers) -> headers.putAll(problem.getHeaders()))
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyValue(problem.getBody())
			.flatMap((response) -> response.writeTo(exchange, new Writers(this.writers)));
	}

	private record Writers(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	}

}
