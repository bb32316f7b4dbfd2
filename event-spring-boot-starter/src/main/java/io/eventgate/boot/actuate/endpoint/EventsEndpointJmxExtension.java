/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import io.eventgate.Origin;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventChangeDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * {@link EndpointJmxExtension} for the {@link EventsEndpoint}, which records JMX as the
 * source of a transition.
 *
 * @since 0.1.0
 */
@EndpointJmxExtension(endpoint = EventsEndpoint.class)
public final class EventsEndpointJmxExtension {

	private final EventsEndpoint delegate;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint to extend
	 */
	public EventsEndpointJmxExtension(EventsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Switches an event.
	 * @param name the name of the event
	 * @param state {@code set}, {@code clear} or {@code pulse}
	 * @param reason the reason, for the history; may be {@code null}
	 * @param duration the time after which the state is reverted, such as {@code 30m};
	 * may be {@code null}
	 * @param acks the maximum time to wait until all instances have applied it, such as
	 * {@code 5s}; may be {@code null}
	 * @param expect the minimum number of instances that apply it, such as {@code 3}; may
	 * be {@code null}
	 * @param drain the maximum time to wait until no call is left that the event has let
	 * through, such as {@code 30s}; may be {@code null}
	 * @param restore {@code true} to set the event again if calls are left then; may be
	 * {@code null}
	 * @param forget the name of a lost instance to forget before, so that
	 * acknowledgements are complete without it; may be {@code null}
	 * @return the result
	 * @throws InvalidEndpointRequestException if there is no event of that name, or an
	 * argument is not valid or not possible for this event; a JMX client gets an
	 * {@link IllegalArgumentException} with the same message
	 */
	@WriteOperation
	public EventChangeDescriptor change(@Selector String name, @Nullable String state, @Nullable String reason,
			@Nullable String duration, @Nullable String acks, @Nullable String expect, @Nullable String drain,
			@Nullable String restore, @Nullable String forget) {
		return this.delegate
			.change(name, Origin.Source.JMX, JmxCaller.name(),
					() -> ChangeRequest.of(state, reason, duration, acks, expect, drain, restore, forget))
			.join();
	}

}
