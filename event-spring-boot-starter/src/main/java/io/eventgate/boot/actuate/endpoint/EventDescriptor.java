package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.RevertibleEvent;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventWaits;
import io.eventgate.cluster.InstanceReport;
import org.jspecify.annotations.Nullable;

/**
 * The present state of an event.
 *
 * @param state {@code set} or {@code clear}
 * @param description the meaning of the event, or empty
 * @param scope {@code local} if it is an event of this instance alone, {@code cluster} if
 * all instances share it
 * @param waiters the number of waiters in this instance
 * @param maxWaiters the maximum number of waiters in this instance, or {@code null} if
 * there is none
 * @param waitersByInstance the number of waiters of each instance, as last reported, or
 * {@code null} if the event is not shared or the store is not available
 * @param active the number of calls that the event has let through in this instance and
 * that have not ended, or {@code null} if they are not counted
 * @param activeByInstance the number of these calls in each instance, as last reported,
 * or {@code null} if the event is not shared or the store is not available
 * @param longestWait the duration of the longest pending wait, or {@code null} if there
 * is no waiter
 * @param waits the durations of ended waits that blocked, or {@code null} before the
 * first one
 * @param lastChange the time of the last transition, or {@code null} if there was none
 * @param until the time at which the state goes back, or {@code null} if it stays
 * @since 0.1.0
 */
public record EventDescriptor(String state, String description, String scope, int waiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer maxWaiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> waitersByInstance,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer active,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> activeByInstance,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration longestWait,
		@JsonInclude @Nullable WaitsDescriptor waits,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant lastChange,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(
				shape = JsonFormat.Shape.STRING) @Nullable Instant until) {

	static EventDescriptor of(EventRegistry.Registration registration, EventHistory history, EventWaits waits,
			SharedEvents shared, List<InstanceReport> reports) {
		String name = registration.definition().name();
		Event event = registration.event();
		return new EventDescriptor(EventStates.describe(event.isSet()),
				registration.definition().description().orElse(""), shared.scope(registration.original()),
				event.getQueueLength(), maxWaiters(registration.definition()),
				shared.waiters(name, registration.original(), reports), active(registration.original()),
				shared.active(name, registration.original(), reports), event.getLongestWait().orElse(null),
				waits.getSummary(name).map(WaitsDescriptor::of).orElse(null), history.getLastChange(name).orElse(null),
				registration.revertible().flatMap(RevertibleEvent::getRevertTime).orElse(null));
	}

	private static @Nullable Integer active(Event event) {
		OptionalInt active = GuardedCall.countActive(event);
		return active.isPresent() ? active.getAsInt() : null;
	}

	private static @Nullable Integer maxWaiters(EventDefinition definition) {
		return definition.maxWaiters().isPresent() ? definition.maxWaiters().getAsInt() : null;
	}

}
