package io.eventgate.boot.actuate.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers a body that Spring MVC cannot read, so that the {@link EventsEndpoint} never
 * sees it, with 400 and a {@link ProblemDescriptor}. Other requests are left alone.
 *
 * @since 0.1.0
 */
public final class UnreadableBodyExceptionResolver implements HandlerExceptionResolver, Ordered {

	private final EventsEndpointPath path;

	/**
	 * Creates the resolver.
	 * @param endpoints where endpoints are mapped; asked when a body is unreadable
	 */
	public UnreadableBodyExceptionResolver(Supplier<@Nullable PathMappedEndpoints> endpoints) {
		this.path = new EventsEndpointPath(endpoints);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (!(ex instanceof HttpMessageNotReadableException)
				|| !this.path.matches(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))) {
			return null;
		}
		return new ModelAndView((model, viewRequest, viewResponse) -> write(viewResponse));
	}

	private static void write(HttpServletResponse response) throws IOException {
		response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(ProblemDescriptor.unreadableBody().toJson().getBytes(StandardCharsets.UTF_8));
	}

}
