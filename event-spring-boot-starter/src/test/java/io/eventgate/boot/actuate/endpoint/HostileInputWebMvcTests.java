package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.WebApplicationType;

class HostileInputWebMvcTests extends HostileInputTests {

	HostileInputWebMvcTests() {
		super(WebApplicationType.SERVLET);
	}

}
