package io.eventgate.boot.actuate.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Answers a body that Spring WebFlux cannot read, so that the {@link EventsEndpoint}
 * never sees it, with 400 and a {@link ProblemDescriptor}. Other requests are left alone.
 *
 * @since 0.1.0
 */
public final class UnreadableBodyExceptionHandler implements WebExceptionHandler, Ordered {

	private final EventsEndpointPath path;

	/**
	 * Creates the handler.
	 * @param endpoints where endpoints are mapped; asked when a body is unreadable
	 */
	public UnreadableBodyExceptionHandler(Supplier<@Nullable PathMappedEndpoints> endpoints) {
		this.path = new EventsEndpointPath(endpoints);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		ServerHttpResponse response = exchange.getResponse();
		if (!(ex instanceof ServerWebInputException) || response.isCommitted()
				|| !this.path.matches(exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))) {
			return Mono.error(ex);
		}
		response.setStatusCode(HttpStatus.BAD_REQUEST);
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		byte[] body = ProblemDescriptor.unreadableBody().toJson().getBytes(StandardCharsets.UTF_8);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
