/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityWebMvcIT extends EventsSecurityIT {

	EventsSecurityWebMvcIT() {
		super(WebApplicationType.SERVLET, EventsSecurityConfiguration.class);
	}

}
