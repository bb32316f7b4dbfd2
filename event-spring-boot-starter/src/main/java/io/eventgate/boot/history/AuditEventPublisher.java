/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publisher of an {@link AuditEvent} of type {@value #TYPE} for each transition. Its
 * principal is that of the transition, or empty if unknown. Its data has the keys
 * {@code event}, {@code from}, {@code to}, {@code source} and {@code released}, and, if
 * known, {@code reason}, {@code instance} and {@code until}, with the values of the
 * endpoint's history. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class AuditEventPublisher implements Consumer<EventTransition> {

	/** The type of all audit events that are published. */
	public static final String TYPE = "EVENT_TRANSITION";

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates a publisher of audit events.
	 * @param publisher publishes them in the application context
	 */
	public AuditEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void accept(EventTransition recorded) {
		Transition transition = recorded.transition();
		Origin origin = transition.origin();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("event", recorded.event());
		data.put("from", transition.wasSet() ? "set" : "clear");
		data.put("to", lower(transition.kind()));
		data.put("source", lower(origin.source()));
		data.put("released", transition.released());
		putIfKnown(data, "reason", origin.reason());
		putIfKnown(data, "instance", origin.instance());
		putIfKnown(data, "until", (transition.until() != null) ? transition.until().toString() : null);
		this.publisher
			.publishEvent(new AuditApplicationEvent(new AuditEvent(recorded.time(), origin.principal(), TYPE, data)));
	}

	private static void putIfKnown(Map<String, Object> data, String key, @Nullable String text) {
		if (text != null) {
			data.put(key, text);
		}
	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
