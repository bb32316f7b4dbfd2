/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A registry of events by name. A lookup never creates an event.
 *
 * <p>
 * Safe for use by any number of threads. Reading never blocks, and {@link #shutdown()}
 * waits for neither the factory nor listeners. Listeners are called one at a time, so
 * each sees an event added before it sees it removed.
 *
 * @since 0.1.0
 */
public final class EventRegistry {

	/*
	 * Invariants.
	 *
	 * (1) A name is free, reserved or registered. It is taken under the lock `names`, and
	 * `shutdown` is set under it; no foreign code runs under it, neither factory, event
	 * nor listener. remove() frees a name in one step, and needs no lock for that.
	 *
	 * (2) A name is reserved before its event is created, and only the thread that
	 * reserved it registers or frees it. So one of several creations of a name proceeds,
	 * the others fail at once, and an event is visible only when it is complete.
	 *
	 * (3) After `shutdown` was set no event is registered. shutdown() sets it and then
	 * shuts down the registered events; an event that is created later is shut down by
	 * its creator.
	 *
	 * (4) Events are added and removed under the lock `notifications`, and listeners are
	 * added under it. So listeners see all events in one order, and each of them once.
	 * `notifications` is locked before `names`, never after it.
	 *
	 * (5) A registration is replaced under `notifications`, by one of the same definition
	 * and the same original event. The replacement forwards to the event that it
	 * replaces, so shutdown() may call either of them, and replacing needs neither the
	 * lock `names` nor a read of `shutdown`. remove() removes the event that it has shut
	 * down even if a wrapper has replaced it meanwhile, because the original identifies
	 * it.
	 */

	/** The object that listeners observe, for the log. */
	private static final String SOURCE = "the event registry";

	private final ReentrantLock names = new ReentrantLock();

	private final ReentrantLock notifications = new ReentrantLock();

	private final Set<String> reserved = new HashSet<>();

	private final SortedMap<String, Registration> registrations = new ConcurrentSkipListMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final Function<EventDefinition, Event> factory;

	private boolean shutdown;

	/**
	 * Creates a registry of events of this JVM. It cannot create an event of the scope
	 * {@link EventDefinition.Scope#CLUSTER}.
	 */
	public EventRegistry() {
		this(EventRegistry::createLocal);
	}

	/**
	 * Creates a registry.
	 * @param factory creates the event of a definition; may block, and is called by
	 * several threads at the same time
	 */
	public EventRegistry(Function<EventDefinition, Event> factory) {
		this.factory = Objects.requireNonNull(factory, "factory");
		Services.rehearse();
	}

	private static Event createLocal(EventDefinition definition) {
		if (definition.scope().orElse(null) == EventDefinition.Scope.CLUSTER) {
			throw new IllegalArgumentException("Event '" + definition.name()
					+ "' has the scope 'cluster', but this registry has no store. Use the scope 'local'");
		}
		return Event.create(definition);
	}

	/**
	 * Creates an event.
	 * @param definition the definition of the event
	 * @return the new event
	 * @throws IllegalArgumentException if the name is taken, also by a creation in
	 * progress, or the factory does not support the scope
	 * @throws IllegalStateException if the registry is shut down before the event is
	 * added
	 */
	public Event create(EventDefinition definition) {
		Objects.requireNonNull(definition, "definition");
		reserve(definition.name());
		Event event;
		try {
			event = this.factory.apply(definition);
		}
		// After any failure, the name must be free again.
		catch (Throwable ex) {
			free(definition.name());
			throw ex;
		}
		if (!add(new Registration(definition, event))) {
			event.shutdown();
			throw isShutdown(definition.name());
		}
		return event;
	}

	/**
	 * Creates an event without a description.
	 * @param name the name of the event
	 * @param initiallySet whether the event is set at first
	 * @return the new event
	 * @throws IllegalArgumentException if the name is taken or not valid
	 * @throws IllegalStateException if the registry is shut down
	 */
	public Event create(String name, boolean initiallySet) {
		return create(EventDefinition.builder(name).initiallySet(initiallySet).build());
	}

	/**
	 * Adds an existing event.
	 * @param definition the definition of the event
	 * @param event the event
	 * @throws IllegalArgumentException if the name is taken
	 * @throws IllegalStateException if the registry is shut down
	 */
	public void register(EventDefinition definition, Event event) {
		Objects.requireNonNull(definition, "definition");
		Objects.requireNonNull(event, "event");
		reserve(definition.name());
		if (!add(new Registration(definition, event))) {
			throw isShutdown(definition.name());
		}
	}

	private void reserve(String name) {
		this.names.lock();
		try {
			if (this.shutdown) {
				throw isShutdown(name);
			}
			if (this.registrations.containsKey(name) || !this.reserved.add(name)) {
				throw new IllegalArgumentException(
						"Event '" + name + "' already exists. Find it, or choose another name");
			}
		}
		finally {
			this.names.unlock();
		}
	}

	private void free(String name) {
		this.names.lock();
		try {
			this.reserved.remove(name);
		}
		finally {
			this.names.unlock();
		}
	}

	/**
	 * Registers an event whose name is reserved, and frees the name if that is too late.
	 * @return {@code false} if the registry was shut down meanwhile
	 */
	private boolean add(Registration registration) {
		String name = registration.definition().name();
		this.notifications.lock();
		try {
			this.names.lock();
			try {
				this.reserved.remove(name);
				if (this.shutdown) {
					return false;
				}
				this.registrations.put(name, registration);
			}
			finally {
				this.names.unlock();
			}
			Observers.callEach(SOURCE, this.listeners, (listener) -> listener.onAdded(registration));
			return true;
		}
		finally {
			this.notifications.unlock();
		}
	}

	private static IllegalStateException isShutdown(String name) {
		return new IllegalStateException("The registry is shut down. Event '" + name + "' was not added");
	}

	/**
	 * Finds an event.
	 * @param name the name of the event
	 * @return the event, or empty if there is none of that name
	 */
	public Optional<Event> find(String name) {
		return findRegistration(name).map(Registration::event);
	}

	/**
	 * Finds an event together with its definition.
	 * @param name the name of the event
	 * @return the event and its definition, or empty if there is none of that name
	 */
	public Optional<Registration> findRegistration(String name) {
		return Optional.ofNullable(this.registrations.get(Objects.requireNonNull(name, "name")));
	}

	/**
	 * Returns an event that must exist.
	 * @param name the name of the event
	 * @return the event
	 * @throws NoSuchElementException if there is no event of that name
	 */
	public Event get(String name) {
		return require(name).event();
	}

	private Registration require(String name) {
		return findRegistration(name).orElseThrow(() -> new NoSuchElementException(
				"Event '" + name + "' is not defined. The defined events are " + this.registrations.keySet()));
	}

	/**
	 * Sets or clears an event for a limited time, as {@link RevertibleEvent#changeFor}
	 * describes.
	 * @param name the name of the event
	 * @param kind {@link Transition.Kind#SET} or {@link Transition.Kind#CLEAR}
	 * @param duration the time after which the state is reverted, positive and at most
	 * 365 days
	 * @return the effect
	 * @throws NoSuchElementException if there is no event of that name
	 * @throws IllegalArgumentException for {@link Transition.Kind#PULSE}, and if the
	 * duration is not positive or too long
	 * @throws UnsupportedOperationException if the event is of another type
	 * @throws io.eventgate.cluster.EventStoreUnavailableException if the event is shared
	 * and its store does not answer; the event is unchanged
	 */
	public Transition changeFor(String name, Transition.Kind kind, Duration duration) {
		Registration registration = require(name);
		return registration.revertible()
			.orElseThrow(() -> new UnsupportedOperationException("Event '" + name
					+ "' cannot be switched for a time, because its " + registration.original().getClass().getName()
					+ " is no RevertibleEvent; switch it without a duration"))
			.changeFor(kind, duration);
	}

	/**
	 * Clears an event of this JVM, and waits until no {@linkplain #beginCall call} is
	 * left that it let through before. No thread waits. For a shared event use
	 * {@link io.eventgate.cluster.ClusterEvents#drainAsync}.
	 * @param name the name of the event
	 * @param timeout the maximum time to wait; zero or negative only counts the calls
	 * @param restore whether to set the event again if calls are left when the time is
	 * over, unless it was switched by then; a clear that changed nothing is not reverted
	 * @return a future that completes when no call is left, when the event is switched
	 * again or when the time is over
	 * @throws NoSuchElementException if there is no event of that name
	 * @throws UnsupportedOperationException if the event is shared or of another type
	 */
	public CompletableFuture<Drain> drainAsync(String name, Duration timeout, boolean restore) {
		return drainAsync(name, null, timeout, restore);
	}

	/**
	 * Clears an event of this JVM, optionally for a limited time, and waits as
	 * {@link #drainAsync(String, Duration, boolean)} does.
	 * @param name the name of the event
	 * @param duration the time after which the state is reverted, as for
	 * {@link #changeFor}, or {@code null} if it stays
	 * @param timeout the maximum time to wait
	 * @param restore whether to set the event again if calls are left
	 * @return a future that completes when no call is left, when the event is switched
	 * again or when the time is over
	 * @throws NoSuchElementException if there is no event of that name
	 * @throws IllegalArgumentException if the duration is not valid
	 * @throws UnsupportedOperationException if the event is shared or of another type
	 */
	public CompletableFuture<Drain> drainAsync(String name, @Nullable Duration duration, Duration timeout,
			boolean restore) {
		if (!(require(name).original() instanceof LocalEvent local)) {
			throw new UnsupportedOperationException("Event '" + name + "' cannot be drained by its registry, because"
					+ " it is not an event of this JVM alone. Use ClusterEvents.drainAsync for a shared event");
		}
		if (duration != null) {
			RevertibleEvent.check(Transition.Kind.CLEAR, duration);
		}
		return LocalDrain.start(local, duration, timeout, restore);
	}

	/**
	 * Begins a call that waits for an event before it does its work, and that is counted
	 * until it is closed.
	 * @param name the name of the event
	 * @return the call; close it when it has ended, however it has ended
	 * @throws NoSuchElementException if there is no event of that name
	 */
	public GuardedCall beginCall(String name) {
		Registration registration = require(name);
		return GuardedCall.begin(registration.event(), registration.original());
	}

	/**
	 * Returns the events, ordered by name.
	 * @return a snapshot
	 */
	public List<Registration> getRegistrations() {
		return List.copyOf(this.registrations.values());
	}

	/**
	 * Replaces a registered event by an event that wraps it, for example a proxy. The
	 * observers of the event stay as they are.
	 * @param registration the registration to replace, as this registry returned it
	 * @param wrapper an event that forwards to the registered one
	 * @return {@code false} if the registration is no longer that of its name
	 */
	public boolean replace(Registration registration, Event wrapper) {
		Registration replacement = new Registration(registration.definition(),
				Objects.requireNonNull(wrapper, "wrapper"), registration.original());
		this.notifications.lock();
		try {
			if (!this.registrations.replace(registration.definition().name(), registration, replacement)) {
				return false;
			}
			Observers.callEach(SOURCE, this.listeners, (listener) -> listener.onReplaced(replacement));
			return true;
		}
		finally {
			this.notifications.unlock();
		}
	}

	/**
	 * Removes an event and shuts it down, which ends its waits.
	 * @param name the name of the event
	 * @return {@code true} if there was an event of that name
	 */
	public boolean remove(String name) {
		Objects.requireNonNull(name, "name");
		Registration registration = this.registrations.get(name);
		if (registration == null) {
			return false;
		}
		// Not under the lock, because it runs dependents of the event's futures.
		registration.event().shutdown();
		this.notifications.lock();
		try {
			Registration current = this.registrations.get(name);
			if (current == null || !current.isOf(registration)) {
				return false;
			}
			this.registrations.remove(name);
			Observers.callEach(SOURCE, this.listeners, (listener) -> listener.onRemoved(current));
			return true;
		}
		finally {
			this.notifications.unlock();
		}
	}

	/**
	 * Adds a listener, and notifies it of the events that exist already.
	 * @param listener the listener
	 */
	public void addListener(Listener listener) {
		Objects.requireNonNull(listener, "listener");
		this.notifications.lock();
		try {
			this.listeners.add(listener);
			this.registrations.values()
				.forEach((registration) -> Observers.callEach(SOURCE, List.of(listener),
						(each) -> each.onAdded(registration)));
		}
		finally {
			this.notifications.unlock();
		}
	}

	/**
	 * Removes a listener. It is not notified of the events that it no longer observes.
	 * @param listener the listener
	 */
	public void removeListener(Listener listener) {
		this.listeners.remove(Objects.requireNonNull(listener, "listener"));
	}

	/**
	 * Shuts all events down, which ends their waits, and accepts no new ones. The events
	 * stay listed. If the shutdown of events throws, the other events are shut down
	 * nevertheless, and the first failure is thrown at the end.
	 */
	public void shutdown() {
		this.names.lock();
		try {
			this.shutdown = true;
		}
		finally {
			this.names.unlock();
		}
		// Not under the lock, because it runs dependents of the events' futures.
		Throwable failure = null;
		for (Registration registration : this.registrations.values()) {
			try {
				registration.event().shutdown();
			}
			// After any failure, the other events must be shut down.
			catch (Throwable ex) {
				if (failure == null) {
					failure = ex;
				}
				else if (!failure.equals(ex)) {
					failure.addSuppressed(ex);
				}
			}
		}
		if (failure != null) {
			throw EventRegistry.<RuntimeException>unchecked(failure);
		}
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T extends Throwable> T unchecked(Throwable failure) throws T {
		throw (T) failure;
	}

	/**
	 * An event and its definition.
	 *
	 * @param definition the definition of the event
	 * @param event the event
	 * @param original the event that was registered first, before
	 * {@linkplain EventRegistry#replace wrappers} replaced it; {@code event} if there are
	 * none
	 */
	public record Registration(EventDefinition definition, Event event, Event original) {

		/**
		 * Creates a registration of an event without wrappers.
		 * @param definition the definition of the event
		 * @param event the event
		 */
		public Registration(EventDefinition definition, Event event) {
			this(definition, event, event);
		}

		/**
		 * Returns the event as one that can be switched for a limited time.
		 * @return the original event or its delegate, or empty if it is of another type
		 */
		public Optional<RevertibleEvent> revertible() {
			Event candidate = this.original;
			while (!(candidate instanceof RevertibleEvent) && candidate instanceof ForwardingEvent wrapper) {
				candidate = wrapper.delegate();
			}
			return (candidate instanceof RevertibleEvent event) ? Optional.of(event) : Optional.empty();
		}

		@SuppressWarnings("ReferenceEquality") // an event may override equals
		private boolean isOf(Registration other) {
			return this.original == other.original;
		}

	}

	/**
	 * A listener for the events of a registry. It is called in the thread that adds or
	 * removes an event, before the call returns. It must not block. Its exceptions are
	 * logged.
	 */
	public interface Listener {

		/**
		 * Called after an event was added, or for an event that existed when the listener
		 * was added.
		 * @param registration the event
		 */
		void onAdded(Registration registration);

		/**
		 * Called after a wrapper replaced an event. Does nothing unless overridden.
		 * @param registration the same definition with the wrapper
		 */
		default void onReplaced(Registration registration) {
		}

		/**
		 * Called after an event was removed and shut down, so that no wait for it blocks.
		 * Does nothing unless overridden.
		 * @param registration the event
		 */
		default void onRemoved(Registration registration) {
		}

	}

}
