package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class HostileInputWebFluxTests extends HostileInputTests {

	HostileInputWebFluxTests() {
		super(WebApplicationType.REACTIVE);
	}

}
