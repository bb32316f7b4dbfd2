package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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

	/** How long a request can wait for acknowledgements. */
	static final Duration MAX_PATIENCE = Duration.ofMinutes(1);

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

	/** Switches an event, and waits for the instances to acknowledge it. */
	Acknowledgements change(String name, Event event, Transition.Kind kind, Duration patience) {
		ClusterEvents shared = this.cluster;
		if (shared == null || !shared.isShared(event)) {
			throw invalid(
					"Event '" + name + "' is not shared with other instances that could acknowledge; leave out acks");
		}
		return shared.change(name, kind, patience);
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

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

}
