/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Analyzer of a second endpoint with the id of an EventGate endpoint. Spring Boot reports
 * it only in the message of an exception.
 */
final class DuplicateEndpointFailureAnalyzer implements FailureAnalyzer {

	private static final Pattern MESSAGE = Pattern
		.compile("Found two endpoints with the id '(events|eventgate)': '(.+)' and '(.+)'");

	private static final Map<String, Class<?>> AUTO_CONFIGURATIONS = Map.of("events",
			EventsEndpointAutoConfiguration.class, "eventgate", EventConsoleAutoConfiguration.class);

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			Matcher matcher = MESSAGE.matcher(Objects.requireNonNullElse(next.getMessage(), ""));
			if (next instanceof IllegalStateException && matcher.matches()) {
				return explain(matcher.group(1), matcher.group(2), matcher.group(3), next);
			}
		}
		return null;
	}

	private static FailureAnalysis explain(String id, String oneBean, String otherBean, Throwable cause) {
		boolean oursIsFirst = oneBean.startsWith("eventgate");
		Class<?> autoConfiguration = Objects.requireNonNull(AUTO_CONFIGURATIONS.get(id));
		return new FailureAnalysis(
				"The bean '" + (oursIsFirst ? otherBean : oneBean) + "' is an Actuator endpoint with the id '" + id
						+ "', which is also that of EventGate's endpoint, the bean '"
						+ (oursIsFirst ? oneBean : otherBean) + "'.",
				"Give your endpoint another id in @Endpoint, or start without EventGate's: spring.autoconfigure.exclude="
						+ autoConfiguration.getName() + ".",
				cause);
	}

}
