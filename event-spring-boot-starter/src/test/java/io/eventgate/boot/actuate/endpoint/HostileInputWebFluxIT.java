package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class HostileInputWebFluxIT extends HostileInputIT {

	HostileInputWebFluxIT() {
		super(WebApplicationType.REACTIVE);
	}

}
