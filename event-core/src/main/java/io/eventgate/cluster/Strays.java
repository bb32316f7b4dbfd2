/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The part that removes events from the store that no instance has any longer.
 */
final class Strays {

	/*
	 * Invariants.
	 *
	 * (1) An event is removed only if it was in the store, unchanged, in each periodic
	 * snapshot of the time in the settings, while this instance did not have it, and if
	 * then no instance answered a request for its acknowledgement. Each one that has the
	 * event answers with the first report that it makes after it has read the request. So
	 * each instance that is not forgotten must have reported, not be lost, and must have
	 * followed the store, when it reported, until well after the request.
	 *
	 * (2) The store decides. The request is made on the condition that the event is still
	 * unchanged, and the event is removed only if it is as the request has left it. So of
	 * several instances one makes the request, and any switch prevents the removal.
	 *
	 * (3) The request is a change of the event, so all instances start to count its time
	 * again. So they do if the request fails.
	 *
	 * (4) An instance that has the event nevertheless, because it was created there in
	 * that moment, or because the instance was forgotten, finds with its next snapshot
	 * that the store has lost it, and restores it.
	 *
	 * A temporary state stays: its end is yet to come, and its note is the condition of
	 * commands of others.
	 */

	private static final Logger LOGGER = System.getLogger(ClusterEvents.class.getName());

	/** The number of events that are asked for at a time; reports contain them. */
	private static final int BATCH = 10;

	private final Instance instance;

	private final Reporter reporter;

	private final Acks acks;

	/** The events of the last snapshot that this instance does not have. */
	private Map<String, Sighting> seen = new HashMap<>();

	/** The number of requests that the store has not answered. */
	private int unanswered;

	/** The states that the requests have left in the store, by event. */
	private final Map<String, State> asked = new HashMap<>();

	Strays(Instance instance, Reporter reporter, Acks acks) {
		this.instance = instance;
		this.reporter = reporter;
		this.acks = acks;
	}

	/** Called with each periodic snapshot. */
	void look(Snapshot snapshot) {
		long now = this.instance.timeline().nanoTime();
		long after = this.instance.settings().forgetEventsAfter().toNanos();
		Map<String, Sighting> present = new HashMap<>();
		snapshot.states().forEach((name, state) -> {
			if (this.instance.find(name) == null && canBeStray(state)) {
				present.put(name, Sighting.of(state, now, this.seen.get(name)));
			}
		});
		this.seen = present;
		if (this.unanswered == 0 && this.asked.isEmpty()) {
			List<String> old = present.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().age(now) >= after)
				.sorted(Comparator.comparingLong((entry) -> -entry.getValue().age(now)))
				.limit(BATCH)
				.map(Map.Entry::getKey)
				.toList();
			old.forEach((name) -> request(name, snapshot.states().getOrDefault(name, State.UNKNOWN)));
		}
	}

	private static boolean canBeStray(State state) {
		// An entry without a version was written by another program.
		return !state.equals(State.UNKNOWN) && !Note.isTemporary(state.note());
	}

	/** Asks the instances that have an event to report it. */
	private void request(String name, State state) {
		String note = Note.asked(state.note(), nowMicros());
		Transition.Kind unchanged = (state.version() % 2 == 1) ? Transition.Kind.SET : Transition.Kind.CLEAR;
		Command command = new Command(name, unchanged, state.version(), Reversals.deadlineMicros(this.instance), note,
				note, new Condition(state, 0));
		this.unanswered++;
		this.instance.ask("No answer to a request", this.instance.timeoutNanos(),
				() -> this.instance.store().transition(command), (result, failure) -> {
					this.unanswered--;
					if (result != null && result.isExecuted()) {
						this.asked.put(name, new State(state.version(), note));
					}
					else {
						this.seen.put(name, Sighting.of(state, this.instance.timeline().nanoTime(), null));
					}
					if (this.unanswered == 0 && !this.asked.isEmpty()) {
						long since = nowMicros() + TimeUnit.NANOSECONDS.toMicros(intervalNanos());
						// So that the last report of each instance is of a later time.
						this.instance.schedule(() -> evaluate(since), 3 * intervalNanos());
					}
				});
	}

	private long nowMicros() {
		return this.instance.clock().estimateAt(this.instance.timeline().nanoTime());
	}

	private long intervalNanos() {
		return this.reporter.interval().toNanos();
	}

	/**
	 * Removes the events that no instance reports.
	 * @param since the time on the store's clock from which a report has the answer
	 */
	private void evaluate(long since) {
		this.acks.read((reports, failure) -> {
			Map<String, State> missing = new HashMap<>(this.asked);
			this.asked.clear();
			missing.keySet().removeAll(this.instance.events().keySet());
			if (reports == null || !this.acks.isComplete(reports)) {
				return;
			}
			List<InstanceReport> decoded = this.acks.decode(reports);
			decoded.forEach((report) -> missing.keySet().removeAll(report.applied().keySet()));
			if (decoded.stream().noneMatch((report) -> report.isLost() || report.followedMicros() < since)) {
				remove(missing);
			}
		});
	}

	private void remove(Map<String, State> missing) {
		if (missing.isEmpty()) {
			return;
		}
		this.instance.ask("No answer to a removal", this.instance.timeoutNanos(),
				() -> this.instance.store().remove(missing), (removed, failure) -> {
					if (failure != null) {
						this.instance.counters().failed("Failed to remove events that no instance has", failure);
					}
					else if (removed != null && !removed.isEmpty()) {
						LOGGER.log(Level.INFO, "Removed events from the event store that no instance has any longer: "
								+ Follower.some(removed));
					}
				});
	}

	/**
	 * An event in the store that this instance does not have.
	 *
	 * @param noteHash of the note, which may be long
	 * @param sinceNanos the time since which it is unchanged
	 */
	private record Sighting(long version, int noteHash, long sinceNanos) {

		static Sighting of(State state, long nowNanos, @Nullable Sighting last) {
			int noteHash = state.note().hashCode();
			if (last != null && last.version == state.version() && last.noteHash == noteHash) {
				return last;
			}
			return new Sighting(state.version(), noteHash, nowNanos);
		}

		long age(long nowNanos) {
			return nowNanos - this.sinceNanos;
		}

	}

}
