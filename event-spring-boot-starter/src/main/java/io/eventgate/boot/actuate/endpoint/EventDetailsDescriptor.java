package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An event as it is now, who waits at it, and what happened to it.
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
 * @param instance the name of this instance, or {@code null} if it is not shared
 * @param recentWaiters how many have waited lately in this instance, or {@code null} if
 * no wait has blocked yet
 * @param waitingThreads the threads among the waiters, the longest waiting first, 100 at
 * most
 * @param transitions the latest transitions, the newest first
 * @since 0.1.0
 */
public record EventDetailsDescriptor(String state, String description, String scope, int waiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer maxWaiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> waitersByInstance,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration longestWait,
		@JsonInclude @Nullable WaitsDescriptor waits,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant lastChange,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String instance,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecentWaitersDescriptor recentWaiters,
		List<WaitingThreadDescriptor> waitingThreads,
		List<TransitionDescriptor> transitions) implements OperationResponseBody {

}
