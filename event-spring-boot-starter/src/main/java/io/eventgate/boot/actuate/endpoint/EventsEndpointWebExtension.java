/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.security.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.eventgate.Origin;
import io.eventgate.boot.actuate.endpoint.ChangeRequest.InvalidStateException;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventChangeDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventDetailsDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.UnknownEventException;
import io.eventgate.cluster.EventStoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension} for the {@link EventsEndpoint}, which answers invalid
 * requests with a status and a {@link ProblemDescriptor}, and records the principal of a
 * switch.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = EventsEndpoint.class)
@RegisterReflectionForBinding({ EventChangeDescriptor.class, ProblemDescriptor.class })
public final class EventsEndpointWebExtension {

	private final EventsEndpoint delegate;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint to extend
	 */
	public EventsEndpointWebExtension(EventsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Returns one event, with its waiting threads and its history.
	 * @param name the name of the event
	 * @return the event, or 404 with a {@link ProblemDescriptor}
	 */
	@ReadOperation
	public WebEndpointResponse<?> event(@Selector String name) {
		EventDetailsDescriptor event = this.delegate.event(name);
		return (event != null) ? new WebEndpointResponse<>(event) : notFound(new UnknownEventException(name));
	}

	/**
	 * Switches an event.
	 * @param securityContext the principal of the request
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
	 * @return an {@link EventChangeDescriptor}, or a future of it with {@code acks} or
	 * {@code drain}, so that no thread waits; or 404, 400, 429 or 503 with a
	 * {@link ProblemDescriptor}
	 */
	@WriteOperation
	public Object change(SecurityContext securityContext, @Selector String name, @Nullable String state,
			@Nullable String reason, @Nullable String duration, @Nullable String acks, @Nullable String expect,
			@Nullable String drain, @Nullable String restore, @Nullable String forget) {
		Principal principal = securityContext.getPrincipal();
		try {
			CompletableFuture<EventChangeDescriptor> change = this.delegate.change(name, Origin.Source.ENDPOINT,
					(principal != null) ? principal.getName() : null,
					() -> ChangeRequest.of(state, reason, duration, acks, expect, drain, restore, forget));
			return change.isDone() ? new WebEndpointResponse<>(change.join()) : change;
		}
		catch (UnknownEventException ex) {
			return notFound(ex);
		}
		catch (RejectedExecutionException ex) {
			return new WebEndpointResponse<>(ProblemDescriptor.tooManyRequests(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_TOO_MANY_REQUESTS);
		}
		catch (EventStoreUnavailableException ex) {
			return new WebEndpointResponse<>(ProblemDescriptor.unavailable(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
		catch (InvalidStateException ex) {
			return new WebEndpointResponse<>(ProblemDescriptor.invalidState(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(ProblemDescriptor.badRequest(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	private static WebEndpointResponse<ProblemDescriptor> notFound(UnknownEventException ex) {
		return new WebEndpointResponse<>(ProblemDescriptor.notFound(String.valueOf(ex.getMessage())),
				WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
