package io.eventgate.boot.actuate.endpoint;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * Knows the requests that are for the {@link EventsEndpoint}, wherever it is mapped.
 */
final class EventsEndpointPath {

	private static final EndpointId ID = EndpointId.of("events");

	private final Supplier<@Nullable PathMappedEndpoints> endpoints;

	EventsEndpointPath(Supplier<@Nullable PathMappedEndpoints> endpoints) {
		this.endpoints = endpoints;
	}

	/**
	 * Tells whether a request is one to switch an event.
	 * @param pattern the path pattern that the request was mapped by
	 */
	boolean matches(@Nullable Object pattern) {
		PathMappedEndpoints endpoints = (pattern != null) ? this.endpoints.get() : null;
		return endpoints != null && (endpoints.getPath(ID) + "/{name}").equals(String.valueOf(pattern));
	}

}
