package io.eventgate.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.eventgate.EventDefinition;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of EventGate.
 *
 * @param enabled Whether to create events, their endpoint and their meters.
 * @param events Events by name. Each is a bean of that name.
 * @param defaults What holds for each event that does not say otherwise.
 * @param historySize How many transitions of each event to remember.
 * @param shutdownOnStop Whether to shut events down when the application stops, which
 * ends all waits at once.
 * @param store What the instances of the application share events through.
 * @param endpoint The endpoint of events.
 * @param console The page to watch and switch events.
 * @param observations What Micrometer Observation is told.
 * @param problemDetails Responses to requests that an event failed.
 * @since 0.1.0
 */
@ConfigurationProperties("eventgate")
public record EventProperties(@DefaultValue("true") boolean enabled, @DefaultValue Map<String, Definition> events,
		@DefaultValue Defaults defaults, @DefaultValue("100") int historySize,
		@DefaultValue("true") boolean shutdownOnStop, @DefaultValue Store store, @DefaultValue Endpoint endpoint,
		@DefaultValue Console console, @DefaultValue Observations observations,
		@DefaultValue ProblemDetails problemDetails) {

	/**
	 * Creates the properties.
	 * @param enabled whether to create events, their endpoint and their meters
	 * @param events the events by name
	 * @param defaults what holds for each event that does not say otherwise
	 * @param historySize how many transitions of each event to remember
	 * @param shutdownOnStop whether to shut events down when the application stops
	 * @param store what the instances of the application share events through
	 * @param endpoint the endpoint of events
	 * @param console the page to watch and switch events
	 * @param observations what Micrometer Observation is told
	 * @param problemDetails the responses to requests that an event failed
	 * @throws EventConfigurationException if the size is negative
	 */
	public EventProperties {
		events = EventKeys.withoutEnvironmentTwins(events);
		if (historySize < 0) {
			throw new EventConfigurationException(
					"Property 'eventgate.history-size' must not be negative, but is " + historySize + ".",
					"Use 0 to keep no history, or remove the property to keep 100 transitions of each event.");
		}
	}

	private static void checkMaxWaiters(String property, @Nullable Integer maxWaiters) {
		if (maxWaiters != null && maxWaiters < 1) {
			throw new EventConfigurationException(
					"Property '" + property + "' must be at least 1 but was " + maxWaiters + ".",
					"Give a positive number, or remove the property for no maximum.");
		}
	}

	List<EventDefinition> definitions() {
		return definitions(this.events, this.defaults);
	}

	static List<EventDefinition> definitions(Map<String, Definition> events, Defaults defaults) {
		return events.entrySet().stream().map((entry) -> entry.getValue().named(entry.getKey(), defaults)).toList();
	}

	/**
	 * An event.
	 *
	 * @param initiallySet Whether the event is set from the start. Without it, the
	 * default of all events holds.
	 * @param description What the event means, for operators.
	 * @param readiness Whether the application is ready only while the event is set.
	 * @param scope Who shares the event. Without it, all instances of the application if
	 * there is a store for that, or else the threads of this one.
	 * @param maxWaiters Maximum number of threads and futures that wait for the event in
	 * this instance. Another wait fails at once. Without it, the default of all events.
	 * @param whenCutOff What happens to the event, if it is shared, in an instance that
	 * has lost the store for eventgate.store.cut-off-after.
	 */
	public record Definition(@Nullable Boolean initiallySet, @DefaultValue("") String description, boolean readiness,
			EventDefinition.@Nullable Scope scope, @Nullable Integer maxWaiters,
			@DefaultValue("keep") EventDefinition.CutOff whenCutOff) {

		/**
		 * Creates a definition.
		 * @param initiallySet whether the event is set at first, or {@code null} for the
		 * default
		 * @param description the meaning of the event, or empty
		 * @param readiness whether the application is ready only while the event is set
		 * @param scope the scope, or {@code null} for the default
		 * @param maxWaiters the maximum number of waiters, or {@code null} for the
		 * default
		 * @param whenCutOff what happens in an instance that has lost the store
		 * @throws EventConfigurationException if the maximum is less than 1
		 */
		public Definition {
			checkMaxWaiters("eventgate.events.<name>.max-waiters", maxWaiters);
		}

		private EventDefinition named(String name, Defaults defaults) {
			try {
				return EventDefinition.builder(name)
					.initiallySet((this.initiallySet != null) ? this.initiallySet : defaults.initiallySet())
					.description(this.description)
					.scope(this.scope)
					.maxWaiters((this.maxWaiters != null) ? this.maxWaiters : defaults.maxWaiters())
					.whenCutOff(this.whenCutOff)
					.build();
			}
			catch (IllegalArgumentException ex) {
				throw new EventConfigurationException(
						"A key under eventgate.events is not valid: " + ex.getMessage() + ".",
						"Use a short name of letters, digits and dashes.");
			}
		}

	}

	/**
	 * What holds for each event that does not say otherwise.
	 *
	 * @param initiallySet Whether events are set from the start.
	 * @param maxWaiters Maximum number of threads and futures that wait for each event in
	 * this instance. Another wait fails at once. Without it, there is no maximum.
	 */
	public record Defaults(boolean initiallySet, @Nullable Integer maxWaiters) {

		/**
		 * Creates the defaults.
		 * @param initiallySet whether events are set at first
		 * @param maxWaiters the maximum number of waiters, or {@code null} for none
		 * @throws EventConfigurationException if the maximum is less than 1
		 */
		public Defaults {
			checkMaxWaiters("eventgate.defaults.max-waiters", maxWaiters);
		}

	}

	/**
	 * What Micrometer Observation is told.
	 *
	 * @param enabled Whether waits that block are observed, and so can be traced. Needs
	 * an ObservationRegistry.
	 */
	public record Observations(boolean enabled) {

	}

	/**
	 * Responses to requests that an event failed.
	 *
	 * @param enabled Whether exceptions of events that no handler of the application
	 * handles are answered with status 503 and a problem detail.
	 * @param retryAfter Time after which a client may try again, in whole seconds.
	 */
	public record ProblemDetails(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration retryAfter) {

		/**
		 * Creates the properties.
		 * @param enabled whether exceptions of events are answered with a problem detail
		 * @param retryAfter the time after which a client may try again
		 * @throws EventConfigurationException if the time is negative
		 */
		public ProblemDetails {
			if (retryAfter.isNegative()) {
				throw new EventConfigurationException("Property 'eventgate.problem-details.retry-after' must not be "
						+ "negative, but is " + retryAfter + ".", "Use a duration such as 5s, or remove the property.");
			}
		}

	}

	/**
	 * What the instances of the application share events through.
	 *
	 * @param type What kind of store it is; local for none.
	 * @param namespace What the instances that share events have in common, and nobody
	 * else. Without it, spring.application.name.
	 * @param instance The name of this instance, which no other one may have. Without it,
	 * the name of the host and a random number.
	 * @param commandTimeout How long to wait for the store at most before a switch fails.
	 * @param syncInterval How often to look at the store when nothing changes. After
	 * about thirty intervals, all events are read again.
	 * @param startupPolicy What to do if the store cannot be reached at the start.
	 * @param cutOffAfter How long an instance must have been without the store before it
	 * clears the events with when-cut-off=clear.
	 * @param forgetAfter How long an instance that has disappeared counts as lost before
	 * it is forgotten.
	 */
	public record Store(@DefaultValue("local") StoreType type, @Nullable String namespace, @Nullable String instance,
			@DefaultValue("2s") Duration commandTimeout, @DefaultValue("1s") Duration syncInterval,
			@DefaultValue("fail") StartupPolicy startupPolicy, @DefaultValue("30s") Duration cutOffAfter,
			@DefaultValue("1h") Duration forgetAfter) {

	}

	/**
	 * The endpoint of events.
	 *
	 * @param maxWaits Maximum number of HTTP requests that wait for an event at a time.
	 * Another one is refused with status 429.
	 */
	public record Endpoint(@DefaultValue("1000") int maxWaits) {

		/**
		 * Creates the properties.
		 * @param maxWaits the maximum number of HTTP requests that wait at a time
		 * @throws EventConfigurationException if the maximum is negative
		 */
		public Endpoint {
			if (maxWaits < 0) {
				throw new EventConfigurationException(
						"Property 'eventgate.endpoint.max-waits' must not be negative but was " + maxWaits + ".",
						"Use 0 to let no request wait, or remove the property for a maximum of 1000.");
			}
		}

	}

	/**
	 * The page to watch and switch events.
	 *
	 * @param enabled Whether there is a page to watch and switch events, the web endpoint
	 * eventgate.
	 */
	public record Console(boolean enabled) {

	}

	/**
	 * The kinds of stores.
	 */
	public enum StoreType {

		/** None: the events of each instance are its own. */
		LOCAL(""),

		/** Redis or Valkey. */
		REDIS("org.springframework.boot:spring-boot-starter-data-redis"),

		/** A table of the application's database. */
		JDBC("org.springframework.boot:spring-boot-starter-jdbc");

		private final String dependency;

		StoreType(String dependency) {
			this.dependency = dependency;
		}

		/** What has to be on the class path for it. */
		String dependency() {
			return this.dependency;
		}

	}

}
