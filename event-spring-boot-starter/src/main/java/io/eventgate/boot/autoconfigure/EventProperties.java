/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.eventgate.EventDefinition;
import io.eventgate.boot.EventConfigurationException;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of EventGate.
 *
 * @param enabled Whether to create events, their endpoint and their meters.
 * @param events Events by name. Each is a bean of that name.
 * @param defaults Defaults of the properties of events.
 * @param historySize Maximum number of transitions in the history of each event.
 * @param shutdownOnStop Whether to shut events down when the application stops, which
 * ends all waits at once.
 * @param store Store through which instances of the application share events.
 * @param endpoint Endpoint of events.
 * @param console Page that shows and switches events.
 * @param observations Observations of waits.
 * @param problemDetails Responses to requests that fail with an exception of an event.
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
	 * @param defaults the defaults of the properties of events
	 * @param historySize the maximum number of transitions in the history of each event
	 * @param shutdownOnStop whether to shut events down when the application stops
	 * @param store the store through which instances share events
	 * @param endpoint the endpoint of events
	 * @param console the page that shows and switches events
	 * @param observations the observations of waits
	 * @param problemDetails the responses to requests that fail with an exception of an
	 * event
	 * @throws EventConfigurationException if the size is negative
	 */
	public EventProperties {
		events = EventKeys.withoutEnvironmentTwins(events);
		if (historySize < 0) {
			throw new EventConfigurationException(
					"Property 'eventgate.history-size' must be at least 0 but was " + historySize + ".",
					"Use 0 for no history, or remove the property for the default of 100.");
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
	 * @param initiallySet Whether the event is initially set. Defaults to
	 * eventgate.defaults.initially-set.
	 * @param description Meaning of the event, for operators.
	 * @param readiness Whether the application is ready only while the event is set.
	 * @param scope Scope of the event. Defaults to cluster with a store, otherwise to
	 * local.
	 * @param maxWaiters Maximum number of threads and futures that wait for the event in
	 * this instance. Another wait fails at once. Defaults to
	 * eventgate.defaults.max-waiters.
	 * @param whenCutOff Action for a shared event in an instance that has been without
	 * the store for eventgate.store.cut-off-after.
	 */
	public record Definition(@Nullable Boolean initiallySet, @DefaultValue("") String description, boolean readiness,
			EventDefinition.@Nullable Scope scope, @Nullable Integer maxWaiters,
			@DefaultValue("keep") EventDefinition.CutOff whenCutOff) {

		private EventDefinition named(String name, Defaults defaults) {
			checkMaxWaiters("eventgate.events." + name + ".max-waiters", this.maxWaiters);
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
	 * Defaults of the properties of events.
	 *
	 * @param initiallySet Whether events are initially set.
	 * @param maxWaiters Maximum number of threads and futures that wait for each event in
	 * this instance. Another wait fails at once. There is no maximum by default.
	 */
	public record Defaults(boolean initiallySet, @Nullable Integer maxWaiters) {

		/**
		 * Creates the defaults.
		 * @param initiallySet whether events are initially set
		 * @param maxWaiters the maximum number of waiters, or {@code null} for none
		 * @throws EventConfigurationException if the maximum is less than 1
		 */
		public Defaults {
			checkMaxWaiters("eventgate.defaults.max-waiters", maxWaiters);
		}

	}

	/**
	 * Observations of waits.
	 *
	 * @param enabled Whether waits that block are observed, for traces. Requires an
	 * ObservationRegistry.
	 */
	public record Observations(boolean enabled) {

	}

	/**
	 * Responses to requests that fail with an exception of an event.
	 *
	 * @param enabled Whether exceptions of events without a handler of the application
	 * lead to responses with status 503 and a problem detail.
	 * @param retryAfter Time after which a client may try again, in whole seconds.
	 */
	public record ProblemDetails(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration retryAfter) {

		/**
		 * Creates the properties.
		 * @param enabled whether exceptions of events lead to responses with a problem
		 * detail
		 * @param retryAfter the time after which a client may try again
		 * @throws EventConfigurationException if the time is negative
		 */
		public ProblemDetails {
			if (retryAfter.isNegative()) {
				throw new EventConfigurationException("Property 'eventgate.problem-details.retry-after' must not be "
						+ "negative but was " + retryAfter + ".", "Use a duration such as 5s, or remove the property.");
			}
		}

	}

	/**
	 * Store through which instances of the application share events.
	 *
	 * @param type Type of the store, or local for none.
	 * @param namespace Name that only the instances that share events have in common.
	 * Defaults to spring.application.name.
	 * @param instance Unique name of this instance. Defaults to the name of the host and
	 * a random number.
	 * @param commandTimeout Maximum time to wait for the store before a switch fails.
	 * @param syncInterval Time between two reads of the store without changes. After
	 * about thirty intervals, all events are read again.
	 * @param startupPolicy Action if the store is not available at the start.
	 * @param cutOffAfter Time without the store after which an instance clears the events
	 * with when-cut-off=clear.
	 * @param forgetAfter Time after which an instance that has disappeared is forgotten.
	 * Until then it counts as lost.
	 * @param forgetEventsAfter Time after which an event that no instance has any longer
	 * is removed from the store.
	 */
	public record Store(@DefaultValue("local") StoreType type, @Nullable String namespace, @Nullable String instance,
			@DefaultValue("2s") Duration commandTimeout, @DefaultValue("1s") Duration syncInterval,
			@DefaultValue("fail") StartupPolicy startupPolicy, @DefaultValue("30s") Duration cutOffAfter,
			@DefaultValue("1h") Duration forgetAfter, @DefaultValue("1d") Duration forgetEventsAfter) {

	}

	/**
	 * Endpoint of events.
	 *
	 * @param maxWaits Maximum number of HTTP requests that wait for an event. Another one
	 * is rejected with status 429.
	 */
	public record Endpoint(@DefaultValue("1000") int maxWaits) {

		/**
		 * Creates the properties.
		 * @param maxWaits the maximum number of HTTP requests that wait
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
	 * Page that shows and switches events.
	 *
	 * @param enabled Whether there is a page that shows and switches events, the web
	 * endpoint eventgate.
	 */
	public record Console(boolean enabled) {

	}

	/**
	 * Types of stores.
	 */
	public enum StoreType {

		/** No store: each instance has its own events. */
		LOCAL(""),

		/** Redis or Valkey. */
		REDIS("org.springframework.boot:spring-boot-starter-data-redis"),

		/** Tables of the application's database. */
		JDBC("org.springframework.boot:spring-boot-starter-jdbc");

		private final String dependency;

		StoreType(String dependency) {
			this.dependency = dependency;
		}

		/** Returns the dependency that the store requires. */
		String dependency() {
			return this.dependency;
		}

	}

}
