/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.eventgate.EventShutdownException;
import io.eventgate.TooManyWaitersException;
import io.eventgate.boot.EventInterruptedException;
import io.eventgate.boot.EventTimeoutException;
import io.eventgate.cluster.EventStoreUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * The problem details (RFC 9457) of requests that an event failed. Like any error
 * response of Spring they can be translated by a {@link MessageSource}. They do not
 * contain the messages of exceptions, which are for the log.
 *
 * @since 0.1.0
 */
public final class EventProblems {

	private static final Log logger = LogFactory.getLog(EventProblems.class);

	/** The exceptions with the status 503, and their details for clients. */
	private static final List<Problem> PROBLEMS = List.of(
			new Problem(EventTimeoutException.class, "The event that the request waited for was not set in time."),
			new Problem(EventShutdownException.class, "The event that the request waited for is shut down."),
			new Problem(EventInterruptedException.class, "The wait of the request for an event was interrupted."),
			new Problem(TooManyWaitersException.class, "Too many requests wait for the event."),
			new Problem(EventStoreUnavailableException.class, "The store of shared events is not available."));

	/** A chain of causes may have no end. */
	private static final int MAX_CAUSES = 20;

	/** The maximum number of lines in a second. */
	static final int MAX_LINES = 50;

	private final MessageSource messages;

	private final String retryAfter;

	private final LongSupplier nanoTime;

	private final AtomicReference<Lines> lines = new AtomicReference<>(new Lines(0, 0, 0));

	/**
	 * Creates the problem details.
	 * @param messages the translations
	 * @param retryAfter the time after which a client may try again, which is rounded up
	 * to whole seconds
	 */
	public EventProblems(MessageSource messages, Duration retryAfter) {
		this(messages, retryAfter, System::nanoTime);
	}

	EventProblems(MessageSource messages, Duration retryAfter, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.messages = messages;
		this.retryAfter = Long.toString(retryAfter.plusNanos(999_999_999).toSeconds());
	}

	/**
	 * Returns the response to a request that failed, and logs the failure in one line, up
	 * to {@value #MAX_LINES} of them in a second.
	 * @param ex the failure
	 * @param method the method of the request
	 * @param path the path of the request
	 * @param locale the locale of the client
	 * @return the response, or {@code null} if no event failed the request
	 */
	@Nullable ErrorResponse find(Throwable ex, String method, String path, Locale locale) {
		Throwable cause = ex;
		for (int i = 0; cause != null && i < MAX_CAUSES && !hasStatus(cause); i++) {
			for (Problem problem : PROBLEMS) {
				if (problem.type().isInstance(cause)) {
					log(cause, method, path);
					return response(cause, problem.detail(), path).build(this.messages, locale);
				}
			}
			cause = cause.getCause();
		}
		return null;
	}

	private ErrorResponse.Builder response(Throwable cause, String detail, String path) {
		ErrorResponse.Builder response = ErrorResponse.builder(cause, HttpStatus.SERVICE_UNAVAILABLE, detail)
			.header(HttpHeaders.RETRY_AFTER, this.retryAfter);
		try {
			return response.instance(new URI(path));
		}
		catch (URISyntaxException ex) {
			return response; // a server can be configured to accept such a path
		}
	}

	/** Returns whether an exception of the application determines the status itself. */
	private static boolean hasStatus(Throwable ex) {
		return ex instanceof ErrorResponse || AnnotatedElementUtils.hasAnnotation(ex.getClass(), ResponseStatus.class);
	}

	private void log(Throwable cause, String method, String path) {
		long second = TimeUnit.NANOSECONDS.toSeconds(this.nanoTime.getAsLong());
		Lines now = this.lines.updateAndGet((before) -> before.plusOne(second));
		if (now.count() <= MAX_LINES) {
			String omitted = (now.omitted() > 0 && now.count() == 1)
					? ". " + now.omitted() + " more responses were not logged before" : "";
			logger.warn(inert("Responded with 503 to " + method + " " + path + " because of " + cause + omitted));
		}
		logger.debug("Stack trace of the failure", cause);
	}

	/** In one line, and without marks that change its direction. */
	private static String inert(String text) {
		return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
	}

	/**
	 * The lines of a second.
	 *
	 * @param second the second
	 * @param count the number of responses in it
	 * @param omitted the number of responses that were not logged in the previous second
	 * that had any
	 */
	private record Lines(long second, int count, int omitted) {

		Lines plusOne(long present) {
			return (present == this.second) ? new Lines(this.second, this.count + 1, this.omitted)
					: new Lines(present, 1, Math.max(0, this.count - MAX_LINES));
		}

	}

	private record Problem(Class<? extends Exception> type, String detail) {

	}

}
