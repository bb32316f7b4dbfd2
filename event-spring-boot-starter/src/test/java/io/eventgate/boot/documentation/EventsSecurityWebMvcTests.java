package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityWebMvcTests extends EventsSecurityTests {

	EventsSecurityWebMvcTests() {
		super(WebApplicationType.SERVLET, EventsSecurityConfiguration.class);
	}

}
