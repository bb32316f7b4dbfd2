/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Logs the URL of the console at the start, or the reason why it is not available.
 *
 * @since 0.1.0
 */
public final class EventConsoleStartupLogger implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(EventConsoleStartupLogger.class);

	private final ApplicationContext context;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	/**
	 * Creates the logger.
	 * @param context the context of the application
	 * @param endpoints the paths of endpoints
	 */
	public EventConsoleStartupLogger(ApplicationContext context, ObjectProvider<PathMappedEndpoints> endpoints) {
		this.context = context;
		this.endpoints = endpoints;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// Contexts also notify their parents, for example that of a management port.
		if (!event.getApplicationContext().equals(this.context)) {
			return;
		}
		PathMappedEndpoints mapped = this.endpoints.getIfAvailable();
		List<String> missing = List.of(EventConsoleEndpoint.ID, EventConsoleEndpoint.EVENTS_ID)
			.stream()
			.filter((id) -> mapped == null || mapped.getEndpoint(id) == null)
			.map(EndpointId::toString)
			.toList();
		String path = (mapped != null) ? mapped.getPath(EventConsoleEndpoint.ID) : null;
		if (path != null && missing.isEmpty()) {
			logger.info("The console of events is at '" + new ConsoleUrl(this.context).of(path) + "'");
		}
		for (String id : missing) {
			logger.warn("eventgate.console.enabled is true, but the console does not work, because the endpoint '" + id
					+ "' is not exposed. Add '" + id + "' to management.endpoints.web.exposure.include"
					+ ", and set management.endpoint." + id + ".access to read-only or unrestricted");
		}
	}

}
