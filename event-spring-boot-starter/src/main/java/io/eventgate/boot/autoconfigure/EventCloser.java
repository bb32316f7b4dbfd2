package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Closes all events when their application context begins to close. That is before the
 * lifecycle's phases, and so before a web server waits for requests that wait at an
 * event. A context that is only stopped or paused keeps its events.
 */
final class EventCloser implements ApplicationListener<ContextClosedEvent>, DisposableBean {

	private final ApplicationContext context;

	private final EventRegistry registry;

	EventCloser(ApplicationContext context, EventRegistry registry) {
		this.context = context;
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// Contexts tell their parents too, as the one of a management port does.
		if (event.getApplicationContext().equals(this.context)) {
			this.registry.shutdown();
		}
	}

	/** For a context that fails to start and is never told to close. */
	@Override
	public void destroy() {
		this.registry.shutdown();
	}

}
