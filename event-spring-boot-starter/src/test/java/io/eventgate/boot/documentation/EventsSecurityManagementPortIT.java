/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityManagementPortIT extends EventsSecurityIT {

	EventsSecurityManagementPortIT() {
		super(WebApplicationType.SERVLET, EventsSecurityConfiguration.class, "management.server.port=0");
	}

}
