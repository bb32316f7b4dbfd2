package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityManagementPortTests extends EventsSecurityTests {

	EventsSecurityManagementPortTests() {
		super(WebApplicationType.SERVLET, EventsSecurityConfiguration.class, "management.server.port=0");
	}

}
