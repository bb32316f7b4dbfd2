package io.eventgate;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Events by name. Nothing is created by asking for it: an unknown name is an error, not a
 * new event.
 *
 * <p>
 * Safe for use by any number of threads. Reading never blocks; creating, removing and
 * closing exclude each other, so that listeners see an event come before they see it go.
 *
 * @since 0.1.0
 */
public final class EventRegistry implements AutoCloseable {

	/** What listeners of a registry listen to, for the log. */
	private static final String SOURCE = "the event registry";

	private final ReentrantLock changes = new ReentrantLock();

	private final SortedMap<String, Registration> registrations = new ConcurrentSkipListMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final Function<EventDefinition, Event> factory;

	private boolean closed;

	/**
	 * Creates a registry of events that live in this JVM. It refuses to create one of the
	 * scope {@link EventDefinition.Scope#CLUSTER}.
	 */
	public EventRegistry() {
		this(EventRegistry::createLocal);
	}

	/**
	 * Creates a registry.
	 * @param factory makes the event of a definition
	 */
	public EventRegistry(Function<EventDefinition, Event> factory) {
		this.factory = Objects.requireNonNull(factory, "factory");
	}

	private static Event createLocal(EventDefinition definition) {
		if (definition.scope() == EventDefinition.Scope.CLUSTER) {
			throw new IllegalArgumentException("Event '" + definition.name()
					+ "' has the scope 'cluster', but this registry has no store; use the scope 'local'");
		}
		return new LocalEvent(definition.name(), definition.initiallySet());
	}

	/**
	 * Creates an event.
	 * @param definition what to create
	 * @return the new event
	 * @throws IllegalArgumentException if the name is taken, or there are no events of
	 * that scope
	 * @throws IllegalStateException if the registry is closed
	 */
	public Event create(EventDefinition definition) {
		Objects.requireNonNull(definition, "definition");
		return add(definition, null);
	}

	/**
	 * Creates an event without a description.
	 * @param name its name
	 * @param initiallySet whether it is set from the start
	 * @return the new event
	 * @throws IllegalArgumentException if the name is taken or not valid
	 * @throws IllegalStateException if the registry is closed
	 */
	public Event create(String name, boolean initiallySet) {
		return create(new EventDefinition(name, initiallySet));
	}

	/**
	 * Adds an event that exists already.
	 * @param definition its name and description
	 * @param event the event
	 * @throws IllegalArgumentException if the name is taken
	 * @throws IllegalStateException if the registry is closed
	 */
	public void register(EventDefinition definition, Event event) {
		Objects.requireNonNull(definition, "definition");
		add(definition, Objects.requireNonNull(event, "event"));
	}

	private Event add(EventDefinition definition, @Nullable Event existing) {
		String name = definition.name();
		this.changes.lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("The registry is closed; event '" + name + "' cannot be added");
			}
			if (this.registrations.containsKey(name)) {
				throw new IllegalArgumentException(
						"Event '" + name + "' exists already; find it or choose another name");
			}
			Event event = (existing != null) ? existing : this.factory.apply(definition);
			Registration registration = new Registration(definition, event);
			if (this.registrations.putIfAbsent(name, registration) != null) {
				throw new IllegalStateException("Event '" + name + "' was created by its own factory");
			}
			Listeners.callEach(SOURCE, this.listeners, (listener) -> listener.onAdded(registration));
			return event;
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * Finds an event.
	 * @param name its name
	 * @return the event, or empty if there is none of that name
	 */
	public Optional<Event> find(String name) {
		return findRegistration(name).map(Registration::event);
	}

	/**
	 * Finds an event together with its definition.
	 * @param name its name
	 * @return the event and its definition, or empty if there is none of that name
	 */
	public Optional<Registration> findRegistration(String name) {
		return Optional.ofNullable(this.registrations.get(Objects.requireNonNull(name, "name")));
	}

	/**
	 * Returns an event that must exist.
	 * @param name its name
	 * @return the event
	 * @throws NoSuchElementException if there is none of that name
	 */
	public Event get(String name) {
		return find(name).orElseThrow(() -> new NoSuchElementException(
				"Event '" + name + "' is not defined; defined are " + this.registrations.keySet()));
	}

	/**
	 * Lists the events, ordered by name.
	 * @return a snapshot
	 */
	public List<Registration> getRegistrations() {
		return List.copyOf(this.registrations.values());
	}

	/**
	 * Removes an event and closes it, which ends the waits at it.
	 * @param name its name
	 * @return {@code true} if there was one
	 */
	public boolean remove(String name) {
		Objects.requireNonNull(name, "name");
		Registration registration = this.registrations.get(name);
		if (registration == null) {
			return false;
		}
		// Not under the lock: it runs what depends on the event's futures.
		registration.event().close();
		this.changes.lock();
		try {
			if (!this.registrations.remove(name, registration)) {
				return false;
			}
			Listeners.callEach(SOURCE, this.listeners, (listener) -> listener.onRemoved(registration));
			return true;
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * Adds a listener, and shows it the events that are there already.
	 * @param listener the listener
	 */
	public void addListener(Listener listener) {
		Objects.requireNonNull(listener, "listener");
		this.changes.lock();
		try {
			this.listeners.add(listener);
			this.registrations.values()
				.forEach((registration) -> Listeners.callEach(SOURCE, List.of(listener),
						(each) -> each.onAdded(registration)));
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * Removes a listener. It is not told that the events go.
	 * @param listener the listener
	 */
	public void removeListener(Listener listener) {
		this.listeners.remove(Objects.requireNonNull(listener, "listener"));
	}

	/**
	 * Closes all events, which ends the waits at them, and accepts no new ones. The
	 * events stay listed.
	 */
	@Override
	public void close() {
		this.changes.lock();
		try {
			this.closed = true;
		}
		finally {
			this.changes.unlock();
		}
		// Not under the lock: it runs what depends on the futures of the events.
		Throwable failure = null;
		for (Registration registration : this.registrations.values()) {
			try {
				registration.event().close();
			}
			// Whatever it is, the other events must be closed.
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
	 * An event and what it was made from.
	 *
	 * @param definition its name and description
	 * @param event the event
	 */
	public record Registration(EventDefinition definition, Event event) {

	}

	/**
	 * Is told which events come and go, in the thread that adds or removes them and
	 * before it returns. Must not block. One that throws is logged.
	 */
	public interface Listener {

		/**
		 * An event was added, or was there when the listener was added.
		 * @param registration the event
		 */
		void onAdded(Registration registration);

		/**
		 * An event was removed, and is closed: no wait at it blocks any more. Does
		 * nothing unless overridden.
		 * @param registration the event
		 */
		default void onRemoved(Registration registration) {
		}

	}

}
