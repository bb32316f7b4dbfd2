/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.observation;

import java.util.Locale;

import io.eventgate.WaitOutcome;
import io.eventgate.boot.observation.EventWaitObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default convention, which {@link EventWaitObservationDocumentation} describes.
 *
 * @since 0.1.0
 */
public final class DefaultEventWaitObservationConvention implements EventWaitObservationConvention {

	/**
	 * Creates the convention.
	 */
	public DefaultEventWaitObservationConvention() {
	}

	@Override
	public String getName() {
		return EventWaitObservationDocumentation.NAME;
	}

	@Override
	public String getContextualName(EventWaitContext context) {
		return "await " + context.getEvent();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EventWaitContext context) {
		WaitOutcome outcome = context.getOutcome();
		return KeyValues.of(LowCardinalityKeyNames.EVENT.withValue(context.getEvent()), LowCardinalityKeyNames.OUTCOME
			.withValue((outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : KeyValue.NONE_VALUE));
	}

}
