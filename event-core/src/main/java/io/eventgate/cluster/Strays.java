/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;

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
	 * event and follows the store sees the request and reports the event. So all have to
	 * have reported long enough after the request, and none may be lost.
	 *
	 * (2) The store decides. The request is made on the condition that the event is still
	 * unchanged, and the event is removed only if it is as the request has left it. So of
	 * several instances one makes the request, and any switch prevents the removal.
	 *
	 * (3) The request is a change of the event, so all instances start to count its time
	 * again.
	 *
	 * (4) An instance that has the event nevertheless, because it was created there in
	 * that moment, or because the instance was cut off, finds with its next snapshot that
	 * the store has lost it, and restores it.
	 */

	private static final Logger LOGGER = System.getLogger(ClusterEvents.class.getName());

	/** The number of events that are asked for at a time; reports contain them. */
	private static final int BATCH = 10;

	/** The length of a report from which it may be truncated. */
	private static final int LONG = StateStore.MAX_REPORT_LENGTH / 2;

	private final Instance instance;

	private final Reporter reporter;

	private final Acks acks;

	/** The events of the last snapshot that this instance does not have. */
	private Map<String, Sighting> seen = Map.of();

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
		Map<String, Sighting> present = new HashMap<>();
		snapshot.states().forEach((name, state) -> {
			// An entry without a version was written by another program.
			if (this.instance.find(name) == null && !state.equals(State.UNKNOWN)) {
				Sighting known = this.seen.get(name);
				present.put(name, (known != null && known.state.equals(state)) ? known : new Sighting(state, now));
			}
		});
		this.seen = present;
		long after = this.instance.settings().forgetEventsAfter().toNanos();
		if (this.unanswered == 0 && this.asked.isEmpty()) {
			present.entrySet()
				.stream()
				.filter((entry) -> now - entry.getValue().sinceNanos >= after)
				.limit(BATCH)
				.forEach((entry) -> request(entry.getKey(), entry.getValue().state));
		}
	}

	/** Asks the instances that have an event to report it. */
	private void request(String name, State state) {
		String note = Note.decode(state.note()).asked(nowMicros()).encode();
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
					if (this.unanswered == 0 && !this.asked.isEmpty()) {
						long since = nowMicros() + TimeUnit.NANOSECONDS.toMicros(intervalNanos());
						this.instance.schedule(() -> evaluate(since), 2 * intervalNanos());
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
			if (reports != null && this.acks.isComplete(reports)) {
				reports.byInstance().forEach((name, report) -> {
					InstanceReport decoded = InstanceReport.decode(name, report.text(),
							reports.clockMicros() - report.writtenMicros());
					boolean unknown = report.writtenMicros() < since || decoded.isLost()
							|| report.text().length() >= LONG;
					missing.keySet().removeIf((event) -> unknown || decoded.applied().containsKey(event));
				});
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

	private record Sighting(State state, long sinceNanos) {

	}

}
