package io.eventgate.boot.actuate.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.json.JsonWriter;

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

	static ProblemDescriptor tooManyRequests(String message) {
		return new ProblemDescriptor(429, "Too Many Requests", message, null);
	}

	static ProblemDescriptor badRequest(String message) {
		return new ProblemDescriptor(400, "Bad Request", message, EventStates.ALLOWED);
	}

	/** A body that is not a JSON object of texts. */
	static ProblemDescriptor unreadableBody() {
		return badRequest("The body must be a JSON object of texts, where state is one of " + EventStates.ALLOWED
				+ ", for example " + EventStates.EXAMPLE);
	}

	static ProblemDescriptor unknownKey(String key, List<String> keys) {
		return badRequest("Key '" + Quoted.of(key) + "' is not allowed in the body. The keys are " + keys
				+ ", state is one of " + EventStates.ALLOWED + ", and the path names the event");
	}

	static ProblemDescriptor unexpectedParameter(String name) {
		return new ProblemDescriptor(400, "Bad Request",
				"The parameter '" + Quoted.of(name)
						+ "' is not allowed in the query. The path names the event; send arguments as a JSON body",
				null);
	}

	static ProblemDescriptor unsupportedMediaType(@Nullable String type) {
		return new ProblemDescriptor(415, "Unsupported Media Type", "The body must be JSON, but "
				+ ((type != null) ? "its type is '" + Quoted.of(type) + "'" : "it has no Content-Type")
				+ ". Send it with the header Content-Type: application/json, for example " + EventStates.EXAMPLE, null);
	}

	static ProblemDescriptor bodyTooLarge(int limit) {
		return new ProblemDescriptor(413, "Content Too Large", "The body must not exceed " + limit
				+ " bytes. A reason has " + OperatorOrigin.MAX_REASON_LENGTH + " characters at most", null);
	}

	/** For responses that are written without the converters of the endpoint. */
	String toJson() {
		return JsonWriter.<ProblemDescriptor>of((members) -> {
			members.add("status", ProblemDescriptor::status);
			members.add("error", ProblemDescriptor::error);
			members.add("message", ProblemDescriptor::message);
			members.add("allowed", ProblemDescriptor::allowed).whenNotNull();
		}).writeToString(this);
	}

}
