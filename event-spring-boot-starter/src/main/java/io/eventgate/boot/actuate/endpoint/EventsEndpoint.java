package io.eventgate.boot.actuate.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.WaitingThread;
import io.eventgate.boot.audit.EventHistory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint} to show the events of an {@link EventRegistry} and to switch them. It
 * never creates one.
 *
 * @since 0.1.0
 */
@Endpoint(id = "events")
public final class EventsEndpoint {

	/** How many waiting threads are listed at most; an event may have millions. */
	static final int MAX_WAITING_THREADS = 100;

	private final EventRegistry registry;

	private final EventHistory history;

	/**
	 * Creates the endpoint.
	 * @param registry the events to show and to switch
	 * @param history when they were changed
	 */
	public EventsEndpoint(EventRegistry registry, EventHistory history) {
		this.registry = registry;
		this.history = history;
	}

	/**
	 * Shows all events.
	 * @return the events by name, ordered by name
	 */
	@ReadOperation
	public EventsDescriptor events() {
		Map<String, EventDescriptor> events = new LinkedHashMap<>();
		for (EventRegistry.Registration registration : this.registry.getRegistrations()) {
			events.put(registration.definition().name(), EventDescriptor.of(registration, this.history));
		}
		return new EventsDescriptor(events);
	}

	/**
	 * Shows one event, with the threads that wait at it and its history.
	 * @param name the name of the event
	 * @return the event, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable EventDetailsDescriptor event(@Selector String name) {
		return this.registry.findRegistration(name).map(this::describe).orElse(null);
	}

	private EventDetailsDescriptor describe(EventRegistry.Registration registration) {
		EventDescriptor event = EventDescriptor.of(registration, this.history);
		return new EventDetailsDescriptor(event.state(), event.description(), event.scope(), event.waiters(),
				event.longestWait(), event.lastChange(), waitingThreads(registration.event()),
				this.history.getTransitions(registration.definition().name())
					.stream()
					.map(TransitionDescriptor::of)
					.toList());
	}

	private static List<WaitingThreadDescriptor> waitingThreads(Event event) {
		return event.getWaitingThreads(MAX_WAITING_THREADS).stream().map(WaitingThreadDescriptor::of).toList();
	}

	/**
	 * Switches an event. Doing again what is done already changes nothing.
	 * @param name the name of the event
	 * @param state {@code set}, {@code clear} or {@code pulse}
	 * @param reason why, for the history; may be {@code null}
	 * @return what it did
	 * @throws InvalidEndpointRequestException if there is no event of that name, the
	 * state is missing or another one, or the reason is too long
	 */
	@WriteOperation
	public EventChangeDescriptor change(@Selector String name, @Nullable String state, @Nullable String reason) {
		return change(name, state, Origin.Source.ENDPOINT, null, reason);
	}

	EventChangeDescriptor change(String name, @Nullable String state, Origin.Source source, @Nullable String principal,
			@Nullable String reason) {
		Event event = this.registry.find(name).orElseThrow(() -> new UnknownEventException(name));
		Transition.Kind kind = EventStates.parse(state);
		Transition transition = EventSwitch.change(event, kind, OperatorOrigin.of(source, principal, reason));
		return new EventChangeDescriptor(EventStates.describe(transition.wasSet()),
				EventStates.describe(transition.isSet()), transition.released());
	}

}
