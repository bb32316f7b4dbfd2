package io.eventgate.boot.actuate.endpoint;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.boot.audit.EventTransition;
import org.jspecify.annotations.Nullable;

/**
 * A transition that took place.
 *
 * @param time when
 * @param from the state before: {@code set} or {@code clear}
 * @param to what was done: {@code set}, {@code clear} or {@code pulse}
 * @param source {@code application}, {@code endpoint}, {@code jmx} or {@code cluster}
 * @param principal who asked for it, or {@code null} if unknown
 * @param reason why, or {@code null} if nobody said it
 * @param released how many waiters it released
 * @since 0.1.0
 */
public record TransitionDescriptor(@JsonFormat(shape = JsonFormat.Shape.STRING) Instant time, String from, String to,
		String source, @JsonInclude @Nullable String principal, @JsonInclude @Nullable String reason, int released) {

	static TransitionDescriptor of(EventTransition transition) {
		return new TransitionDescriptor(transition.time(), EventStates.describe(transition.transition().wasSet()),
				EventStates.describe(transition.transition().kind()),
				EventStates.describe(transition.origin().source()), transition.origin().principal(),
				transition.origin().reason(), transition.transition().released());
	}

}
