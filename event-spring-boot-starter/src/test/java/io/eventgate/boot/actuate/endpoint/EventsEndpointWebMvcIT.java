package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class EventsEndpointWebMvcIT extends EventsEndpointWebIT {

	EventsEndpointWebMvcIT() {
		super(WebApplicationType.SERVLET);
	}

}
