package io.eventgate.boot.actuate.endpoint;

import java.time.Instant;
import java.util.SortedSet;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.Transition;
import io.eventgate.cluster.Acknowledgements;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The result of a switch.
 *
 * @param previous the state before: {@code set} or {@code clear}
 * @param state the state after
 * @param released the number of waiters that it released in this instance
 * @param until the time at which the state goes back, or {@code null} if it stays
 * @param applied the instances that have applied it, or {@code null} without {@code acks}
 * @param pending the instances that have not reported it yet, or {@code null} without
 * {@code acks}
 * @param lost the instances that disappeared before they applied it, or {@code null}
 * without {@code acks}
 * @param complete whether all instances have applied it, or {@code null} without
 * {@code acks}
 * @param error the reason for missing acknowledgements if the store is not available, or
 * {@code null}
 * @since 0.1.0
 */
public record EventChangeDescriptor(String previous, String state, int released,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant until,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> applied,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> pending,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> lost,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean complete,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) implements OperationResponseBody {

	static EventChangeDescriptor of(Transition transition, @Nullable Acknowledgements acknowledgements) {
		return new EventChangeDescriptor(EventStates.describe(transition.wasSet()),
				EventStates.describe(transition.isSet()), transition.released(), transition.until(),
				(acknowledgements != null) ? acknowledgements.applied() : null,
				(acknowledgements != null) ? acknowledgements.pending() : null,
				(acknowledgements != null) ? acknowledgements.lost() : null,
				(acknowledgements != null) ? acknowledgements.isComplete() : null,
				(acknowledgements != null) ? acknowledgements.error().orElse(null) : null);
	}

}
