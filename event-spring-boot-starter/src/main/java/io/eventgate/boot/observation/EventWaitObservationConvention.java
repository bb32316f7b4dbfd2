package io.eventgate.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How waits are named and described. A bean of this type takes the place of
 * {@link DefaultEventWaitObservationConvention}.
 *
 * @since 0.1.0
 */
public interface EventWaitObservationConvention extends ObservationConvention<EventWaitContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof EventWaitContext;
	}

}
