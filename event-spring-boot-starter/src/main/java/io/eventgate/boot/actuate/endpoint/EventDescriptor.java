package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.boot.audit.EventHistory;
import io.eventgate.boot.waits.EventWaits;
import io.eventgate.cluster.InstanceReport;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is now.
 *
 * @param state {@code set} or {@code clear}
 * @param description what the event means; empty if nobody said it
 * @param scope {@code local} if it is an event of this instance alone, {@code cluster} if
 * all instances share it
 * @param waiters how many wait in this instance
 * @param maxWaiters the maximum number of waiters in this instance, or {@code null} if
 * there is none
 * @param waitersByInstance how many wait in each instance, as reported lately; {@code
 * null} if it is not shared or the store cannot be asked
 * @param longestWait how long the longest pending wait has lasted, or {@code null} if
 * nobody waits
 * @param waits how long waits took that blocked and are over, or {@code null} if there
 * was none yet
 * @param lastChange when the event was changed last, or {@code null} if never
 * @since 0.1.0
 */
public record EventDescriptor(String state, String description, String scope, int waiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer maxWaiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> waitersByInstance,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration longestWait,
		@JsonInclude @Nullable WaitsDescriptor waits,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant lastChange) {

	static EventDescriptor of(EventRegistry.Registration registration, EventHistory history, EventWaits waits,
			SharedEvents shared, List<InstanceReport> reports) {
		String name = registration.definition().name();
		Event event = registration.event();
		return new EventDescriptor(EventStates.describe(event.isSet()),
				registration.definition().description().orElse(""), shared.scope(registration.original()),
				event.getQueueLength(), maxWaiters(registration.definition()),
				shared.waiters(name, registration.original(), reports), event.getLongestWait().orElse(null),
				waits.getSummary(name).map(WaitsDescriptor::of).orElse(null), history.getLastChange(name).orElse(null));
	}

	private static @Nullable Integer maxWaiters(EventDefinition definition) {
		return definition.maxWaiters().isPresent() ? definition.maxWaiters().getAsInt() : null;
	}

}
