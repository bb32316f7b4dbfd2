/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.eventgate.Drain;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.Origin;
import io.eventgate.RevertibleEvent;
import io.eventgate.Transition;
import io.eventgate.WaitingThread;
import io.eventgate.boot.EventTransition;
import io.eventgate.boot.history.EventAuditor;
import io.eventgate.boot.history.EventHistory;
import io.eventgate.boot.history.EventWaits;
import io.eventgate.boot.history.WaitSummary;
import io.eventgate.boot.history.WaiterPeaks;
import io.eventgate.cluster.Acknowledgements;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.InstanceReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
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

	/** The maximum number of lost instances in a message. */
	static final int MAX_LOST_INSTANCES = 20;

	private final EventRegistry registry;

	private final EventHistory history;

	private final EventAuditor auditor;

	private final EventWaits waits;

	private final SharedEvents shared;

	private final PendingDrains drains = new PendingDrains();

	/**
	 * Creates the endpoint.
	 * @param registry the events to show and to switch
	 * @param history the transitions of the events
	 * @param auditor receives switches that change only the end of a temporary state
	 * @param waits the durations and numbers of the latest waits
	 * @param cluster the shared events, or {@code null}
	 */
	public EventsEndpoint(EventRegistry registry, EventHistory history, EventAuditor auditor, EventWaits waits,
			@Nullable ClusterEvents cluster) {
		this.registry = registry;
		this.history = history;
		this.auditor = auditor;
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
		return new EventDetailsDescriptor(
				EventDescriptor.of(registration, this.history, this.waits, this.shared, reports),
				this.shared.instance(registration.original()),
				this.waits.getPeaks(name).map(RecentWaitersDescriptor::of).orElse(null),
				waitingThreads(registration.event()), transitions(registration).map(TransitionDescriptor::of).toList());
	}

	/** Returns the history, or the last switch before this instance started. */
	private Stream<EventTransition> transitions(EventRegistry.Registration registration) {
		String name = registration.definition().name();
		List<EventTransition> here = this.history.getTransitions(name);
		return here.isEmpty() ? this.shared.lastSwitch(name, registration.original()).stream() : here.stream();
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
	 * @param duration the time after which the state is reverted, such as {@code 30m};
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
	 * @param forget the name of a lost instance to forget before, so that
	 * acknowledgements are complete without it; may be {@code null}
	 * @return the result
	 * @throws InvalidEndpointRequestException if there is no event of that name, or an
	 * argument is not valid or not possible for this event
	 * @throws RejectedExecutionException if 100 switches wait already
	 * @throws EventStoreUnavailableException if the event is shared and its store is down
	 */
	@WriteOperation
	public EventChangeDescriptor change(@Selector String name, @Nullable String state, @Nullable String reason,
			@Nullable String duration, @Nullable String acks, @Nullable String expect, @Nullable String drain,
			@Nullable String restore, @Nullable String forget) {
		return change(name, Origin.Source.ENDPOINT, null,
				() -> ChangeRequest.of(state, reason, duration, acks, expect, drain, restore, forget))
			.join();
	}

	/** Switches an event; no thread waits for instances or calls. */
	CompletableFuture<EventChangeDescriptor> change(String name, Origin.Source source, @Nullable String principal,
			Supplier<ChangeRequest> arguments) {
		EventRegistry.Registration registration = this.registry.findRegistration(name)
			.orElseThrow(() -> new UnknownEventException(name));
		ChangeRequest request = arguments.get();
		Origin origin = request.origin(source, principal);
		Optional<Instant> end = revertTime(registration);
		CompletableFuture<EventChangeDescriptor> change = change(registration, request, origin);
		if (end.isPresent()) {
			CompletableFuture<?> unused = change
				.thenAccept((done) -> recordEnd(registration, end, request.kind(), done, origin));
		}
		return change;
	}

	private CompletableFuture<EventChangeDescriptor> change(EventRegistry.Registration registration,
			ChangeRequest request, Origin origin) {
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

	/**
	 * Records a switch that has only moved or cancelled the end of a temporary state:
	 * observers are not notified of it, but operators look for it.
	 */
	private void recordEnd(EventRegistry.Registration registration, Optional<Instant> end, Transition.Kind kind,
			EventChangeDescriptor done, Origin origin) {
		boolean same = done.previous().equals(done.state()) && kind != Transition.Kind.PULSE;
		if (same && !revertTime(registration).equals(end)) {
			this.auditor.record(registration.definition().name(),
					new Transition(kind, kind == Transition.Kind.SET, 0, origin, done.until()));
		}
	}

	private static Optional<Instant> revertTime(EventRegistry.Registration registration) {
		return registration.revertible().flatMap(RevertibleEvent::getRevertTime);
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
				.invalid("Event '" + name + "' is local, so no other instance can acknowledge it. Remove acks");
		}
		forget(cluster, request.forget());
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
				.invalid("Event '" + name + "' is local, so no other instance has calls to drain. Remove expect");
		}
		if (!isShared && request.forget() != null) {
			throw ChangeRequest
				.invalid("Event '" + name + "' is local, so no other instance is awaited. Remove forget");
		}
		if (cluster != null && isShared) {
			forget(cluster, request.forget());
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
			throw ChangeRequest.invalid("Event '" + name + "' cannot be drained, because "
					+ registration.original().getClass().getName() + " does not count its calls. Remove drain");
		}
	}

	/** Forgets an instance, unless it may still run: it would be awaited no more. */
	private static void forget(ClusterEvents cluster, @Nullable String instance) {
		if (instance == null) {
			return;
		}
		List<String> lost = cluster.instances()
			.stream()
			.filter(InstanceReport::isLost)
			.map(InstanceReport::instance)
			.sorted()
			.toList();
		if (!lost.contains(instance)) {
			throw ChangeRequest
				.invalid("'forget' must be the name of a lost instance but was '" + ProblemDescriptor.quote(instance)
						+ "'. The lost instances are " + lost.subList(0, Math.min(lost.size(), MAX_LOST_INSTANCES)));
		}
		cluster.forget(instance);
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

	static String describe(boolean set) {
		return describe(set ? Transition.Kind.SET : Transition.Kind.CLEAR);
	}

	static String describe(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * All events.
	 *
	 * @param events the events by name, ordered by name
	 */
	public record EventsDescriptor(Map<String, EventDescriptor> events) implements OperationResponseBody {

	}

	/**
	 * The present state of an event.
	 *
	 * @param state {@code set} or {@code clear}
	 * @param description the meaning of the event, or empty
	 * @param scope {@code local} if it is an event of this instance alone,
	 * {@code cluster} if all instances share it
	 * @param waiters the number of waiters in this instance
	 * @param maxWaiters the maximum number of waiters in this instance, or {@code null}
	 * if there is none
	 * @param waitersByInstance the number of waiters of each instance, as last reported,
	 * or {@code null} if the event is not shared or the store is not available
	 * @param active the number of calls that the event has let through in this instance
	 * and that have not ended, or {@code null} if they are not counted
	 * @param activeByInstance the number of these calls in each instance, as last
	 * reported, or {@code null} if the event is not shared or the store is not available
	 * @param longestWait the duration of the longest pending wait, or {@code null} if
	 * there is no waiter
	 * @param waits the durations of ended waits that blocked, or {@code null} before the
	 * first one
	 * @param lastChange the time of the last transition, or {@code null} if there was
	 * none
	 * @param until the time at which the state is reverted, or {@code null} if it stays
	 */
	public record EventDescriptor(String state, String description, String scope, int waiters,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer maxWaiters,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> waitersByInstance,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer active,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> activeByInstance,
			@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration longestWait,
			@JsonInclude @Nullable WaitsDescriptor waits,
			@JsonInclude @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant lastChange,
			@JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(
					shape = JsonFormat.Shape.STRING) @Nullable Instant until) {

		static EventDescriptor of(EventRegistry.Registration registration, EventHistory history, EventWaits waits,
				SharedEvents shared, List<InstanceReport> reports) {
			String name = registration.definition().name();
			Event event = registration.event();
			return new EventDescriptor(describe(event.isSet()), registration.definition().description().orElse(""),
					shared.scope(registration.original()), event.getQueueLength(),
					maxWaiters(registration.definition()), shared.waiters(name, registration.original(), reports),
					active(registration.original()), shared.active(name, registration.original(), reports),
					event.getLongestWait().orElse(null), waits.getSummary(name).map(WaitsDescriptor::of).orElse(null),
					lastChange(name, registration, history, shared), revertTime(registration).orElse(null));
		}

		private static @Nullable Instant lastChange(String name, EventRegistry.Registration registration,
				EventHistory history, SharedEvents shared) {
			return history.getLastChange(name)
				.or(() -> shared.lastSwitch(name, registration.original()).map(EventTransition::time))
				.orElse(null);
		}

		private static @Nullable Integer active(Event event) {
			OptionalInt active = GuardedCall.countActive(event);
			return active.isPresent() ? active.getAsInt() : null;
		}

		private static @Nullable Integer maxWaiters(EventDefinition definition) {
			return definition.maxWaiters().isPresent() ? definition.maxWaiters().getAsInt() : null;
		}

	}

	/**
	 * The present state of an event, its waiting threads and its latest transitions.
	 *
	 * @param event the present state; its fields are those of this object in JSON
	 * @param instance the name of this instance, or {@code null} if the event is not
	 * shared
	 * @param recentWaiters the numbers of waiters in this instance over the last ten
	 * minutes, or {@code null} before the first wait that blocks
	 * @param waitingThreads the threads among the waiters, the longest waiting first, 100
	 * at most
	 * @param transitions the latest transitions, the newest first
	 */
	public record EventDetailsDescriptor(@JsonUnwrapped EventDescriptor event,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String instance,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecentWaitersDescriptor recentWaiters,
			List<WaitingThreadDescriptor> waitingThreads,
			List<TransitionDescriptor> transitions) implements OperationResponseBody {

	}

	/**
	 * Numbers of waiters in this instance over the last ten minutes.
	 *
	 * @param since the beginning of the first step
	 * @param step the duration of a step
	 * @param peaks the maximum number of waiters in each step, the oldest first; the last
	 * step has not ended
	 */
	public record RecentWaitersDescriptor(@JsonFormat(shape = JsonFormat.Shape.STRING) Instant since,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Duration step, List<Integer> peaks) {

		static RecentWaitersDescriptor of(WaiterPeaks waiters) {
			return new RecentWaitersDescriptor(waiters.since(), waiters.step(), waiters.peaks());
		}

	}

	/**
	 * Durations of ended waits that blocked, in this instance. Percentiles and the
	 * maximum are those of the latest 256 waits.
	 *
	 * @param count the number of ended waits
	 * @param p50 the 50th percentile
	 * @param p90 the 90th percentile
	 * @param p99 the 99th percentile
	 * @param max the maximum
	 */
	public record WaitsDescriptor(long count, @JsonFormat(shape = JsonFormat.Shape.STRING) Duration p50,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Duration p90,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Duration p99,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Duration max) {

		static WaitsDescriptor of(WaitSummary waits) {
			return new WaitsDescriptor(waits.count(), waits.p50(), waits.p90(), waits.p99(), waits.max());
		}

	}

	/**
	 * A waiting thread.
	 *
	 * @param name its name; virtual threads often have an empty one
	 * @param virtual whether it is a virtual thread
	 * @param since the beginning of its wait
	 */
	public record WaitingThreadDescriptor(String name, boolean virtual,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Instant since) {

		static WaitingThreadDescriptor of(WaitingThread waiting) {
			return new WaitingThreadDescriptor(waiting.thread().getName(), VirtualThreads.isVirtual(waiting.thread()),
					waiting.since());
		}

	}

	/**
	 * A transition of an event.
	 *
	 * @param time the time
	 * @param from the state before: {@code set} or {@code clear}
	 * @param to the kind: {@code set}, {@code clear} or {@code pulse}
	 * @param source {@code application}, {@code endpoint}, {@code jmx}, {@code cluster}
	 * or {@code reversal}
	 * @param principal the principal of its caller, or {@code null} if unknown
	 * @param reason the reason, or {@code null} if none was given
	 * @param instance the instance that switched the event, or {@code null} if it was
	 * this one
	 * @param released the number of waiters that it released
	 * @param until the time at which the state is reverted, or {@code null} if it stays
	 */
	public record TransitionDescriptor(@JsonFormat(shape = JsonFormat.Shape.STRING) Instant time, String from,
			String to, String source, @JsonInclude @Nullable String principal, @JsonInclude @Nullable String reason,
			@JsonInclude @Nullable String instance, int released,
			@JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(
					shape = JsonFormat.Shape.STRING) @Nullable Instant until) {

		static TransitionDescriptor of(EventTransition recorded) {
			Transition transition = recorded.transition();
			Origin origin = transition.origin();
			return new TransitionDescriptor(recorded.time(), describe(transition.wasSet()), describe(transition.kind()),
					describe(origin.source()), origin.principal(), origin.reason(), origin.instance(),
					transition.released(), transition.until());
		}

	}

	/**
	 * The result of a switch.
	 *
	 * @param previous the state before: {@code set} or {@code clear}
	 * @param state the state after
	 * @param released the number of waiters that it released in this instance
	 * @param until the time at which the state is reverted, or {@code null} if it stays
	 * @param applied the instances that have applied it, or {@code null} without
	 * {@code acks} or {@code drain}
	 * @param pending the instances that have not reported it yet, or {@code null} without
	 * {@code acks}
	 * @param lost the instances that disappeared before they applied it, or {@code null}
	 * without {@code acks} or {@code drain}
	 * @param active the number of calls that are left, or {@code null} without
	 * {@code drain}
	 * @param activeByInstance the number of calls that are left in each instance that has
	 * some, or {@code null} without {@code drain} or if the event is not shared
	 * @param complete whether all instances have applied it and, with {@code drain}, no
	 * call is left; {@code null} without {@code acks} and {@code drain}
	 * @param restored whether the switch was reverted because calls were left, or
	 * {@code null} if that was not requested
	 * @param error the reason for which acknowledgements are missing or a drain has ended
	 * early, or {@code null}
	 */
	public record EventChangeDescriptor(String previous, String state, int released,
			@JsonInclude(JsonInclude.Include.NON_NULL) @JsonFormat(
					shape = JsonFormat.Shape.STRING) @Nullable Instant until,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> applied,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> pending,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedSet<String> lost,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer active,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SortedMap<String, Integer> activeByInstance,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean complete,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean restored,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) implements OperationResponseBody {

		/** Describes a switch that has not waited. */
		static EventChangeDescriptor of(Transition transition) {
			return of(transition, transition.isSet(), null, null, null, null, null, null);
		}

		/** Describes a switch that has waited for all instances. */
		static EventChangeDescriptor of(Acknowledgements answers) {
			return of(answers.transition(), answers.transition().isSet(), answers, null, null, answers.isComplete(),
					null, answers.error().orElse(null));
		}

		/** Describes a drain of a shared event. */
		static EventChangeDescriptor ofDrain(Acknowledgements drained, boolean restore) {
			long sum = drained.active().values().stream().mapToLong(Integer::longValue).sum();
			return of(drained.transition(), drained.isRestored(), drained, (int) Math.min(sum, Integer.MAX_VALUE),
					drained.active(), drained.isComplete(), restore ? drained.isRestored() : null,
					drained.error().orElse(null));
		}

		/** Describes a drain of an event of this instance alone. */
		static EventChangeDescriptor ofDrain(Drain drained, boolean restore, @Nullable String error) {
			return of(drained.transition(), drained.restored(), null, drained.active(), null, drained.complete(),
					restore ? drained.restored() : null, error);
		}

		/** Describes a drain that ends because the application stops. */
		static EventChangeDescriptor ofStop(boolean wasSet) {
			return of(new Transition(Transition.Kind.CLEAR, wasSet, 0), false, null, null, null, false, null,
					"The application stops before it is known whether calls are left");
		}

		private static EventChangeDescriptor of(Transition transition, boolean set, @Nullable Acknowledgements answers,
				@Nullable Integer active, @Nullable SortedMap<String, Integer> activeByInstance,
				@Nullable Boolean complete, @Nullable Boolean restored, @Nullable String error) {
			return new EventChangeDescriptor(describe(transition.wasSet()), describe(set), transition.released(),
					set == transition.isSet() ? transition.until() : null, (answers != null) ? answers.applied() : null,
					(answers != null) ? answers.pending() : null, (answers != null) ? answers.lost() : null, active,
					activeByInstance, complete, restored, error);
		}

	}

	/**
	 * Thrown when a request switches an event that does not exist.
	 */
	static final class UnknownEventException extends InvalidEndpointRequestException {

		UnknownEventException(String name) {
			this(ProblemDescriptor.quote(name), "is not defined. The endpoint lists the defined events");
		}

		private UnknownEventException(String quoted, String remedy) {
			super("Event '" + quoted + "' " + remedy, remedy);
		}

	}

}
