package io.eventgate.boot.actuate.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * The words for states, in requests and in answers.
 */
final class EventStates {

	/** What can be asked for. */
	static final List<String> ALLOWED = Arrays.stream(Transition.Kind.values()).map(EventStates::describe).toList();

	/** An example of a request's body that is accepted. */
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
		String message = ((state != null) ? "State '" + Quoted.of(state) + "' is unknown" : "There is no state")
				+ "; state must be one of " + ALLOWED + ", for example " + EXAMPLE;
		throw new InvalidEndpointRequestException(message, message);
	}

}
