package io.eventgate.boot.autoconfigure;

import java.util.List;

import io.eventgate.boot.console.EventConsoleEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Tells at the start where the console is, or why nobody can open it.
 */
final class EventConsoleReport implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(EventConsoleReport.class);

	private final ApplicationContext context;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	EventConsoleReport(ApplicationContext context, ObjectProvider<PathMappedEndpoints> endpoints) {
		this.context = context;
		this.endpoints = endpoints;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// Contexts tell their parents too, as the one of a management port does.
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
			logger.warn("eventgate.console.enabled is true, but the console will not work, as the endpoint '" + id
					+ "' is not exposed: add '" + id + "' to management.endpoints.web.exposure.include"
					+ ", and let management.endpoint." + id + ".access be read-only or unrestricted");
		}
	}

}
