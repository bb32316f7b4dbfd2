package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class EventsEndpointWebMvcTests extends EventsEndpointWebTests {

	EventsEndpointWebMvcTests() {
		super(WebApplicationType.SERVLET);
	}

}
