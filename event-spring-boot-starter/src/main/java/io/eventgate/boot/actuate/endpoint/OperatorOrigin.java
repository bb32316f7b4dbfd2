package io.eventgate.boot.actuate.endpoint;

import io.eventgate.Origin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * The origin of what an operator asks for. A reason that is too long is refused rather
 * than cut, so that nobody takes the part for the whole.
 */
final class OperatorOrigin {

	/** The longest reason that is accepted, in characters. */
	static final int MAX_REASON_LENGTH = Origin.MAX_TEXT_LENGTH;

	private OperatorOrigin() {
	}

	static Origin of(Origin.Source source, @Nullable String principal, @Nullable String reason) {
		if (reason != null && reason.length() > MAX_REASON_LENGTH) {
			String message = "The reason must not exceed " + MAX_REASON_LENGTH + " characters, but has "
					+ reason.length();
			throw new InvalidEndpointRequestException(message, message);
		}
		return new Origin(source, principal, reason);
	}

}
