package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class EventsEndpointWebFluxTests extends EventsEndpointWebTests {

	EventsEndpointWebFluxTests() {
		super(WebApplicationType.REACTIVE);
	}

}
