package io.eventgate.boot.actuate.endpoint;

import io.eventgate.Origin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * The origin of what an operator asks for. Its texts come from outside: they are limited
 * in length, and what could forge a line of a log or turn text around becomes a space.
 */
final class OperatorOrigin {

	/** The longest reason that is accepted, in characters. */
	static final int MAX_REASON_LENGTH = 500;

	private OperatorOrigin() {
	}

	static Origin of(Origin.Source source, @Nullable String principal, @Nullable String reason) {
		if (reason != null && reason.length() > MAX_REASON_LENGTH) {
			String message = "The reason must not exceed " + MAX_REASON_LENGTH + " characters, but has "
					+ reason.length();
			throw new InvalidEndpointRequestException(message, message);
		}
		return new Origin(source, inert(principal), inert(reason), "");
	}

	private static String inert(@Nullable String text) {
		return (text == null) ? ""
				: text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]", " ").strip();
	}

}
