package io.eventgate.boot.actuate.endpoint;

import java.util.SortedSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.Transition;
import io.eventgate.cluster.Acknowledgements;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What a switch did.
 *
 * @param previous the state before: {@code set} or {@code clear}
 * @param state the state after
 * @param released how many waiters it released in this instance
 * @param applied the instances that have applied it, or {@code null} if no caller asked
 * @param pending the instances that have not said so yet, or {@code null} if no caller
 * asked
 * @param lost the instances that have disappeared without it, or {@code null} if no
 * caller asked
 * @param complete whether all instances have applied it, or {@code null} if no caller
 * asked
 * @param error why the instances could not be asked, or {@code null} if they could
 * @since 0.1.0
 */
public record EventChangeDescriptor(String previous, String state, int released,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> applied,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> pending,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> lost,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean complete,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) implements OperationResponseBody {

	static EventChangeDescriptor of(Transition transition, @Nullable Acknowledgements acknowledgements) {
		return new EventChangeDescriptor(EventStates.describe(transition.wasSet()),
				EventStates.describe(transition.isSet()), transition.released(),
				(acknowledgements != null) ? acknowledgements.applied() : null,
				(acknowledgements != null) ? acknowledgements.pending() : null,
				(acknowledgements != null) ? acknowledgements.lost() : null,
				(acknowledgements != null) ? acknowledgements.isComplete() : null,
				(acknowledgements != null) ? acknowledgements.error().orElse(null) : null);
	}

}
