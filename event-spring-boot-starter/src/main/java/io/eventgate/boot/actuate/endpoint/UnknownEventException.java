package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Thrown when a request switches an event that does not exist.
 */
final class UnknownEventException extends InvalidEndpointRequestException {

	UnknownEventException(String name) {
		this(Quoted.of(name), "is not defined. The endpoint lists the defined events");
	}

	private UnknownEventException(String quoted, String remedy) {
		super("Event '" + quoted + "' " + remedy, remedy);
	}

}
