package io.eventgate.boot.actuate.endpoint;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.jspecify.annotations.Nullable;

/**
 * A transition of an event.
 *
 * @param time the time
 * @param from the state before: {@code set} or {@code clear}
 * @param to the kind: {@code set}, {@code clear} or {@code pulse}
 * @param source {@code application}, {@code endpoint}, {@code jmx}, {@code cluster} or
 * {@code reversal}
 * @param principal the principal of its caller, or {@code null} if unknown
 * @param reason the reason, or {@code null} if none was given
 * @param instance the instance that switched the event, or {@code null} if it was this
 * one
 * @param released the number of waiters that it released
 * @param until the time at which the state goes back, or {@code null} if it stays
 * @since 0.1.0
 */
public record TransitionDescriptor(@JsonFormat(shape = JsonFormat.Shape.STRING) Instant time, String from, String to,
		String source, @JsonInclude @Nullable String principal, @JsonInclude @Nullable String reason,
		@JsonInclude @Nullable String instance, int released, @JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(
				shape = JsonFormat.Shape.STRING) @Nullable Instant until) {

	static TransitionDescriptor of(EventTransition recorded) {
		Transition transition = recorded.transition();
		Origin origin = transition.origin();
		return new TransitionDescriptor(recorded.time(), EventStates.describe(transition.wasSet()),
				EventStates.describe(transition.kind()), EventStates.describe(origin.source()), origin.principal(),
				origin.reason(), origin.instance(), transition.released(), transition.until());
	}

}
