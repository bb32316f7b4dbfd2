/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.eventgate.Origin;
import io.eventgate.RevertibleEvent;
import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.convert.DurationStyle;

/**
 * A request to switch an event.
 *
 * @param kind the kind of switch
 * @param reason the reason, or {@code null}
 * @param duration the time after which the state is reverted, or {@code null}
 * @param acks the maximum time to wait until all instances have applied it, or
 * {@code null}
 * @param drain the maximum time to wait until no call is left, or {@code null}
 * @param expected the minimum number of instances that apply it; 0 for those that report
 * @param restore whether to take a clear back if calls are left
 * @param forget the lost instance to forget before, or {@code null}
 */
record ChangeRequest(Transition.Kind kind, @Nullable String reason, @Nullable Duration duration,
		@Nullable Duration acks, @Nullable Duration drain, int expected, boolean restore, @Nullable String forget) {

	/** The states of a request to switch an event. */
	static final List<String> STATES = Arrays.stream(Transition.Kind.values()).map(EventsEndpoint::describe).toList();

	/** An example of a valid body. */
	static final String EXAMPLE = "{\"state\": \"set\", \"reason\": \"cache is warm\"}";

	/** The maximum length of a reason, in characters. */
	static final int MAX_REASON_LENGTH = Origin.MAX_TEXT_LENGTH;

	/** The keys of a request body. */
	static final List<String> KEYS = List.of("state", "reason", "for", "acks", "expect", "drain", "restore", "forget");

	/**
	 * The maximum time that a request waits for acknowledgements: less than the 30
	 * seconds after which Tomcat ends an asynchronous request.
	 */
	static final Duration MAX_ACKS = Duration.ofSeconds(25);

	static final Duration MAX_DRAIN = Duration.ofMinutes(5);

	/**
	 * Creates a request from the texts of its body.
	 * @throws InvalidEndpointRequestException if one of them is not valid
	 */
	static ChangeRequest of(@Nullable String state, @Nullable String reason, @Nullable String duration,
			@Nullable String acks, @Nullable String expect, @Nullable String drain, @Nullable String restore,
			@Nullable String forget) {
		Transition.Kind kind = kind(state);
		if (drain != null && kind != Transition.Kind.CLEAR) {
			throw invalid("'drain' is allowed with the state clear only, because it waits for calls that the event has"
					+ " let through before");
		}
		if (drain != null && acks != null) {
			throw invalid("'drain' also waits until all instances have applied the switch. Remove acks");
		}
		if (expect != null && acks == null && drain == null) {
			throw invalid("'expect' requires acks or drain, the maximum time to wait for the instances. Add acks, for"
					+ " example 5s");
		}
		if (forget != null && acks == null && drain == null) {
			throw invalid("'forget' requires acks or drain, whose response names the lost instances. Add acks, for"
					+ " example 5s");
		}
		return new ChangeRequest(kind, reason, duration(kind, duration), timeout("acks", acks, MAX_ACKS, "5s"),
				timeout("drain", drain, MAX_DRAIN, "30s"), expected(expect), restore(restore, drain != null), forget);
	}

	private static Transition.Kind kind(@Nullable String state) {
		for (Transition.Kind kind : Transition.Kind.values()) {
			if (EventsEndpoint.describe(kind).equals(state)) {
				return kind;
			}
		}
		throw new InvalidStateException("The state must be one of " + STATES
				+ ((state != null) ? " but was '" + ProblemDescriptor.quote(state) + "'" : " but is missing")
				+ ", for example " + EXAMPLE);
	}

	private static @Nullable Duration duration(Transition.Kind kind, @Nullable String text) {
		if (text == null) {
			return null;
		}
		if (kind == Transition.Kind.PULSE) {
			throw invalid(
					"'for' is allowed with the states set and clear only, because a pulse leaves no state to revert");
		}
		Duration duration = parse(text, RevertibleEvent.MAX_DURATION);
		if (duration == null || duration.isZero()) {
			throw invalid("'for' must be a duration with a unit, of more than 0s and at most "
					+ RevertibleEvent.MAX_DURATION.toDays() + " days, for example 30m, but was '"
					+ ProblemDescriptor.quote(text) + "'");
		}
		return duration;
	}

	private static @Nullable Duration timeout(String key, @Nullable String text, Duration max, String example) {
		Duration timeout = (text != null) ? parse(text, max) : null;
		if (text != null && timeout == null) {
			String most = (max.toSecondsPart() == 0) ? max.toMinutes() + "m" : max.toSeconds() + "s";
			throw invalid("'" + key + "' must be a duration with a unit, of at most " + most + ", for example "
					+ example + ", but was '" + ProblemDescriptor.quote(text) + "'");
		}
		return timeout;
	}

	private static int expected(@Nullable String text) {
		if (text == null) {
			return 0;
		}
		try {
			int expected = Integer.parseInt(text);
			if (expected > 0) {
				return expected;
			}
		}
		catch (NumberFormatException ex) {
			// Rejected below.
		}
		throw invalid("'expect' must be a positive number of instances, for example 3, but was '"
				+ ProblemDescriptor.quote(text) + "'");
	}

	private static boolean restore(@Nullable String text, boolean drains) {
		if (text != null && !text.equals("true") && !text.equals("false")) {
			throw invalid("'restore' must be true or false but was '" + ProblemDescriptor.quote(text) + "'");
		}
		if (text != null && !drains) {
			throw invalid("'restore' requires drain, the maximum time to wait until no call is left. Add drain, for"
					+ " example 30s");
		}
		return "true".equals(text);
	}

	/**
	 * Returns the origin of the switch. A reason that is too long is rejected, not
	 * shortened, so that the history contains complete reasons.
	 */
	Origin origin(Origin.Source source, @Nullable String principal) {
		if (this.reason != null && this.reason.length() > MAX_REASON_LENGTH) {
			throw invalid("The reason must have at most " + MAX_REASON_LENGTH + " characters but had "
					+ this.reason.length());
		}
		return new Origin(source, principal, this.reason);
	}

	/**
	 * Parses a duration.
	 * @return {@code null} if it has no unit, is negative or is longer than the maximum
	 */
	static @Nullable Duration parse(String text, Duration max) {
		try {
			// A number alone would be milliseconds, but curl and others count in seconds.
			Duration duration = text.matches(".*\\d") ? null : DurationStyle.detectAndParse(text);
			return (duration != null && !duration.isNegative() && duration.compareTo(max) <= 0) ? duration : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	/** Thrown when a request has no state, or none that is allowed. */
	static final class InvalidStateException extends InvalidEndpointRequestException {

		InvalidStateException(String message) {
			super(message, message);
		}

	}

}
