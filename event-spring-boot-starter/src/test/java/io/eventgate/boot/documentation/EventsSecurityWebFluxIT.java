package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityWebFluxIT extends EventsSecurityIT {

	EventsSecurityWebFluxIT() {
		super(WebApplicationType.REACTIVE, ReactiveEventsSecurityConfiguration.class);
	}

}
