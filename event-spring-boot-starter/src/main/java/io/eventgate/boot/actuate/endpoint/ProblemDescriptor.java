/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.util.List;

import io.eventgate.InertText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.json.JsonWriter;

/**
 * A problem with a request, and the allowed values.
 *
 * @param status the HTTP status
 * @param error the name of the status
 * @param message the problem and its remedy
 * @param allowed the allowed values of {@code state} in the body or of {@code until} in
 * the query, if one of them was not valid
 * @since 0.1.0
 */
public record ProblemDescriptor(int status, String error, String message,
		@Nullable List<String> allowed) implements OperationResponseBody {

	private static final int MAX_QUOTED_LENGTH = 100;

	static ProblemDescriptor notFound(String message) {
		return new ProblemDescriptor(404, "Not Found", message, null);
	}

	static ProblemDescriptor unavailable(String message) {
		return new ProblemDescriptor(503, "Service Unavailable", message, null);
	}

	static ProblemDescriptor tooManyRequests(String message) {
		return new ProblemDescriptor(429, "Too Many Requests", message, null);
	}

	static ProblemDescriptor badRequest(String message) {
		return new ProblemDescriptor(400, "Bad Request", message, null);
	}

	static ProblemDescriptor invalidState(String message) {
		return new ProblemDescriptor(400, "Bad Request", message, ChangeRequest.STATES);
	}

	/** A body that is not a JSON object of strings. */
	static ProblemDescriptor unreadableBody() {
		return invalidState("The body must be a JSON object, with one of " + ChangeRequest.STATES
				+ " as state, for example " + ChangeRequest.EXAMPLE);
	}

	static ProblemDescriptor invalidValue(String key, Object value) {
		return key.equals("state") ? unreadableBody()
				: badRequest("'" + key + "' must be a string in quotation marks, such as " + ChangeRequest.EXAMPLE
						+ ", but was " + quote(value.toString()));
	}

	static ProblemDescriptor unknownKey(String key, List<String> keys) {
		return invalidState("Key '" + quote(key) + "' is not allowed in the body. The keys are " + keys
				+ ", state is one of " + ChangeRequest.STATES + ", and the path names the event");
	}

	static ProblemDescriptor unexpectedParameter(String name) {
		return new ProblemDescriptor(400, "Bad Request",
				"The parameter '" + quote(name)
						+ "' is not allowed in the query. The path names the event. A GET of one event can have "
						+ WaitRequest.PARAMETERS + "; send other arguments as a JSON body",
				null);
	}

	static ProblemDescriptor repeatedParameter(String name) {
		return new ProblemDescriptor(400, "Bad Request", "The parameter '" + name + "' must be given once", null);
	}

	static ProblemDescriptor invalidUntil(@Nullable String until) {
		return new ProblemDescriptor(400, "Bad Request",
				"The parameter 'until' must be one of " + WaitRequest.STATES
						+ ((until != null) ? " but was '" + quote(until) + "'" : " but is missing"),
				WaitRequest.STATES);
	}

	static ProblemDescriptor invalidTimeout(String timeout) {
		return new ProblemDescriptor(400, "Bad Request",
				"The parameter 'timeout' must be a duration with a unit, of more than 0s and at most "
						+ WaitRequest.MAX_TIMEOUT.toMinutes() + "m, for example 60s, but was '" + quote(timeout) + "'",
				null);
	}

	static ProblemDescriptor timedOut(WaitRequest request) {
		return new ProblemDescriptor(
				408, "Request Timeout", "Event '" + request.name() + "' was not "
						+ EventsEndpoint.describe(request.until()) + " in time. Repeat the request to wait longer",
				null);
	}

	static ProblemDescriptor shutDown(WaitRequest request) {
		return unavailable("Event '" + request.name()
				+ "' is shut down. Repeat the request when the application has started again");
	}

	static ProblemDescriptor tooManyWaits(int max) {
		return tooManyRequests(max + " requests wait for events. Repeat the request later, or raise "
				+ "eventgate.endpoint.max-waits");
	}

	static ProblemDescriptor tooManyWaiters(WaitRequest request) {
		return unavailable("Event '" + request.name() + "' has the maximum number of waiters. Repeat the request later,"
				+ " or raise max-waiters of the event");
	}

	static ProblemDescriptor unsupportedMediaType(@Nullable String type) {
		return new ProblemDescriptor(415, "Unsupported Media Type",
				"The Content-Type must be application/json but "
						+ ((type != null) ? "was '" + quote(type) + "'" : "is missing")
						+ ". Send the body with the header Content-Type: application/json, for example "
						+ ChangeRequest.EXAMPLE,
				null);
	}

	static ProblemDescriptor bodyTooLarge(int limit) {
		return new ProblemDescriptor(413, "Content Too Large", "The body must not exceed " + limit
				+ " bytes. A reason has " + ChangeRequest.MAX_REASON_LENGTH + " characters at most", null);
	}

	/** Returns the JSON for a response without the converters of the endpoint. */
	String toJson() {
		return JsonWriter.<ProblemDescriptor>of((members) -> {
			members.add("status", ProblemDescriptor::status);
			members.add("error", ProblemDescriptor::error);
			members.add("message", ProblemDescriptor::message);
			members.add("allowed", ProblemDescriptor::allowed).whenNotNull();
		}).writeToString(this);
	}

	/** Returns a text of a request for a message: short, and without line breaks. */
	static String quote(String text) {
		String start = (text.length() > MAX_QUOTED_LENGTH) ? text.substring(0, MAX_QUOTED_LENGTH) + "..." : text;
		return InertText.replace(start, '?');
	}

	/**
	 * A request that is answered before the {@link EventsEndpoint} is called.
	 */
	static final class RefusedRequestException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient ProblemDescriptor problem;

		RefusedRequestException(ProblemDescriptor problem) {
			super(problem.message(), null, false, false);
			this.problem = problem;
		}

		ProblemDescriptor problem() {
			return this.problem;
		}

	}

}
