package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class HostileInputWebMvcIT extends HostileInputIT {

	HostileInputWebMvcIT() {
		super(WebApplicationType.SERVLET);
	}

}
