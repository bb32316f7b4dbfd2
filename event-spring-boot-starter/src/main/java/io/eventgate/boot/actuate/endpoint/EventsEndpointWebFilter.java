/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.eventgate.boot.actuate.endpoint.ProblemDescriptor.RefusedRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * {@link WebFilter} that rejects requests to the {@link EventsEndpoint} with arguments
 * outside of the path and of a small JSON body, on Spring WebFlux. A request that waits
 * for an event is passed on at the end of its wait.
 *
 * @since 0.1.0
 */
public final class EventsEndpointWebFilter implements WebFilter, Ordered {

	private final EventsRequestRules rules;

	private final Supplier<EndpointWaits> waits;

	private final int order;

	/**
	 * Creates the filter.
	 * @param paths the paths of the endpoint, without the context path; called once, for
	 * the first request
	 * @param waits the requests that wait
	 * @param order the order among the filters; must be after that of Spring Security
	 */
	public EventsEndpointWebFilter(Supplier<List<String>> paths, Supplier<EndpointWaits> waits, int order) {
		this.rules = new EventsRequestRules(paths);
		this.waits = waits;
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String path = EventsRequestRules.decode(exchange.getRequest().getPath().pathWithinApplication());
		if (!this.rules.apply(path)) {
			return chain.filter(exchange);
		}
		return check(exchange, path)
			.onErrorResume(RefusedRequestException.class,
					(ex) -> write(ex.problem(), exchange.getResponse()).then(Mono.empty()))
			.flatMap(chain::filter);
	}

	private Mono<ServerWebExchange> check(ServerWebExchange exchange, String path) {
		ServerHttpRequest request = exchange.getRequest();
		HttpHeaders headers = request.getHeaders();
		return request.getBody().collect(ByteArrayOutputStream::new, EventsEndpointWebFilter::read).flatMap((body) -> {
			String method = request.getMethod().name();
			WaitRequest wait = this.rules.checkQuery(method, path, request.getURI().getRawQuery());
			if (wait != null) {
				return await(wait, exchange);
			}
			if (!this.rules.checkHead(method, headers.getFirst(HttpHeaders.CONTENT_TYPE), headers.getContentLength())) {
				return Mono.just(exchange);
			}
			byte[] checked = this.rules.checkBody(body.toByteArray());
			return Mono.just(exchange.mutate().request(new CheckedRequest(exchange, checked)).build());
		});
	}

	/** A client that goes away cancels the future. */
	private Mono<ServerWebExchange> await(WaitRequest wait, ServerWebExchange exchange) {
		CompletableFuture<Optional<ProblemDescriptor>> outcome = this.waits.get().begin(wait);
		return Mono.fromFuture(outcome).publishOn(Schedulers.parallel()).map((problem) -> {
			problem.ifPresent((refused) -> {
				throw new RefusedRequestException(refused);
			});
			return exchange;
		});
	}

	/**
	 * Keeps the part of a body that the rules need. The rest is read and dropped: a
	 * server may reset a connection with an unread body before the client has read the
	 * response.
	 */
	private static void read(ByteArrayOutputStream kept, DataBuffer buffer) {
		int missing = EventsRequestRules.MAX_BODY_SIZE + 1 - kept.size();
		byte[] bytes = new byte[Math.min(buffer.readableByteCount(), missing)];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		kept.writeBytes(bytes);
	}

	private static Mono<Void> write(ProblemDescriptor problem, ServerHttpResponse response) {
		response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		byte[] body = problem.toJson().getBytes(StandardCharsets.UTF_8);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private static final class CheckedRequest extends ServerHttpRequestDecorator {

		private final Flux<DataBuffer> body;

		CheckedRequest(ServerWebExchange exchange, byte[] body) {
			super(exchange.getRequest());
			this.body = Flux.defer(() -> Flux.just(exchange.getResponse().bufferFactory().wrap(body)));
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return this.body;
		}

	}

}
