package io.eventgate.boot.actuate.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Names of states in requests and responses.
 */
final class EventStates {

	/** The states of a request to switch an event. */
	static final List<String> ALLOWED = Arrays.stream(Transition.Kind.values()).map(EventStates::describe).toList();

	/** An example of a valid body. */
	static final String EXAMPLE = "{\"state\": \"set\", \"reason\": \"cache is warm\"}";

	private EventStates() {
	}

	static String describe(boolean set) {
		return describe(set ? Transition.Kind.SET : Transition.Kind.CLEAR);
	}

	static String describe(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	static Transition.Kind parse(@Nullable String state) {
		for (Transition.Kind kind : Transition.Kind.values()) {
			if (describe(kind).equals(state)) {
				return kind;
			}
		}
		String message = "The state must be one of " + ALLOWED
				+ ((state != null) ? " but was '" + Quoted.of(state) + "'" : " but is missing") + ", for example "
				+ EXAMPLE;
		throw new InvalidEndpointRequestException(message, message);
	}

}
