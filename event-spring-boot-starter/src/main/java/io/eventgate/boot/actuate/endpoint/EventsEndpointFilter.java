/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.eventgate.boot.actuate.endpoint.ProblemDescriptor.RefusedRequestException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.server.PathContainer;

/**
 * {@link Filter} that rejects requests to the {@link EventsEndpoint} with arguments
 * outside of the path and of a small JSON body, on Spring MVC and on Jersey. A request
 * that waits for an event is dispatched again at the end of its wait.
 *
 * @since 0.1.0
 */
public final class EventsEndpointFilter implements Filter {

	private static final Log logger = LogFactory.getLog(EventsEndpointFilter.class);

	/** The time that the container's time-out is longer, so that it never ends first. */
	private static final Duration CONTAINER_GRACE = Duration.ofSeconds(30);

	private final EventsRequestRules rules;

	private final Supplier<EndpointWaits> waits;

	/**
	 * Creates the filter.
	 * @param paths the paths of the endpoint, without the context path and with that of
	 * the servlet; called once, for the first request
	 * @param waits the requests that wait
	 */
	public EventsEndpointFilter(Supplier<List<String>> paths, Supplier<EndpointWaits> waits) {
		this.rules = new EventsRequestRules(paths);
		this.waits = waits;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getDispatcherType() == DispatcherType.ASYNC) {
			chain.doFilter(request, response); // It has waited or has been checked.
			return;
		}
		HttpServletRequest checked = (HttpServletRequest) request;
		try {
			String path = path(checked);
			if (this.rules.apply(path)) {
				WaitRequest wait = this.rules.checkQuery(checked.getMethod(), isPlain(checked, path) ? path : null,
						checked.getQueryString());
				checked = check(checked);
				if (wait != null && await(wait, checked, response)) {
					return;
				}
			}
		}
		catch (RefusedRequestException ex) {
			// Otherwise the server may reset the connection before the client reads.
			request.getInputStream().transferTo(OutputStream.nullOutputStream());
			write(ex.problem(), (HttpServletResponse) response);
			return;
		}
		chain.doFilter(checked, response);
		if (checked instanceof CheckedRequest && checked.isAsyncStarted()) {
			extend(checked.getAsyncContext());
		}
	}

	/** Extends the time-out of the container for a switch that waits for calls. */
	private static void extend(AsyncContext context) {
		try {
			context.setTimeout(ChangeRequest.MAX_DRAIN.plus(CONTAINER_GRACE).toMillis());
		}
		catch (IllegalStateException ex) {
			logger.debug("A switch was answered by another thread", ex);
		}
	}

	private static String path(HttpServletRequest request) {
		return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
	}

	/**
	 * Returns whether the server has only decoded the path. If it has changed it in other
	 * ways, rules of the application may have seen another path.
	 */
	private static boolean isPlain(HttpServletRequest request, String path) {
		return EventsRequestRules.decode(PathContainer.parsePath(request.getRequestURI()))
			.equals(EventsRequestRules.decode(PathContainer.parsePath(request.getContextPath())) + path);
	}

	/**
	 * Begins the wait of a request.
	 * @return whether it waits; otherwise the endpoint responds now
	 * @throws RefusedRequestException if the wait is rejected
	 */
	private boolean await(WaitRequest wait, HttpServletRequest request, ServletResponse response) {
		CompletableFuture<Optional<ProblemDescriptor>> outcome = this.waits.get().begin(wait);
		if (outcome.isDone()) {
			refuse(outcome);
			return false;
		}
		try {
			AsyncContext context = request.startAsync(request, response);
			context.setTimeout(wait.timeout().plus(CONTAINER_GRACE).toMillis());
			context.addListener(new Cancellation(outcome));
			CompletableFuture<?> unused = outcome.thenAccept((problem) -> end(context, problem));
			return true;
		}
		catch (RuntimeException ex) {
			// For example, another filter does not support asynchronous requests.
			outcome.cancel(false);
			throw ex;
		}
	}

	/**
	 * Ends the wait of a request. A problem is not dispatched: Tomcat counts a request
	 * that is between threads then as ended, and closes its connection if it stops.
	 */
	private static void end(AsyncContext context, Optional<ProblemDescriptor> problem) {
		try {
			if (problem.isPresent()) {
				write(problem.get(), (HttpServletResponse) context.getResponse());
				context.complete();
			}
			else {
				context.dispatch();
			}
		}
		catch (IllegalStateException | IOException ex) {
			logger.debug("Failed to answer a request that waited for an event", ex);
		}
	}

	private static void refuse(CompletableFuture<Optional<ProblemDescriptor>> outcome) {
		outcome.join().ifPresent((problem) -> {
			throw new RefusedRequestException(problem);
		});
	}

	private HttpServletRequest check(HttpServletRequest request) throws IOException {
		if (!this.rules.checkHead(request.getMethod(), request.getContentType(), request.getContentLengthLong())) {
			return request;
		}
		byte[] body = request.getInputStream().readNBytes(EventsRequestRules.MAX_BODY_SIZE + 1);
		return new CheckedRequest(request, this.rules.checkBody(body));
	}

	private static void write(ProblemDescriptor problem, HttpServletResponse response) throws IOException {
		response.setStatus(problem.status());
		response.setContentType("application/json");
		response.getOutputStream().write(problem.toJson().getBytes(StandardCharsets.UTF_8));
	}

	/** Cancels the wait of a request that has ended for another reason. */
	private record Cancellation(CompletableFuture<?> outcome) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.outcome.cancel(false);
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			this.outcome.cancel(false);
		}

		@Override
		public void onError(AsyncEvent event) {
			this.outcome.cancel(false);
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

	private static final class CheckedRequest extends HttpServletRequestWrapper {

		private final ServletInputStream body;

		CheckedRequest(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = new CheckedBody(new ByteArrayInputStream(body));
		}

		@Override
		public ServletInputStream getInputStream() {
			return this.body;
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(this.body, StandardCharsets.UTF_8));
		}

	}

	private static final class CheckedBody extends ServletInputStream {

		private final ByteArrayInputStream content;

		CheckedBody(ByteArrayInputStream content) {
			this.content = content;
		}

		@Override
		public int read() {
			return this.content.read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			return this.content.read(buffer, offset, length);
		}

		@Override
		public int available() {
			return this.content.available();
		}

		@Override
		public boolean isFinished() {
			return this.content.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("The body is already in memory. Read it without a ReadListener");
		}

	}

}
