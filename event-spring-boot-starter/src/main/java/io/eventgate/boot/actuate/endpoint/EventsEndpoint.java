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
 * {@link Endpoint} that shows the events of an {@link EventRegistry} and switches them.
 * It never creates an event.
 *
 * @since 0.1.0
 */
@Endpoint(id = "events")
public final class EventsEndpoint {

	/** The maximum number of listed waiting threads; an event may have millions. */
	static final int MAX_WAITING_THREADS = 100;

	private final EventRegistry registry;

	private final EventHistory history;

	private final EventWaits waits;

	private final SharedEvents shared;

	/**
	 * Creates the endpoint.
	 * @param registry the events to show and to switch
	 * @param history the transitions of the events
	 * @param waits the durations and numbers of the latest waits
	 * @param cluster the shared events, or {@code null}
	 */
	public EventsEndpoint(EventRegistry registry, EventHistory history, EventWaits waits,
			@Nullable ClusterEvents cluster) {
		this.registry = registry;
		this.history = history;
		this.waits = waits;
		this.shared = new SharedEvents(cluster);
	}

	/**
	 * Returns all events.
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
	 * Returns one event, with its waiting threads and its history.
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
				event.until(), this.shared.instance(registration.original()),
				this.waits.getPeaks(name).map(RecentWaitersDescriptor::of).orElse(null),
				waitingThreads(registration.event()),
				this.history.getTransitions(name).stream().map(TransitionDescriptor::of).toList());
	}

	private static List<WaitingThreadDescriptor> waitingThreads(Event event) {
		return event.getWaitingThreads(MAX_WAITING_THREADS).stream().map(WaitingThreadDescriptor::of).toList();
	}

	/**
	 * Switches an event. A {@code set} of a set event and a {@code clear} of a clear
	 * event change nothing.
	 * @param name the name of the event
	 * @param state {@code set}, {@code clear} or {@code pulse}
	 * @param reason the reason, for the history; may be {@code null}
	 * @param duration the time after which the state goes back, such as {@code 30m};
	 * {@code null} if it stays
	 * @param acks the maximum time to wait until all instances have applied it, such as
	 * {@code 5s}, or {@code null} for no acknowledgements
	 * @param expect the minimum number of instances that apply it, including this one, or
	 * {@code null} for all that report
	 * @return the result
	 * @throws InvalidEndpointRequestException if there is no event of that name, if the
	 * state is missing or unknown, if the reason is too long, if {@code acks} is not a
	 * duration or the event is not shared, or if {@code expect} is not a number or is
	 * given without {@code acks}
	 * @throws RejectedExecutionException if 100 switches already wait for
	 * acknowledgements
	 * @throws EventStoreUnavailableException if the event is shared and its store is down
	 */
	@WriteOperation
	public EventChangeDescriptor change(@Selector String name, @Nullable String state, @Nullable String reason,
			@Nullable String duration, @Nullable String acks, @Nullable String expect) {
		return change(name, state, Origin.Source.ENDPOINT, null, reason, duration, acks, expect).join();
	}

	/** Switches an event; no thread waits for the acknowledgements of instances. */
	CompletableFuture<EventChangeDescriptor> change(String name, @Nullable String state, Origin.Source source,
			@Nullable String principal, @Nullable String reason, @Nullable String duration, @Nullable String acks,
			@Nullable String expect) {
		EventRegistry.Registration registration = this.registry.findRegistration(name)
			.orElseThrow(() -> new UnknownEventException(name));
		Transition.Kind kind = EventStates.parse(state);
		Origin origin = OperatorOrigin.of(source, principal, reason);
		Duration temporary = EventStates.parseDuration(kind, duration);
		int expected = SharedEvents.expected(expect, acks);
		if (acks == null) {
			Transition transition = origin.call(() -> (temporary != null) ? changeFor(registration, kind, temporary)
					: registration.event().change(kind));
			return CompletableFuture.completedFuture(EventChangeDescriptor.of(transition, null));
		}
		Duration timeout = SharedEvents.timeout(acks);
		return origin.call(() -> this.shared.change(name, registration.original(), kind, temporary, timeout, expected))
			.thenApply((acknowledgements) -> EventChangeDescriptor.of(acknowledgements.transition(), acknowledgements));
	}

	private Transition changeFor(EventRegistry.Registration registration, Transition.Kind kind, Duration duration) {
		try {
			return this.registry.changeFor(registration.definition().name(), kind, duration);
		}
		catch (UnsupportedOperationException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), String.valueOf(ex.getMessage()));
		}
	}

}
