package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.audit.EventHistory;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is now.
 *
 * @param state {@code set} or {@code clear}
 * @param description what the event means; empty if nobody said it
 * @param scope {@code local}: the event of this JVM alone
 * @param waiters how many wait
 * @param longestWait how long the longest pending wait has lasted, or {@code null} if
 * nobody waits
 * @param lastChange when the event was changed last, or {@code null} if never
 * @since 0.1.0
 */
public record EventDescriptor(String state, String description, String scope, int waiters,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration longestWait,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant lastChange) {

	static final String LOCAL = "local";

	static EventDescriptor of(EventRegistry.Registration registration, EventHistory history) {
		Event event = registration.event();
		return new EventDescriptor(EventStates.describe(event.isSet()), registration.definition().description(), LOCAL,
				event.getQueueLength(), event.getLongestWait().orElse(null),
				history.getLastChange(registration.definition().name()).orElse(null));
	}

}
