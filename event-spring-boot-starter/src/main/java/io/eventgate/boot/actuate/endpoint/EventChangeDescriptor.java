package io.eventgate.boot.actuate.endpoint;

import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventgate.Drain;
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
 * or {@code drain}
 * @param pending the instances that have not reported it yet, or {@code null} without
 * {@code acks}
 * @param lost the instances that disappeared before they applied it, or {@code null}
 * without {@code acks} or {@code drain}
 * @param active the number of calls that are left, or {@code null} without {@code drain}
 * @param activeByInstance the number of calls that are left in each instance that has
 * some, or {@code null} without {@code drain} or if the event is not shared
 * @param complete whether all instances have applied it and, with {@code drain}, no call
 * is left; {@code null} without {@code acks} and {@code drain}
 * @param restored whether the switch was taken back because calls were left, or
 * {@code null} if that was not requested
 * @param error the reason for which acknowledgements are missing or a drain has ended
 * early, or {@code null}
 * @since 0.1.0
 */
public record EventChangeDescriptor(String previous, String state, int released,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant until,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> applied,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> pending,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> lost,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer active,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> activeByInstance,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean complete,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean restored,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) implements OperationResponseBody {

	/** Describes a switch that has not waited. */
	static EventChangeDescriptor of(Transition transition) {
		return of(transition, transition.isSet(), null, null, null, null, null, null);
	}

	/** Describes a switch that has waited for all instances. */
	static EventChangeDescriptor of(Acknowledgements answers) {
		return of(answers.transition(), answers.transition().isSet(), answers, null, null, answers.isComplete(), null,
				answers.error().orElse(null));
	}

	/** Describes a drain of a shared event. */
	static EventChangeDescriptor ofDrain(Acknowledgements drained, boolean restore) {
		long sum = drained.active().values().stream().mapToLong(Integer::longValue).sum();
		return of(drained.transition(), drained.isRestored(), drained, (int) Math.min(sum, Integer.MAX_VALUE),
				drained.active(), drained.isComplete(), restore ? drained.isRestored() : null,
				drained.error().orElse(null));
	}

	/** Describes a drain of an event of this instance alone. */
	static EventChangeDescriptor ofDrain(Drain drained, boolean restore, @Nullable String error) {
		return of(drained.transition(), drained.restored(), null, drained.active(), null, drained.complete(),
				restore ? drained.restored() : null, error);
	}

	/** Describes a drain that ends because the application stops. */
	static EventChangeDescriptor ofStop(boolean wasSet) {
		return of(new Transition(Transition.Kind.CLEAR, wasSet, 0), false, null, null, null, false, null,
				"The application stops before it is known whether calls are left");
	}

	private static EventChangeDescriptor of(Transition transition, boolean set, @Nullable Acknowledgements answers,
			@Nullable Integer active, @Nullable SortedMap<String, Integer> activeByInstance, @Nullable Boolean complete,
			@Nullable Boolean restored, @Nullable String error) {
		return new EventChangeDescriptor(EventStates.describe(transition.wasSet()), EventStates.describe(set),
				transition.released(), set == transition.isSet() ? transition.until() : null,
				(answers != null) ? answers.applied() : null, (answers != null) ? answers.pending() : null,
				(answers != null) ? answers.lost() : null, active, activeByInstance, complete, restored, error);
	}

}
