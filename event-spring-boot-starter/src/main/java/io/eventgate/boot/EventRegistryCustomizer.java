/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import io.eventgate.EventRegistry;

/**
 * Callback for an {@link EventRegistry} of the application, before other beans use it: to
 * add listeners, or events that the configuration does not define. All beans of this type
 * are called in their order, after the configured events were created. A failure stops
 * the start. A customizer must not depend on the registry or on beans of events, because
 * these require it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EventRegistryCustomizer {

	/**
	 * Customizes a registry.
	 * @param registry the registry, with the configured events
	 */
	void customize(EventRegistry registry);

}
