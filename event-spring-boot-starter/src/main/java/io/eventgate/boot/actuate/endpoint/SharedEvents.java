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
 * What there is to know of events that all instances share.
 *
 * @param cluster shares events, or {@code null} if each instance is alone
 */
record SharedEvents(@Nullable ClusterEvents cluster) {

	/**
	 * How long a request can wait for acknowledgements: less than the 30 seconds after
	 * which Tomcat cuts an asynchronous request.
	 */
	static final Duration MAX_PATIENCE = Duration.ofSeconds(25);

	/** The events of this class are those that were registered, without wrappers. */
	boolean isShared(Event event) {
		return this.cluster != null && this.cluster.isShared(event);
	}

	String scope(Event event) {
		return isShared(event) ? "cluster" : "local";
	}

	/** The name of this instance, or {@code null} if the event is not shared. */
	@Nullable String instance(Event event) {
		return (this.cluster != null && isShared(event)) ? this.cluster.instance() : null;
	}

	/** What the instances have said; nothing if they cannot be asked. */
	List<InstanceReport> reports() {
		try {
			return (this.cluster != null) ? this.cluster.instances() : List.of();
		}
		catch (EventStoreUnavailableException ex) {
			return List.of();
		}
	}

	/** How many wait in each instance, or {@code null} if nobody knows. */
	@Nullable SortedMap<String, Integer> waiters(String name, Event event, List<InstanceReport> reports) {
		if (!isShared(event) || reports.isEmpty()) {
			return null;
		}
		SortedMap<String, Integer> waiters = new TreeMap<>();
		reports.forEach((report) -> waiters.put(report.instance(), report.waiters().getOrDefault(name, 0)));
		return waiters;
	}

	/** Switches an event, and asks the instances to acknowledge it. */
	CompletableFuture<Acknowledgements> change(String name, Event event, Transition.Kind kind, Duration patience,
			int expected) {
		ClusterEvents shared = this.cluster;
		if (shared == null || !shared.isShared(event)) {
			throw invalid(
					"Event '" + name + "' is not shared with other instances that could acknowledge; leave out acks");
		}
		return shared.changeAsync(name, kind, patience, expected);
	}

	static Duration patience(String acks) {
		try {
			Duration patience = DurationStyle.detectAndParse(acks);
			if (!patience.isNegative() && patience.compareTo(MAX_PATIENCE) <= 0) {
				return patience;
			}
		}
		catch (IllegalArgumentException ex) {
			// Told below.
		}
		throw invalid("acks must be a duration of at most " + MAX_PATIENCE.toSeconds() + "s, for example 5s, but is '"
				+ Quoted.of(acks) + "'");
	}

	static int expected(@Nullable String expect, @Nullable String acks) {
		if (expect == null) {
			return 0;
		}
		if (acks == null) {
			throw invalid("expect is the number of instances that acks waits for; give acks too, for example 5s");
		}
		try {
			int expected = Integer.parseInt(expect);
			if (expected > 0) {
				return expected;
			}
		}
		catch (NumberFormatException ex) {
			// Told below.
		}
		throw invalid("expect must be a number of instances, for example 3, but is '" + Quoted.of(expect) + "'");
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

}
