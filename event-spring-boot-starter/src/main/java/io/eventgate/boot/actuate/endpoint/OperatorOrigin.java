package io.eventgate.boot.actuate.endpoint;

import io.eventgate.Origin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Origin of an operator's switch. A reason that is too long is rejected, not shortened,
 * so that the history contains complete reasons.
 */
final class OperatorOrigin {

	/** The maximum length of a reason, in characters. */
	static final int MAX_REASON_LENGTH = Origin.MAX_TEXT_LENGTH;

	private OperatorOrigin() {
	}

	static Origin of(Origin.Source source, @Nullable String principal, @Nullable String reason) {
		if (reason != null && reason.length() > MAX_REASON_LENGTH) {
			String message = "The reason must have at most " + MAX_REASON_LENGTH + " characters but had "
					+ reason.length();
			throw new InvalidEndpointRequestException(message, message);
		}
		return new Origin(source, principal, reason);
	}

}
