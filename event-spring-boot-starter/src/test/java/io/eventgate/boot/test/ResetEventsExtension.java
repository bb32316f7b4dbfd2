/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.test;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * JUnit extension of {@link ResetEvents @ResetEvents}.
 */
final class ResetEventsExtension implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext context) {
		EventRegistry registry = SpringExtension.getApplicationContext(context).getBean(EventRegistry.class);
		registry.getRegistrations().forEach(ResetEventsExtension::reset);
	}

	private static void reset(EventRegistry.Registration registration) {
		Event event = registration.event();
		if (registration.definition().initiallySet()) {
			event.set();
		}
		else {
			event.clear();
		}
	}

}
