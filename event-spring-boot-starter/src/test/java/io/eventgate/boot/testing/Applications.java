/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The applications of a test that runs at the same time as others. Their starts and ends
 * are exclusive in the JVM, because all initialize the same logging.
 */
public final class Applications implements AutoCloseable {

	private static final Object LOGGING = new Object();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	/**
	 * Starts an application.
	 * @param application the application
	 * @return its context, which is closed with the others
	 */
	public ConfigurableApplicationContext run(SpringApplicationBuilder application) {
		synchronized (LOGGING) {
			ConfigurableApplicationContext context = application.run();
			this.contexts.add(context);
			return context;
		}
	}

	@Override
	public void close() {
		synchronized (LOGGING) {
			this.contexts.forEach(ConfigurableApplicationContext::close);
		}
	}

}
