/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class SharedEventsAcksWebMvcIT extends SharedEventsAcksIT {

	SharedEventsAcksWebMvcIT() {
		super(WebApplicationType.SERVLET);
	}

}
