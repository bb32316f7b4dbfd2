package io.eventgate.boot.actuate.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What was wrong with a request, and what is allowed.
 *
 * @param status the HTTP status
 * @param error what the status means
 * @param message what was wrong
 * @param allowed the values of {@code state} that are allowed, if the body was at fault
 * @since 0.1.0
 */
public record ProblemDescriptor(int status, String error, String message,
		@Nullable List<String> allowed) implements OperationResponseBody {

	static ProblemDescriptor notFound(String message) {
		return new ProblemDescriptor(404, "Not Found", message, null);
	}

	static ProblemDescriptor badRequest(String message) {
		return new ProblemDescriptor(400, "Bad Request", message, EventStates.ALLOWED);
	}

}
