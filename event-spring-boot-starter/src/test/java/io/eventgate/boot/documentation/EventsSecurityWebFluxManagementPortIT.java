/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityWebFluxManagementPortIT extends EventsSecurityIT {

	EventsSecurityWebFluxManagementPortIT() {
		super(WebApplicationType.REACTIVE, ReactiveEventsSecurityConfiguration.class, "management.server.port=0");
	}

}
