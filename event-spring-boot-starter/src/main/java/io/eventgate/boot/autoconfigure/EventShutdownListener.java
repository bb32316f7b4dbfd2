/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.EventRegistry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Shuts all events down when their application context begins to close. That is before
 * the phases of the lifecycle, so before a web server waits for requests that wait for an
 * event. A context that is only stopped or paused keeps its events.
 */
final class EventShutdownListener implements ApplicationListener<ContextClosedEvent>, DisposableBean {

	private final ApplicationContext context;

	private final EventRegistry registry;

	EventShutdownListener(ApplicationContext context, EventRegistry registry) {
		this.context = context;
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// Contexts also notify their parents, for example that of a management port.
		if (event.getApplicationContext().equals(this.context)) {
			this.registry.shutdown();
		}
	}

	/** Called for a context that fails to start, which publishes no event. */
	@Override
	public void destroy() {
		this.registry.shutdown();
	}

}
