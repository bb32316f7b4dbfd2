package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.audit.EventHistory;
import io.eventgate.boot.waits.EventWaits;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.InstanceReport;
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

	private final EventWaits waits;

	private final SharedEvents shared;

	/**
	 * Creates the endpoint.
	 * @param registry the events to show and to switch
	 * @param history when they were changed
	 * @param waits how long waits took, and how many there were
	 * @param cluster shares events with other instances, or {@code null}
	 */
	public EventsEndpoint(EventRegistry registry, EventHistory history, EventWaits waits,
			@Nullable ClusterEvents cluster) {
		this.registry = registry;
		this.history = history;
		this.waits = waits;
		this.shared = new SharedEvents(cluster);
	}

	/**
	 * Shows all events.
	 * @return the events by name, ordered by name
	 */
	@ReadOperation
	public EventsDescriptor events() {
		List<InstanceReport> reports = this.shared.reports();
		Map<String, EventDescriptor> events = new LinkedHashMap<>();
		for (EventRegistry.Registration registration : this.registry.getRegistrations()) {
			events.put(registration.definition().name(),
					EventDescriptor.of(registration, this.history, this.waits, this.shared, reports));
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
		String name = registration.definition().name();
		List<InstanceReport> reports = this.shared.isShared(registration.original()) ? this.shared.reports()
				: List.of();
		EventDescriptor event = EventDescriptor.of(registration, this.history, this.waits, this.shared, reports);
		return new EventDetailsDescriptor(event.state(), event.description(), event.scope(), event.waiters(),
				event.maxWaiters(), event.waitersByInstance(), event.longestWait(), event.waits(), event.lastChange(),
				this.shared.instance(registration.original()),
				this.waits.getPeaks(name).map(RecentWaitersDescriptor::of).orElse(null),
				waitingThreads(registration.event()),
				this.history.getTransitions(name).stream().map(TransitionDescriptor::of).toList());
	}

	private static List<WaitingThreadDescriptor> waitingThreads(Event event) {
		return event.getWaitingThreads(MAX_WAITING_THREADS).stream().map(WaitingThreadDescriptor::of).toList();
	}

	/**
	 * Switches an event. Doing again what is done already changes nothing.
	 * @param name the name of the event
	 * @param state {@code set}, {@code clear} or {@code pulse}
	 * @param reason why, for the history; may be {@code null}
	 * @param acks how long to wait for all instances to apply it, such as {@code 5s};
	 * {@code null} not to ask them
	 * @param expect how many instances are expected to apply it at least, this one
	 * included; {@code null} for as many as report
	 * @return what it did
	 * @throws InvalidEndpointRequestException if there is no event of that name, the
	 * state is missing or another one, the reason is too long, or {@code acks} is no
	 * duration or is given for an event that is not shared, or {@code expect} is no
	 * number or is given without {@code acks}
	 * @throws RejectedExecutionException if 100 switches wait for instances already
	 * @throws EventStoreUnavailableException if the event is shared and its store is down
	 */
	@WriteOperation
	public EventChangeDescriptor change(@Selector String name, @Nullable String state, @Nullable String reason,
			@Nullable String acks, @Nullable String expect) {
		return change(name, state, Origin.Source.ENDPOINT, null, reason, acks, expect).join();
	}

	/** Switches an event; no thread waits for the acknowledgements of instances. */
	CompletableFuture<EventChangeDescriptor> change(String name, @Nullable String state, Origin.Source source,
			@Nullable String principal, @Nullable String reason, @Nullable String acks, @Nullable String expect) {
		EventRegistry.Registration registration = this.registry.findRegistration(name)
			.orElseThrow(() -> new UnknownEventException(name));
		Transition.Kind kind = EventStates.parse(state);
		Origin origin = OperatorOrigin.of(source, principal, reason);
		int expected = SharedEvents.expected(expect, acks);
		if (acks == null) {
			return CompletableFuture
				.completedFuture(EventChangeDescriptor.of(origin.call(() -> registration.event().change(kind)), null));
		}
		Duration patience = SharedEvents.patience(acks);
		return origin.call(() -> this.shared.change(name, registration.original(), kind, patience, expected))
			.thenApply((acknowledgements) -> EventChangeDescriptor.of(acknowledgements.transition(), acknowledgements));
	}

}
