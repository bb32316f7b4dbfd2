/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.web;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The resolver of exceptions of events in Spring MVC, in annotated controllers and in
 * functional endpoints. It is the last one, so that any other takes precedence. An advice
 * would not be: it precedes all resolvers of the application that have no order.
 *
 * @since 0.1.0
 */
public final class EventHandlerExceptionResolver implements HandlerExceptionResolver, Ordered {

	private final EventProblems problems;

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	/**
	 * Creates the resolver.
	 * @param problems the problem details
	 * @param converters the converters of the application, one of which writes JSON
	 */
	public EventHandlerExceptionResolver(EventProblems problems, Supplier<List<HttpMessageConverter<?>>> converters) {
		this.problems = problems;
		this.converters = converters;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (response.isCommitted()) {
			return null;
		}
		ErrorResponse problem = this.problems.find(ex, request.getMethod(), request.getRequestURI(),
				LocaleContextHolder.getLocale());
		if (problem == null) {
			return null;
		}
		try {
			write(problem, request, response);
		}
		catch (IOException failure) {
			// The client is gone.
		}
		return new ModelAndView();
	}

	private void write(ErrorResponse problem, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		try {
			ServerResponse.status(problem.getStatusCode())
				.headers((headers) -> headers.putAll(problem.getHeaders()))
				.contentType(MediaType.APPLICATION_PROBLEM_JSON)
				.body(problem.getBody())
				.writeTo(request, response, this.converters::get);
		}
		catch (ServletException | HttpMessageNotWritableException ex) {
			// There is no converter for JSON: an error page without details.
			response.sendError(problem.getStatusCode().value());
		}
	}

}
