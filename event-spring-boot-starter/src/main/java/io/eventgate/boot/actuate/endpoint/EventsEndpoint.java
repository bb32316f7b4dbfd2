package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.eventgate.Drain;
import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventWaits;
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
public final class EventsEndpoint implements AutoCloseable {

	/** The maximum number of listed waiting threads; an event may have millions. */
	static final int MAX_WAITING_THREADS = 100;

	private final EventRegistry registry;

	private final EventHistory history;

	private final EventWaits waits;

	private final SharedEvents shared;

	private final PendingDrains drains = new PendingDrains();

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
				event.maxWaiters(), event.waitersByInstance(), event.active(), event.activeByInstance(),
				event.longestWait(), event.waits(), event.lastChange(), event.until(),
				this.shared.instance(registration.original()),
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
	 * @param drain the maximum time to wait after a clear until no call is left in any
	 * instance that the event has let through before, such as {@code 30s}; {@code null}
	 * to wait for none
	 * @param restore {@code true} to set the event again if calls are left after that
	 * time; may be {@code null}
	 * @return the result
	 * @throws InvalidEndpointRequestException if there is no event of that name, or an
	 * argument is not valid or not possible for this event
	 * @throws RejectedExecutionException if 100 switches wait already
	 * @throws EventStoreUnavailableException if the event is shared and its store is down
	 */
	@WriteOperation
	public EventChangeDescriptor change(@Selector String name, @Nullable String state, @Nullable String reason,
			@Nullable String duration, @Nullable String acks, @Nullable String expect, @Nullable String drain,
			@Nullable String restore) {
		return change(name, Origin.Source.ENDPOINT, null,
				() -> ChangeRequest.of(state, reason, duration, acks, expect, drain, restore))
			.join();
	}

	/** Switches an event; no thread waits for instances or calls. */
	CompletableFuture<EventChangeDescriptor> change(String name, Origin.Source source, @Nullable String principal,
			Supplier<ChangeRequest> arguments) {
		EventRegistry.Registration registration = this.registry.findRegistration(name)
			.orElseThrow(() -> new UnknownEventException(name));
		ChangeRequest request = arguments.get();
		Origin origin = OperatorOrigin.of(source, principal, request.reason());
		if (request.acks() != null) {
			return acknowledged(registration, request, request.acks(), origin);
		}
		if (request.drain() != null) {
			return drained(registration, request, request.drain(), origin);
		}
		Duration duration = request.duration();
		Transition transition = origin.call(() -> (duration != null) ? changeFor(registration, request.kind(), duration)
				: registration.event().change(request.kind()));
		return CompletableFuture.completedFuture(EventChangeDescriptor.of(transition));
	}

	private Transition changeFor(EventRegistry.Registration registration, Transition.Kind kind, Duration duration) {
		try {
			return this.registry.changeFor(registration.definition().name(), kind, duration);
		}
		catch (UnsupportedOperationException ex) {
			throw ChangeRequest.invalid(String.valueOf(ex.getMessage()));
		}
	}

	private CompletableFuture<EventChangeDescriptor> acknowledged(EventRegistry.Registration registration,
			ChangeRequest request, Duration timeout, Origin origin) {
		String name = registration.definition().name();
		ClusterEvents cluster = this.shared.cluster();
		if (cluster == null || !cluster.isShared(registration.original())) {
			throw ChangeRequest
				.invalid("Event '" + name + "' is local, so that no other instance can acknowledge it. Remove acks");
		}
		return origin
			.call(() -> cluster.changeAsync(name, request.kind(), request.duration(), timeout, request.expected()))
			.thenApply(EventChangeDescriptor::of);
	}

	private CompletableFuture<EventChangeDescriptor> drained(EventRegistry.Registration registration,
			ChangeRequest request, Duration timeout, Origin origin) {
		String name = registration.definition().name();
		boolean restore = request.restore();
		ClusterEvents cluster = this.shared.cluster();
		boolean isShared = cluster != null && cluster.isShared(registration.original());
		if (!isShared && request.expected() > 1) {
			throw ChangeRequest
				.invalid("Event '" + name + "' is local, so that no other instance has calls to drain. Remove expect");
		}
		boolean wasSet = registration.event().isSet();
		try {
			return this.drains.begin(
					() -> origin.call(() -> (cluster != null && isShared)
							? cluster.drainAsync(name, request.duration(), timeout, request.expected(), restore)
								.thenApply((drained) -> EventChangeDescriptor.ofDrain(drained, restore))
							: this.registry.drainAsync(name, request.duration(), timeout, restore)
								.thenApply((drained) -> EventChangeDescriptor.ofDrain(drained, restore,
										isOvertaken(drained) ? "Event '" + name + "' was switched again" : null))),
					() -> EventChangeDescriptor.ofStop(wasSet));
		}
		catch (UnsupportedOperationException ex) {
			throw ChangeRequest.invalid("The calls of event '" + name + "' are not counted, because its "
					+ registration.original().getClass().getName() + " is of another type. Remove drain");
		}
	}

	private static boolean isOvertaken(Drain drained) {
		return !drained.complete() && drained.active() == 0;
	}

	/**
	 * Ends requests that wait for calls: they are answered as incomplete. The web server
	 * waits for them when the application stops.
	 */
	@Override
	public void close() {
		this.drains.close();
	}

}
