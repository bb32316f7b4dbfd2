/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * The convention for names and tags of waits. A bean of this type replaces
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
