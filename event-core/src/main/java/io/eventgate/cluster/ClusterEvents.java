/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.ForwardingEvent;
import io.eventgate.RevertibleEvent;
import io.eventgate.Transition;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Events that all instances of an application share through an {@link StateStore}. A
 * switch in one instance reaches the others in milliseconds, and after an outage within
 * the delay of a reconnection plus one sync interval.
 *
 * <pre>{@code
 * ClusterEvents cluster = new ClusterEvents(store, ClusterSettings.of("orders-1"));
 * cluster.start();
 * EventRegistry registry = new EventRegistry(cluster::create);
 * Event ordersOpen = registry.create("orders-open", true);
 * }</pre>
 *
 * <p>
 * <b>Guarantees of a shared event.</b>
 * <ol>
 * <li>After {@code set()} returns here, it is set here, unless it was cleared meanwhile.
 * The same holds for {@code clear()} and {@code pulse()}.</li>
 * <li>Other instances follow, as described above.</li>
 * <li>Every waiter of any instance that waited before a {@code set()} is released, even
 * if a {@code clear()} follows at once.</li>
 * <li>Each instance sees the switches of an event in one order, the same for all. It may
 * see several of them as one after an outage or, on a store that keeps only the last
 * switch of each event, when they follow each other fast.</li>
 * <li>A {@code set()} that threw an {@link EventStoreUnavailableException} does not
 * happen later. {@link EventStoreUnavailableException#isOutcomeUnknown()} returns whether
 * it may have happened before.</li>
 * <li>Data that the store has lost is restored by any instance that had it. The
 * restoration may undo a switch that an instance without that data made on such a store
 * before. Threads that wait in an instance which has not read the store yet may then be
 * released once too often.</li>
 * </ol>
 * Not guaranteed: that {@code isSet()} is the same everywhere at one moment, that all
 * waiters are released together, or any order across events.
 *
 * <p>
 * <b>If the store is down</b>, {@code isSet()} returns the last known state and
 * {@code await} keeps waiting. {@code set()}, {@code clear()} and {@code pulse()} throw
 * an {@link EventStoreUnavailableException} within the command time-out, at once if it is
 * known to be down. They are not interruptible.
 *
 * <p>
 * <b>Observers</b>, and dependents of {@link Event#whenSet()}, are called in the thread
 * that switched the event in this instance, and for switches by others in a separate
 * thread. One that blocks there delays observers, but neither events nor waiters. The
 * observers of an event are called one after the other, in the order of its switches: if
 * one still handles an earlier switch in another thread, that thread continues with this
 * one. {@link Transition#origin()} has the instance, the principal and the reason, if
 * known; for several switches seen as one, those of the last.
 *
 * <p>
 * Two daemon threads serve all events. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class ClusterEvents implements AutoCloseable {

	private static final int STALE_AFTER_INTERVALS = 3;

	private static final long FAREWELL_MILLIS = 300;

	private static final int MOST_REQUESTS = 100;

	private final Instance instance;

	private final Operations operations;

	private final Reporter reporter;

	private final Follower follower;

	private final Feed feed;

	private final Acks acks;

	/** The number of pending requests for acknowledgement. */
	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicBoolean started = new AtomicBoolean();

	/**
	 * Creates shared events without accessing the store yet.
	 * @param store the store; closed together with this object
	 * @param settings the settings of this instance
	 */
	public ClusterEvents(StateStore store, ClusterSettings settings) {
		this(store, settings, new SystemTimeline(settings.instance()));
	}

	ClusterEvents(StateStore store, ClusterSettings settings, Timeline timeline) {
		this.instance = new Instance(Objects.requireNonNull(store, "store"), settings, timeline);
		this.operations = new Operations(this.instance);
		this.reporter = new Reporter(this.instance);
		this.follower = new Follower(this.instance, this.operations, this.reporter);
		this.acks = new Acks(this.instance, this.reporter);
		this.feed = new Feed(this.instance, this.follower, this.reporter,
				new Strays(this.instance, this.reporter, this.acks));
	}

	/** Returns the context that the parts of this class share. */
	Instance internals() {
		return this.instance;
	}

	Operations operations() {
		return this.operations;
	}

	Reporter reporter() {
		return this.reporter;
	}

	Acks acks() {
		return this.acks;
	}

	/**
	 * Begins to follow the store, and waits until it was read: at most twice the command
	 * time-out, or five times with {@link StartupPolicy#FAIL}, because the first
	 * connection of a JVM that is still loading classes takes long. Events that were
	 * created before have their initial state until then, so start first. A second call
	 * does nothing.
	 * @throws EventStoreUnavailableException if the store is down and the policy is
	 * {@link StartupPolicy#FAIL}; this object is closed then
	 */
	public void start() {
		if (!this.started.compareAndSet(false, true)) {
			return;
		}
		this.instance.schedule(() -> {
			this.feed.open();
			this.instance.repeat(this.reporter::report, this.reporter.interval());
		}, 0);
		boolean fail = this.instance.settings().startupPolicy() == StartupPolicy.FAIL;
		Duration timeout = this.instance.settings().commandTimeout().multipliedBy(fail ? 5 : 2);
		if (!awaitRead(this.instance.link().firstUp(), timeout) && fail) {
			close();
			throw unavailable(null, "start", "The event store (" + this.instance.store() + ") cannot be used", null);
		}
	}

	/**
	 * Creates a shared event: the factory for an {@link io.eventgate.EventRegistry}. If
	 * the store is up, the state is read from it; if the event is not in the store, this
	 * definition's state becomes the state in all instances.
	 * @param definition the definition of the event
	 * @return the event
	 * @throws IllegalArgumentException if there is an event of that name that is not shut
	 * down
	 * @throws EventStoreUnavailableException if the store cannot be read and the policy
	 * is {@link StartupPolicy#FAIL}; the event is not created then
	 */
	public Event create(EventDefinition definition) {
		String name = definition.name();
		ClusterEvent event = new ClusterEvent(definition, this.instance, this.operations);
		if (this.instance.events().putIfAbsent(name, event) != null) {
			throw new IllegalArgumentException("Event '" + name + "' already exists. Find it, or choose another name");
		}
		if (this.started.get()) {
			ask(event);
			boolean fail = this.instance.settings().startupPolicy() == StartupPolicy.FAIL;
			boolean wait = fail || this.instance.link().isUp();
			if (wait && !awaitRead(event.asked(), this.instance.settings().commandTimeout()) && fail) {
				event.shutdown();
				throw unavailable(name, "create", "The state of event '" + name + "' cannot be read from the store ("
						+ this.instance.store() + "). The event was not created", null);
			}
		}
		return event;
	}

	/** Reads the state of an event that is new here, until there is an answer. */
	private void ask(ClusterEvent event) {
		this.instance.schedule(() -> {
			long version = event.replica().version();
			long link = this.instance.link().number();
			long sent = this.instance.timeline().nanoTime();
			this.instance.ask("No answer", this.instance.timeoutNanos(), () -> this.instance.store().read(event.name()),
					(reading, failure) -> {
						// Another link begins with a snapshot, which shows this event.
						if (reading != null && link == this.instance.link().number()) {
							// Judging it needs the clock, unknown before a snapshot.
							if (!this.instance.link().isUp()) {
								this.instance.sample(sent, reading.clockMicros());
							}
							this.follower.follow(event, reading.state(), version);
						}
					});
		}, 0);
	}

	/**
	 * Returns whether an event was created by this object, or forwards to one that was.
	 * @param event the event
	 * @return {@code true} if it is shared through this object's store
	 */
	public boolean isShared(Event event) {
		if (event instanceof ClusterEvent shared) {
			return shared.isOf(this.instance);
		}
		return event instanceof ForwardingEvent wrapper && event.getName()
			.map((name) -> this.instance.events().get(name))
			.filter(wrapper::forwardsTo)
			.isPresent();
	}

	/**
	 * Returns the name of this instance, unique among all that share the store.
	 * @return the name
	 */
	public String instance() {
		return this.instance.name();
	}

	/**
	 * Switches an event and waits until all instances have acknowledged it, like
	 * {@link #changeAsync} without an expected number of instances.
	 * @param name the name of the event
	 * @param kind the kind of switch
	 * @param timeout the maximum time to wait for the others
	 * @return the switch and the instances that have applied it
	 * @throws NoSuchElementException if this instance does not have the event
	 * @throws EventStoreUnavailableException if it could not be switched
	 * @throws RejectedExecutionException if 100 requests are under way
	 */
	public Acknowledgements change(String name, Transition.Kind kind, Duration timeout) {
		return changeAsync(name, kind, null, timeout, 0).join();
	}

	/**
	 * Switches an event, which may take as long as the command time-out, and asks all
	 * instances to acknowledge it. No thread waits for them.
	 * @param name the name of the event
	 * @param kind the kind of switch
	 * @param duration the time after which the state is reverted, as for
	 * {@link RevertibleEvent#changeFor}, or {@code null} if it stays
	 * @param timeout the maximum time to wait for the others
	 * @param expected the minimum number of instances that must acknowledge, this one
	 * included; 0 for those that report
	 * @return a future that completes with the switch and the instances that have applied
	 * it, when all have, when the time is over or when this object is closed
	 * @throws NoSuchElementException if this instance does not have the event
	 * @throws IllegalArgumentException if the number expected is negative, or the
	 * duration is not valid or is given for a pulse
	 * @throws EventStoreUnavailableException if it could not be switched
	 * @throws RejectedExecutionException if 100 requests are under way; nothing was
	 * switched
	 */
	public CompletableFuture<Acknowledgements> changeAsync(String name, Transition.Kind kind,
			@Nullable Duration duration, Duration timeout, int expected) {
		ClusterEvent event = get(name);
		return request(event, kind, duration, timeout, expected,
				(performed, nanos) -> this.acks.await(name, performed, expected, nanos));
	}

	/**
	 * Clears an event, which may take as long as the command time-out, and waits until
	 * all instances have applied that and no {@linkplain io.eventgate.GuardedCall call}
	 * that the event let through before is left in any of them. No thread waits.
	 * <p>
	 * With {@code restore}, the clear is reverted if calls are left when the time is
	 * over, unless the event was switched again. If this instance ends before that,
	 * another one reverts it soon after. A clear that changed nothing is not reverted.
	 * @param name the name of the event
	 * @param duration the time after which the state is reverted in any case, as for
	 * {@link RevertibleEvent#changeFor}, or {@code null} if it stays
	 * @param timeout the maximum time to wait, some minutes at most, because instances
	 * answer a request for six minutes
	 * @param expected the minimum number of instances that must answer, this one
	 * included; 0 for those that report
	 * @param restore whether to take the clear back if calls are left
	 * @return a future that completes when no call is left, when the event was switched
	 * again, when the time is over or when this object is closed, with the switch and the
	 * number of calls that are left in each instance
	 * @throws NoSuchElementException if this instance does not have the event
	 * @throws IllegalArgumentException if the number expected is negative or the duration
	 * is not valid
	 * @throws EventStoreUnavailableException if it could not be cleared
	 * @throws RejectedExecutionException if 100 requests are under way; nothing was
	 * cleared
	 */
	public CompletableFuture<Acknowledgements> drainAsync(String name, @Nullable Duration duration, Duration timeout,
			int expected, boolean restore) {
		ClusterEvent event = get(name);
		Restoration restoration = new Restoration(this.instance, event, restore, duration, timeout);
		return request(event, Transition.Kind.CLEAR, restoration.duration(), timeout, expected,
				(performed, nanos) -> this.acks.drain(event, performed, expected, nanos)
					.thenCompose((drained) -> restoration.conclude(performed, drained)));
	}

	private CompletableFuture<Acknowledgements> request(ClusterEvent event, Transition.Kind kind,
			@Nullable Duration duration, Duration timeout, int expected,
			BiFunction<Operations.Performed, Long, CompletableFuture<Acknowledgements>> wait) {
		if (duration != null) {
			RevertibleEvent.check(kind, duration);
		}
		if (expected < 0) {
			throw new IllegalArgumentException("expected must be at least 0 but was " + expected);
		}
		if (this.requests.incrementAndGet() > MOST_REQUESTS) {
			this.requests.decrementAndGet();
			throw new RejectedExecutionException(
					MOST_REQUESTS + " switches wait for acknowledgements. Try again later");
		}
		CompletableFuture<Acknowledgements> result = new CompletableFuture<>();
		try {
			Operations.Performed performed = this.operations.perform(event, kind, true, duration);
			result = wait.apply(performed, TimeUnit.NANOSECONDS.convert(timeout));
		}
		catch (RuntimeException | Error ex) {
			result.completeExceptionally(ex);
			throw ex;
		}
		finally {
			result = result.whenComplete((acknowledgements, failure) -> this.requests.decrementAndGet());
		}
		return result;
	}

	private ClusterEvent get(String name) {
		ClusterEvent event = this.instance.find(name);
		if (event == null) {
			throw new NoSuchElementException(
					"Event '" + name + "' is not shared. The shared events are " + this.instance.events().keySet());
		}
		return event;
	}

	/**
	 * Returns the last switch of a shared event that the store has shown, which may have
	 * been made before this instance started. Does not access the store.
	 * @param name the name of the event
	 * @return the switch, or empty if the event is not shared, was never switched, or its
	 * state was not read yet
	 */
	public Optional<LastSwitch> getLastSwitch(String name) {
		ClusterEvent event = this.instance.find(name);
		if (event == null) {
			return Optional.empty();
		}
		Note note = Note.decode(event.replica().state().note());
		Transition.Kind kind = note.kind();
		Instant time = Cause.time(note, this.instance);
		if (kind == null || time == null) {
			return Optional.empty();
		}
		Cause cause = Cause.of(note, this.instance);
		return Optional.of(new LastSwitch(time,
				new Transition(kind, kind == Transition.Kind.CLEAR, 0, cause.origin(), cause.until())));
	}

	/**
	 * Gives an event of the store the state that it has in this instance. This repairs an
	 * event for which another program has written an impossible version into the store,
	 * which all instances refuse to follow.
	 * @param name the name of the event
	 * @throws NoSuchElementException if this instance does not have the event
	 * @throws EventStoreUnavailableException if the store did not confirm it
	 */
	public void reset(String name) {
		ClusterEvent event = get(name);
		call("reset", name, "Event '" + name + "' cannot be reset",
				() -> this.instance.store().reset(name, event.replica().state()));
		event.replica().accept();
	}

	/**
	 * Forgets an instance that was lost, so that acknowledgements are complete without
	 * it. An instance that still runs reappears with its next report.
	 * @param instance the name of the instance
	 * @throws EventStoreUnavailableException if the store did not confirm it
	 */
	public void forget(String instance) {
		call("forget", null, "Instance '" + instance + "' cannot be forgotten",
				() -> this.instance.store().forget(Set.of(instance)));
	}

	private void call(String operation, @Nullable String event, String what, Supplier<CompletionStage<Void>> call) {
		CompletableFuture<Void> done = this.instance.link().isUp() ? Instance.ask(call).toCompletableFuture() : null;
		if (done == null || !await(done, this.instance.settings().commandTimeout())) {
			throw unavailable(event, operation, what + " in the store (" + this.instance.store() + ")", null);
		}
	}

	/**
	 * Reads the reports of the instances, this one included. Instances report at the
	 * start and at every fifth sync interval. Reports are read once an interval at most.
	 * @return the reports, in no order
	 * @throws EventStoreUnavailableException if the store does not answer within the
	 * command time-out, at once if it is known to be down
	 */
	public List<InstanceReport> instances() {
		CompletableFuture<List<InstanceReport>> reports = this.instance.link().isUp() ? this.acks.show() : null;
		if (reports == null || !await(reports, this.instance.settings().commandTimeout())) {
			throw unavailable(null, "instances",
					"The reports of the instances cannot be read from the store (" + this.instance.store() + ")", null);
		}
		String self = this.instance.name();
		Stream<InstanceReport> others = reports.join().stream().filter((report) -> !report.instance().equals(self));
		return Stream.concat(Stream.of(this.reporter.current()), others).toList();
	}

	/**
	 * Returns how well this instance follows the store. Does not access the store.
	 * @return the status at this moment
	 */
	public ClusterStatus status() {
		Counters counters = this.instance.counters();
		long now = this.instance.timeline().nanoTime();
		Optional<Duration> age = since(this.instance.link().syncedNanos(), now);
		Duration limit = this.instance.settings().syncInterval().multipliedBy(STALE_AFTER_INTERVALS);
		return new StatusSnapshot(this.instance.link().isUp(), age.isEmpty() || age.get().compareTo(limit) > 0, age,
				counters.links.sum(), counters.snapshots.sum(), counters.gaps.sum(), counters.errors.sum(),
				counters.restorations.sum(), counters.propagations.sum(), micros(counters.propagationMicros.sum()),
				micros(counters.propagationMaxMicros.get()), Optional.ofNullable(counters.lastError()),
				since(counters.refusedNanos(), now));
	}

	private static Optional<Duration> since(@Nullable Long nanos, long now) {
		return Optional.ofNullable(nanos).map((then) -> Duration.ofNanos(now - then));
	}

	private static Duration micros(long micros) {
		return Duration.of(micros, ChronoUnit.MICROS);
	}

	/**
	 * Stops following the store and closes it. Events keep their last state and can no
	 * longer be switched, but are not shut down.
	 */
	@Override
	public void close() {
		if (this.instance.link().isUp()) {
			await(Instance.ask(() -> this.instance.store().forget(Set.of(this.instance.name()))).toCompletableFuture(),
					Duration.ofMillis(FAREWELL_MILLIS));
		}
		this.instance.close(this.feed::close);
	}

	/** Waits for a read, which is not answered if the engine is closed. */
	private boolean awaitRead(CompletableFuture<Void> read, Duration timeout) {
		this.instance.endOnClose(read, () -> read.completeExceptionally(new IllegalStateException("closed")));
		return await(read, timeout);
	}

	private static boolean await(CompletableFuture<?> future, Duration timeout) {
		boolean interrupted = false;
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (true) {
				try {
					future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
					return true;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (ExecutionException | TimeoutException ex) {
					return false;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private EventStoreUnavailableException unavailable(@Nullable String event, String operation, String what,
			@Nullable Throwable cause) {
		String lastError = this.instance.counters().lastError();
		return new EventStoreUnavailableException(event, operation, false,
				what + ((lastError != null) ? ". Last error: " + lastError : ". Check that the store is running"),
				cause);
	}

	/**
	 * The last switch of a shared event, by any instance.
	 *
	 * @param time the time of the call, by the clock of this machine
	 * @param transition the kind and the origin; {@link Transition#wasSet()} is that of a
	 * switch that has changed the event, and {@link Transition#released()} is 0
	 * @since 0.1.0
	 */
	public record LastSwitch(Instant time, Transition transition) {

	}

}
