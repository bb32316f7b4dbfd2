package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Somebody asked to switch an event that does not exist.
 */
final class UnknownEventException extends InvalidEndpointRequestException {

	UnknownEventException(String name) {
		this(Quoted.of(name), "is not defined; the endpoint lists those that are");
	}

	private UnknownEventException(String quoted, String remedy) {
		super("Event '" + quoted + "' " + remedy, remedy);
	}

}
