/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.eventgate.Transition;
import io.eventgate.boot.actuate.endpoint.ProblemDescriptor.RefusedRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code GET} of one event that waits for a state.
 *
 * @param name the name of the event
 * @param until the state, {@link Transition.Kind#SET} or {@link Transition.Kind#CLEAR}
 * @param timeout the maximum time to wait
 */
record WaitRequest(String name, Transition.Kind until, Duration timeout) {

	/** The parameters of the query. */
	static final List<String> PARAMETERS = List.of("until", "timeout");

	/** The states that a request can wait for. */
	static final List<String> STATES = List.of(EventsEndpoint.describe(Transition.Kind.SET),
			EventsEndpoint.describe(Transition.Kind.CLEAR));

	static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

	static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

	/**
	 * Creates a request from the parameters of a query.
	 * @param name the name of the event
	 * @param until the state, or {@code null} if it is missing
	 * @param timeout the time-out, or {@code null} for the default
	 * @throws RefusedRequestException if a parameter is not valid
	 */
	static WaitRequest of(String name, @Nullable String until, @Nullable String timeout) {
		return new WaitRequest(name, state(until), (timeout != null) ? timeout(timeout) : DEFAULT_TIMEOUT);
	}

	private static Transition.Kind state(@Nullable String until) {
		if (until == null || !STATES.contains(until)) {
			throw new RefusedRequestException(ProblemDescriptor.invalidUntil(until));
		}
		return Transition.Kind.valueOf(until.toUpperCase(Locale.ROOT));
	}

	private static Duration timeout(String text) {
		Duration timeout = ChangeRequest.parse(text, MAX_TIMEOUT);
		if (timeout == null || timeout.isZero()) {
			throw new RefusedRequestException(ProblemDescriptor.invalidTimeout(text));
		}
		return timeout;
	}

	boolean isReachedBy(boolean set) {
		return set == (this.until == Transition.Kind.SET);
	}

}
