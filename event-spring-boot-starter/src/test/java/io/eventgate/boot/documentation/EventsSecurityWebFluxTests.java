package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityWebFluxTests extends EventsSecurityTests {

	EventsSecurityWebFluxTests() {
		super(WebApplicationType.REACTIVE, ReactiveEventsSecurityConfiguration.class);
	}

}
