/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * {@link Filter} that adds security headers to responses of the
 * {@link EventConsoleEndpoint}, on Spring MVC and on Jersey.
 *
 * @since 0.1.0
 */
public final class EventConsoleFilter implements Filter {

	private final ConsoleHeaders headers;

	/**
	 * Creates the filter.
	 * @param paths the paths of the endpoint, without the context path and with that of
	 * the servlet; called for the first request
	 */
	public EventConsoleFilter(Supplier<List<String>> paths) {
		this.headers = new ConsoleHeaders(paths);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest http = (HttpServletRequest) request;
		String path = http.getServletPath() + Objects.requireNonNullElse(http.getPathInfo(), "");
		this.headers.of(path)
			.forEach((header) -> ((HttpServletResponse) response).setHeader(header.getKey(), header.getValue()));
		chain.doFilter(request, response);
	}

}
