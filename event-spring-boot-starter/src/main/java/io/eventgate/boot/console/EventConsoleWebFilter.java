/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * {@link WebFilter} that adds security headers to responses of the
 * {@link EventConsoleEndpoint}, on Spring WebFlux.
 *
 * @since 0.1.0
 */
public final class EventConsoleWebFilter implements WebFilter, Ordered {

	private final ConsoleHeaders headers;

	private final int order;

	/**
	 * Creates the filter.
	 * @param paths the paths of the endpoint, without the context path; called for the
	 * first request
	 * @param order the order among the filters
	 */
	public EventConsoleWebFilter(Supplier<List<String>> paths, int order) {
		this.headers = new ConsoleHeaders(paths);
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders response = exchange.getResponse().getHeaders();
		this.headers.of(decode(exchange.getRequest().getPath().pathWithinApplication()))
			.forEach((header) -> response.set(header.getKey(), header.getValue()));
		return chain.filter(exchange);
	}

	private static String decode(PathContainer path) {
		return path.elements()
			.stream()
			.map((element) -> (element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch()
					: element.value())
			.collect(Collectors.joining());
	}

}
