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
 * The present state of an event, its waiting threads and its latest transitions.
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
 * @param instance the name of this instance, or {@code null} if the event is not shared
 * @param recentWaiters the numbers of waiters in this instance over the last ten minutes,
 * or {@code null} before the first wait that blocks
 * @param waitingThreads the threads among the waiters, the longest waiting first, 100 at
 * most
 * @param transitions the latest transitions, the newest first
 * @since 0.1.0
 */
public record EventDetailsDescriptor(String state, String description, String scope, int waiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer maxWaiters,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> waitersByInstance,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer active,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> activeByInstance,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration longestWait,
		@JsonInclude @Nullable WaitsDescriptor waits,
		@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant lastChange,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant until,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String instance,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecentWaitersDescriptor recentWaiters,
		List<WaitingThreadDescriptor> waitingThreads,
		List<TransitionDescriptor> transitions) implements OperationResponseBody {

}
