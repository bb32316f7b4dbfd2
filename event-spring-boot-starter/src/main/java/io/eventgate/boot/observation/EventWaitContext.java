/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.observation;

import io.eventgate.WaitOutcome;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The context of the observation of a wait that blocks.
 *
 * @since 0.1.0
 */
public final class EventWaitContext extends Observation.Context {

	private final String event;

	private volatile @Nullable WaitOutcome outcome;

	/**
	 * Creates the context of a wait that begins.
	 * @param event the name of the event
	 */
	public EventWaitContext(String event) {
		this.event = event;
	}

	/**
	 * Returns the event that is waited for.
	 * @return the name of the event
	 */
	public String getEvent() {
		return this.event;
	}

	/**
	 * Returns the outcome of the wait.
	 * @return the outcome, or {@code null} as long as the wait is pending
	 */
	public @Nullable WaitOutcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(WaitOutcome outcome) {
		this.outcome = outcome;
	}

}
