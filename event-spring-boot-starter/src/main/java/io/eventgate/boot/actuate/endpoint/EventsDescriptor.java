package io.eventgate.boot.actuate.endpoint;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All events.
 *
 * @param events the events by name, ordered by name
 * @since 0.1.0
 */
public record EventsDescriptor(Map<String, EventDescriptor> events) implements OperationResponseBody {

}
