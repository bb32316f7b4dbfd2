package io.eventgate.cluster;

import java.time.Duration;
import java.util.Objects;

/**
 * How an instance takes part in a cluster.
 *
 * @param instance the name of this instance, unique among all that share a store
 * @param commandTimeout how long to wait for the store at most before a {@code set()}
 * fails
 * @param syncInterval how often all events are read although no hint came
 * @param startupPolicy what to do if the store is down at the start
 * @since 0.1.0
 */
public record ClusterSettings(String instance, Duration commandTimeout, Duration syncInterval,
		StartupPolicy startupPolicy) {

	/**
	 * Creates settings.
	 * @param instance the name of this instance
	 * @param commandTimeout how long to wait for the store
	 * @param syncInterval how often all events are read
	 * @param startupPolicy what to do if the store is down at the start
	 * @throws IllegalArgumentException if the name is blank, or a duration is shorter
	 * than 10 ms or longer than a day
	 */
	public ClusterSettings {
		if (Objects.requireNonNull(instance, "instance").isBlank()) {
			throw new IllegalArgumentException("instance must not be blank; give each instance a name of its own");
		}
		check("commandTimeout", commandTimeout);
		check("syncInterval", syncInterval);
		Objects.requireNonNull(startupPolicy, "startupPolicy");
	}

	/**
	 * Creates settings with a command time-out of 2 s and a sync interval of 1 s, which
	 * fail if the store is down at the start.
	 * @param instance the name of this instance
	 */
	public ClusterSettings(String instance) {
		this(instance, Duration.ofSeconds(2), Duration.ofSeconds(1), StartupPolicy.FAIL);
	}

	private static void check(String name, Duration duration) {
		Objects.requireNonNull(duration, name);
		if (duration.compareTo(Duration.ofMillis(10)) < 0 || duration.compareTo(Duration.ofDays(1)) > 0) {
			throw new IllegalArgumentException(name + " must be between 10 ms and one day, but is " + duration);
		}
	}

	/**
	 * What to do if the store is down at the start.
	 */
	public enum StartupPolicy {

		/** Do not start. */
		FAIL,

		/**
		 * Start with the state that the definitions of the events say, and follow the
		 * store as soon as it is there.
		 */
		INITIAL_STATE

	}

}
