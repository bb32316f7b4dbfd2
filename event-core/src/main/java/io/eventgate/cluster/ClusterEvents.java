package io.eventgate.cluster;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.ForwardingEvent;
import io.eventgate.Transition;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Events that all instances of an application share through an {@link StateStore}. A
 * switch in one instance reaches the others in milliseconds, within one sync interval if
 * its message is lost, and after an outage within the delay of a reconnection plus one
 * interval.
 *
 * <pre>{@code
 * ClusterEvents cluster = new ClusterEvents(store, ClusterSettings.of("orders-1"));
 * cluster.start();
 * EventRegistry registry = new EventRegistry(cluster::create);
 * Event ordersOpen = registry.create("orders-open", true);
 * }</pre>
 *
 * <p>
 * <b>What an event of this kind promises.</b>
 * <ol>
 * <li>After {@code set()} returns here, it is set here, unless somebody has cleared it
 * meanwhile; and so for {@code clear()} and {@code pulse()}.</li>
 * <li>Other instances follow, as said above.</li>
 * <li>Every waiter of any instance that was there before a {@code set()} is released,
 * though a {@code clear()} follows at once.</li>
 * <li>Each instance sees the switches of an event in one order, the same for all. It may
 * see several of them as one.</li>
 * <li>A {@code set()} that threw an {@link EventStoreUnavailableException} does not
 * happen later. The exception tells whether it may have happened before.</li>
 * <li>Data that the store has lost is restored by any instance that had it. A switch that
 * is made on such a store by an instance that knew no more than it, before the
 * restoration, may be undone by that; and threads that wait in an instance which has not
 * read the store yet may then be released once too often.</li>
 * </ol>
 * Not promised: that {@code isSet()} is the same everywhere at one moment, that all
 * waiters are released together, or any order across events.
 *
 * <p>
 * <b>If the store is down</b>, {@code isSet()} tells the last known state, {@code await}
 * keeps waiting, and {@code set()}, {@code clear()} and {@code pulse()} throw an
 * {@link EventStoreUnavailableException} within the command time-out, at once if it is
 * known to be down. They are not interruptible.
 *
 * <p>
 * <b>Observers</b>, and what depends on {@link Event#whenSet()}, are called in the thread
 * that switched the event in this instance, and for switches by others in one thread of
 * their own; one that blocks there delays listeners, but neither events nor waiters.
 * {@link Transition#origin()} tells which instance did it, who and why, if known; of
 * several switches seen as one it tells the last.
 *
 * <p>
 * Two daemon threads serve all events. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class ClusterEvents implements AutoCloseable {

	private static final int STALE_AFTER_INTERVALS = 3;

	private static final long FAREWELL_MILLIS = 300;

	private final Engine engine;

	private final AtomicBoolean started = new AtomicBoolean();

	/**
	 * Creates shared events, and does not touch the store yet.
	 * @param store the store; closed together with this object
	 * @param settings how this instance takes part
	 */
	public ClusterEvents(StateStore store, ClusterSettings settings) {
		this(store, settings, new SystemTimeline(settings.instance()));
	}

	ClusterEvents(StateStore store, ClusterSettings settings, Timeline timeline) {
		this.engine = new Engine(Objects.requireNonNull(store, "store"), settings, timeline);
	}

	Engine engine() {
		return this.engine;
	}

	/**
	 * Begins to follow the store, and waits until it was read: twice the command time-out
	 * at most, and five times if it is to fail then, as the first connection of a JVM
	 * that is still loading classes takes long. Events that were created before show
	 * their initial state until then, so better start first. Starting again does nothing.
	 * @throws EventStoreUnavailableException if the store is down and the policy is
	 * {@link StartupPolicy#FAIL}; this object is closed then
	 */
	public void start() {
		if (!this.started.compareAndSet(false, true)) {
			return;
		}
		this.engine.start();
		boolean fail = this.engine.settings().startupPolicy() == StartupPolicy.FAIL;
		Duration patience = this.engine.settings().commandTimeout().multipliedBy(fail ? 5 : 2);
		if (!awaitRead(this.engine.link().firstUp(), patience) && fail) {
			close();
			throw unavailable(null, "start", "The event store (" + this.engine.store() + ") cannot be used", null);
		}
	}

	/**
	 * Creates a shared event: the factory for an {@link io.eventgate.EventRegistry}. If
	 * the store is running it is asked for the state; if the event is not known there,
	 * this definition's state becomes the state of all.
	 * @param definition what to create
	 * @return the event
	 * @throws IllegalArgumentException if there is an event of that name that is not shut
	 * down
	 * @throws EventStoreUnavailableException if the store cannot be asked and the policy
	 * is {@link StartupPolicy#FAIL}; the event was not created then
	 */
	public Event create(EventDefinition definition) {
		String name = definition.name();
		ClusterEvent event = new ClusterEvent(definition, this.engine);
		if (this.engine.events().putIfAbsent(name, event) != null) {
			throw new IllegalArgumentException("Event '" + name + "' exists already; find it or choose another name");
		}
		if (this.started.get()) {
			this.engine.schedule(() -> this.engine.reader().request(name), 0);
			boolean fail = this.engine.settings().startupPolicy() == StartupPolicy.FAIL;
			boolean wait = fail || this.engine.link().isUp();
			if (wait && !awaitRead(event.asked(), this.engine.settings().commandTimeout()) && fail) {
				event.shutdown();
				throw unavailable(name, "create", "The state of event '" + name + "' cannot be read from the store ("
						+ this.engine.store() + "); it was not created", null);
			}
		}
		return event;
	}

	/**
	 * Returns whether an event was created by this object, or forwards to one that was.
	 * @param event the event
	 * @return {@code true} if it is shared through this object's store
	 */
	public boolean isShared(Event event) {
		if (event instanceof ClusterEvent shared) {
			return shared.isOf(this.engine);
		}
		return event instanceof ForwardingEvent wrapper && event.getName()
			.map((name) -> this.engine.events().get(name))
			.filter(wrapper::forwardsTo)
			.isPresent();
	}

	/**
	 * Returns the name that this instance has among the others.
	 * @return the name
	 */
	public String instance() {
		return this.engine.settings().instance();
	}

	/**
	 * Switches an event and asks all instances to acknowledge it.
	 * @param name the name of the event
	 * @param kind what to do
	 * @param timeout how long to wait for the others at most
	 * @return the switch and the instances that have applied it, when all have, when the
	 * time is over or when this object is closed
	 * @throws NoSuchElementException if this instance does not have the event
	 * @throws EventStoreUnavailableException if it could not be switched
	 */
	public Acknowledgements change(String name, Transition.Kind kind, Duration timeout) {
		ClusterEvent event = this.engine.find(name);
		if (event == null) {
			throw new NoSuchElementException(
					"Event '" + name + "' is not shared; shared are " + this.engine.events().keySet());
		}
		Operations.Performed performed = this.engine.operations().perform(event, kind, true);
		long nanos = TimeUnit.NANOSECONDS.convert(timeout);
		return new AckPoll(this.engine, name, performed).start(nanos).join();
	}

	/**
	 * Reads what the instances that are alive have reported, this one included. Reports
	 * come at the start and at every fifth sync interval.
	 * @return the reports, in no order
	 * @throws EventStoreUnavailableException if the store does not answer within the
	 * command time-out, at once if it is known to be down
	 */
	public List<InstanceReport> instances() {
		CompletableFuture<Map<String, String>> reports = this.engine.link().isUp()
				? Engine.ask(() -> this.engine.store().reports()).toCompletableFuture() : null;
		if (reports == null || !await(reports, this.engine.settings().commandTimeout())) {
			throw unavailable(null, "instances",
					"The reports of the instances cannot be read from the store (" + this.engine.store() + ")", null);
		}
		String self = this.engine.settings().instance();
		List<InstanceReport> others = reports.join()
			.entrySet()
			.stream()
			.filter((report) -> !report.getKey().equals(self))
			.map((report) -> InstanceReport.decode(report.getKey(), report.getValue()))
			.toList();
		return Stream.concat(Stream.of(this.engine.reporter().current()), others.stream()).toList();
	}

	/**
	 * Tells how well this instance follows the store. Asks nobody.
	 * @return the status at this moment
	 */
	public ClusterStatus status() {
		Counters counters = this.engine.counters();
		Long synced = this.engine.reader().syncedNanos();
		Optional<Duration> age = (synced != null)
				? Optional.of(Duration.ofNanos(this.engine.timeline().nanoTime() - synced)) : Optional.empty();
		Duration limit = this.engine.settings().syncInterval().multipliedBy(STALE_AFTER_INTERVALS);
		return new StatusSnapshot(this.engine.link().isUp(), age.isEmpty() || age.get().compareTo(limit) > 0, age,
				counters.links.sum(), counters.reads.sum(), counters.errors.sum(), counters.heals.sum(),
				counters.missedHints.sum(), counters.propagations.sum(), micros(counters.propagationMicros.sum()),
				micros(counters.propagationMaxMicros.get()), Optional.ofNullable(counters.lastError()));
	}

	private static Duration micros(long micros) {
		return Duration.of(micros, ChronoUnit.MICROS);
	}

	/**
	 * Stops following the store and closes it. Events keep their last state and can no
	 * longer be switched; they are not shut down by this.
	 */
	@Override
	public void close() {
		if (this.engine.link().isUp()) {
			String self = this.engine.settings().instance();
			await(Engine.ask(() -> this.engine.store().report(self, "", Duration.ZERO)).toCompletableFuture(),
					Duration.ofMillis(FAREWELL_MILLIS));
		}
		this.engine.close();
	}

	/** Waits for a read, which does not come if the engine is closed. */
	private boolean awaitRead(CompletableFuture<Void> read, Duration patience) {
		this.engine.endOnClose(read, () -> read.completeExceptionally(new IllegalStateException("closed")));
		return await(read, patience);
	}

	private static boolean await(CompletableFuture<?> future, Duration patience) {
		boolean interrupted = false;
		long deadline = System.nanoTime() + patience.toNanos();
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
		String lastError = this.engine.counters().lastError();
		return new EventStoreUnavailableException(event, operation, false,
				what + ((lastError != null) ? "; last error: " + lastError : "; check that it is running"), cause);
	}

}
