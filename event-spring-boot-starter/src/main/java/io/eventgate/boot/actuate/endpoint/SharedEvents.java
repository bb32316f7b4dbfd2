package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.Transition;
import io.eventgate.cluster.Acknowledgements;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.EventStoreUnavailableException;
import io.eventgate.cluster.InstanceReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.convert.DurationStyle;

/**
 * View of the events that all instances share.
 *
 * @param cluster the shared events, or {@code null} without a store
 */
record SharedEvents(@Nullable ClusterEvents cluster) {

	/**
	 * The maximum time that a request waits for acknowledgements: less than the 30
	 * seconds after which Tomcat ends an asynchronous request.
	 */
	static final Duration MAX_TIMEOUT = Duration.ofSeconds(25);

	/** Returns whether an event, as registered and without wrappers, is shared. */
	boolean isShared(Event event) {
		return this.cluster != null && this.cluster.isShared(event);
	}

	String scope(Event event) {
		return isShared(event) ? "cluster" : "local";
	}

	/** Returns the name of this instance, or {@code null} if the event is not shared. */
	@Nullable String instance(Event event) {
		return (this.cluster != null && isShared(event)) ? this.cluster.instance() : null;
	}

	/** Returns the reports of the instances, or none if the store is not available. */
	List<InstanceReport> reports() {
		try {
			return (this.cluster != null) ? this.cluster.instances() : List.of();
		}
		catch (EventStoreUnavailableException ex) {
			return List.of();
		}
	}

	/** Returns the number of waiters of each instance, or {@code null} if unknown. */
	@Nullable SortedMap<String, Integer> waiters(String name, Event event, List<InstanceReport> reports) {
		if (!isShared(event) || reports.isEmpty()) {
			return null;
		}
		SortedMap<String, Integer> waiters = new TreeMap<>();
		reports.forEach((report) -> waiters.put(report.instance(), report.waiters().getOrDefault(name, 0)));
		return waiters;
	}

	/** Switches an event and requests acknowledgements from the instances. */
	CompletableFuture<Acknowledgements> change(String name, Event event, Transition.Kind kind,
			@Nullable Duration duration, Duration timeout, int expected) {
		ClusterEvents shared = this.cluster;
		if (shared == null || !shared.isShared(event)) {
			throw invalid("Event '" + name + "' is local, so that no other instance can acknowledge it. Remove acks");
		}
		return shared.changeAsync(name, kind, duration, timeout, expected);
	}

	static Duration timeout(String acks) {
		try {
			Duration timeout = DurationStyle.detectAndParse(acks);
			if (!timeout.isNegative() && timeout.compareTo(MAX_TIMEOUT) <= 0) {
				return timeout;
			}
		}
		catch (IllegalArgumentException ex) {
			// Rejected below.
		}
		throw invalid("acks must be a duration of at most " + MAX_TIMEOUT.toSeconds() + "s, for example 5s, but was '"
				+ Quoted.of(acks) + "'");
	}

	static int expected(@Nullable String expect, @Nullable String acks) {
		if (expect == null) {
			return 0;
		}
		if (acks == null) {
			throw invalid("expect requires acks, the maximum time to wait for the instances. Add acks, for example 5s");
		}
		try {
			int expected = Integer.parseInt(expect);
			if (expected > 0) {
				return expected;
			}
		}
		catch (NumberFormatException ex) {
			// Rejected below.
		}
		throw invalid(
				"expect must be a positive number of instances, for example 3, but was '" + Quoted.of(expect) + "'");
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

}
