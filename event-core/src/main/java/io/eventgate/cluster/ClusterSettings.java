/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.Objects;

import io.eventgate.InertText;

/**
 * The settings with which an instance takes part in a cluster. Immutable.
 *
 * <pre>{@code
 * ClusterSettings.builder("orders-1").commandTimeout(Duration.ofSeconds(1)).build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ClusterSettings {

	/** The maximum length of the name of an instance, in characters. */
	static final int MAX_INSTANCE_LENGTH = 200;

	private final String instance;

	private final Duration commandTimeout;

	private final Duration syncInterval;

	private final StartupPolicy startupPolicy;

	private final Duration cutOffAfter;

	private final Duration forgetAfter;

	private final Duration forgetEventsAfter;

	private ClusterSettings(Builder builder) {
		this.instance = builder.instance;
		this.commandTimeout = builder.commandTimeout;
		this.syncInterval = builder.syncInterval;
		this.startupPolicy = builder.startupPolicy;
		this.cutOffAfter = builder.cutOffAfter;
		this.forgetAfter = builder.forgetAfter;
		this.forgetEventsAfter = builder.forgetEventsAfter;
	}

	/**
	 * Returns the default settings.
	 * @param instance the name of this instance, unique among all that share a store
	 * @return the settings
	 * @throws IllegalArgumentException if the name is blank, begins or ends with a blank,
	 * is longer than 200 characters or has control characters
	 */
	public static ClusterSettings of(String instance) {
		return builder(instance).build();
	}

	/**
	 * Returns a builder.
	 * @param instance the name of this instance, unique among all that share a store
	 * @return a new builder, whose other settings have their defaults
	 * @throws IllegalArgumentException if the name is blank, begins or ends with a blank,
	 * is longer than 200 characters or has control characters
	 */
	public static Builder builder(String instance) {
		if (Objects.requireNonNull(instance, "instance").isBlank()) {
			throw new IllegalArgumentException("instance must not be blank. Use a different name for each instance");
		}
		if (instance.length() > MAX_INSTANCE_LENGTH || !InertText.isInert(instance)) {
			throw new IllegalArgumentException(
					"instance must have at most " + MAX_INSTANCE_LENGTH
							+ " characters, and no control characters, but was '" + InertText
								.replace(instance.substring(0, Math.min(instance.length(), MAX_INSTANCE_LENGTH)), '?')
							+ "'");
		}
		// Some databases ignore blanks at the end when they compare names.
		if (!instance.strip().equals(instance)) {
			throw new IllegalArgumentException(
					"instance must not begin or end with a blank, but was '" + instance + "'");
		}
		return new Builder(instance);
	}

	/**
	 * Returns the name of this instance.
	 * @return the name, unique among all that share a store
	 */
	public String instance() {
		return this.instance;
	}

	/**
	 * Returns the maximum time that a switch waits for the store before it fails.
	 * @return the time-out
	 */
	public Duration commandTimeout() {
		return this.commandTimeout;
	}

	/**
	 * Returns how long an instance waits for changes before it checks the store.
	 * @return the interval
	 */
	public Duration syncInterval() {
		return this.syncInterval;
	}

	/**
	 * Returns what happens if the store is down at the start.
	 * @return the policy
	 */
	public StartupPolicy startupPolicy() {
		return this.startupPolicy;
	}

	/**
	 * Returns how long an instance must have been without the store before it clears the
	 * events {@linkplain io.eventgate.EventDefinition.CutOff#CLEAR defined so}.
	 * @return the time, since the last answer
	 */
	public Duration cutOffAfter() {
		return this.cutOffAfter;
	}

	/**
	 * Returns how long an instance that has disappeared counts as lost before it is
	 * forgotten.
	 * @return the time, since its last report
	 */
	public Duration forgetAfter() {
		return this.forgetAfter;
	}

	/**
	 * Returns how long an event that no instance has any longer stays in the store.
	 * @return the time, as seen by an instance that runs as long
	 */
	public Duration forgetEventsAfter() {
		return this.forgetEventsAfter;
	}

	/**
	 * The behaviour if the store is down at the start.
	 */
	public enum StartupPolicy {

		/** The start fails. */
		FAIL,

		/**
		 * Events have their initial state, and follow the store as soon as it is up.
		 */
		INITIAL_STATE

	}

	/**
	 * A builder of settings. Not safe for use by several threads.
	 */
	public static final class Builder {

		private final String instance;

		private Duration commandTimeout = Duration.ofSeconds(2);

		private Duration syncInterval = Duration.ofSeconds(1);

		private StartupPolicy startupPolicy = StartupPolicy.FAIL;

		private Duration cutOffAfter = Duration.ofSeconds(30);

		private Duration forgetAfter = Duration.ofHours(1);

		private Duration forgetEventsAfter = Duration.ofDays(1);

		private Builder(String instance) {
			this.instance = instance;
		}

		/**
		 * Sets the maximum time that a switch waits for the store before it fails.
		 * @param commandTimeout the time-out, from 10 ms to one day; the default is 2 s
		 * @return this builder
		 * @throws IllegalArgumentException if the time-out is out of that range
		 */
		public Builder commandTimeout(Duration commandTimeout) {
			this.commandTimeout = valid("commandTimeout", commandTimeout);
			return this;
		}

		/**
		 * Sets the maximum time of a call that waits for changes. Within it an instance
		 * notices that the store no longer answers. Every fifth time it reports; about
		 * every thirtieth time it reads all events again.
		 * @param syncInterval the interval, from 10 ms to one day; the default is 1 s
		 * @return this builder
		 * @throws IllegalArgumentException if the interval is out of that range
		 */
		public Builder syncInterval(Duration syncInterval) {
			this.syncInterval = valid("syncInterval", syncInterval);
			return this;
		}

		/**
		 * Sets what happens if the store is down at the start.
		 * @param startupPolicy the policy; the default is {@link StartupPolicy#FAIL}
		 * @return this builder
		 */
		public Builder startupPolicy(StartupPolicy startupPolicy) {
			this.startupPolicy = Objects.requireNonNull(startupPolicy, "startupPolicy");
			return this;
		}

		/**
		 * Sets when an instance that has lost the store clears the events
		 * {@linkplain io.eventgate.EventDefinition.CutOff#CLEAR defined so}.
		 * @param cutOffAfter the time since the last answer, from 10 ms to one day; the
		 * default is 30 s
		 * @return this builder
		 * @throws IllegalArgumentException if the time is out of that range
		 */
		public Builder cutOffAfter(Duration cutOffAfter) {
			this.cutOffAfter = valid("cutOffAfter", cutOffAfter);
			return this;
		}

		/**
		 * Sets when an instance that has disappeared without announcing its end is
		 * forgotten. Until then no acknowledgements are complete without it.
		 * @param forgetAfter the time since its last report, from 10 ms to one day; the
		 * default is one hour
		 * @return this builder
		 * @throws IllegalArgumentException if the time is out of that range
		 */
		public Builder forgetAfter(Duration forgetAfter) {
			this.forgetAfter = valid("forgetAfter", forgetAfter);
			return this;
		}

		/**
		 * Sets when an event is removed from the store that no instance has any longer,
		 * because it was removed in all of them or is no longer defined. An instance
		 * removes it that has run as long without it, and only while no instance counts
		 * as lost.
		 * @param forgetEventsAfter the time, from 10 ms to 365 days; the default is one
		 * day
		 * @return this builder
		 * @throws IllegalArgumentException if the time is out of that range
		 */
		public Builder forgetEventsAfter(Duration forgetEventsAfter) {
			this.forgetEventsAfter = valid("forgetEventsAfter", forgetEventsAfter, 365);
			return this;
		}

		/**
		 * Builds the settings.
		 * @return new settings
		 */
		public ClusterSettings build() {
			return new ClusterSettings(this);
		}

		private static Duration valid(String name, Duration duration) {
			return valid(name, duration, 1);
		}

		private static Duration valid(String name, Duration duration, int days) {
			Objects.requireNonNull(duration, name);
			if (duration.compareTo(Duration.ofMillis(10)) < 0 || duration.compareTo(Duration.ofDays(days)) > 0) {
				throw new IllegalArgumentException(name + " must be between 10 ms and "
						+ ((days == 1) ? "one day" : days + " days") + " but was " + duration);
			}
			return duration;
		}

	}

}
