package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class EventsEndpointWebFluxIT extends EventsEndpointWebIT {

	EventsEndpointWebFluxIT() {
		super(WebApplicationType.REACTIVE);
	}

}
