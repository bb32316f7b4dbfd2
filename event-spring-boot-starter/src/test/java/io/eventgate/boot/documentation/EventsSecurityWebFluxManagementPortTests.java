package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityWebFluxManagementPortTests extends EventsSecurityTests {

	EventsSecurityWebFluxManagementPortTests() {
		super(WebApplicationType.REACTIVE, ReactiveEventsSecurityConfiguration.class, "management.server.port=0");
	}

}
