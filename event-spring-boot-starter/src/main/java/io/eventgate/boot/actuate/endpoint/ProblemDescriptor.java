package io.eventgate.boot.actuate.endpoint;

import java.util.List;
import java.util.stream.Collectors;

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

	static ProblemDescriptor unavailable(String message) {
		return new ProblemDescriptor(503, "Service Unavailable", message, null);
	}

	static ProblemDescriptor badRequest(String message) {
		return new ProblemDescriptor(400, "Bad Request", message, EventStates.ALLOWED);
	}

	/** A body that did not get as far as the endpoint. */
	static ProblemDescriptor unreadableBody() {
		return badRequest("The body must be a JSON object of texts, where state is one of " + EventStates.ALLOWED
				+ ", for example " + EventStates.EXAMPLE);
	}

	/**
	 * For where the endpoint's own way to write JSON is not to be had. The texts are
	 * those above, so quotes are all that needs to be escaped.
	 */
	String toJson() {
		return "{\"status\":" + this.status + ",\"error\":" + quote(this.error) + ",\"message\":" + quote(this.message)
				+ ",\"allowed\":"
				+ EventStates.ALLOWED.stream().map(ProblemDescriptor::quote).collect(Collectors.joining(",", "[", "]"))
				+ "}";
	}

	private static String quote(String text) {
		return '"' + text.replace("\"", "\\\"") + '"';
	}

}
