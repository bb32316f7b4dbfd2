/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of a wait. Its name differs from that of the timer
 * {@code eventgate.wait}: an observation becomes a timer too, with an additional tag, and
 * Prometheus refuses two of one name whose tags differ.
 *
 * @since 0.1.0
 */
public enum EventWaitObservationDocumentation implements ObservationDocumentation {

	/** A wait that blocks, from its beginning to its end. */
	WAIT {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultEventWaitObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

	};

	static final String NAME = "eventgate.await";

	/**
	 * The keys with few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The name of the event. */
		EVENT {

			@Override
			public String asString() {
				return "event";
			}

		},

		/**
		 * The outcome of the wait: {@code set}, {@code timeout}, {@code interrupted} or
		 * {@code shutdown}; {@code none} as long as it is pending.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}
