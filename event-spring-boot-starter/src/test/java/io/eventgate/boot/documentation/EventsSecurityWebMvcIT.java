package io.eventgate.boot.documentation;

import org.springframework.boot.WebApplicationType;

class EventsSecurityWebMvcIT extends EventsSecurityIT {

	EventsSecurityWebMvcIT() {
		super(WebApplicationType.SERVLET, EventsSecurityConfiguration.class);
	}

}
