/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The complete history of a simulation, which is checked against the six guarantees.
 * Their numbers are those in {@link ClusterEvents}.
 */
final class SimHistory {

	/** Counts of events in the history. */
	final Map<String, Long> figures = new LinkedHashMap<>();

	/** The maximum number of gaps that an instance may find within a second. */
	private static final int MOST_GAPS = 20;

	private final SimWorld world;

	private final List<SimNode> nodes;

	private final Map<String, SimCall> calls = new HashMap<>();

	/** The notes of reverted temporary states. */
	private final Set<String> reversed = new HashSet<>();

	private final List<SimWait> waits = new ArrayList<>();

	private final Map<String, SimPast> pasts = new HashMap<>();

	private final Map<SimNode, Seen> seen = new HashMap<>();

	/** Whether the feed contains each change, and not only the last of an event. */
	private final boolean chained;

	/** The uncertainty of the time of a switch for an instance that starts. */
	private long unsureNanos;

	/**
	 * The time of the last loss, in the store or with the only instance that had a
	 * version.
	 */
	private long lossTime = -1;

	/** The same without the loss of a connection. */
	private long silentLossTime = -1;

	/** Whether a call stopped waiting for earlier changes of others. */
	private boolean overtaken;

	/** The time at which the store last moved to a machine with another clock. */
	private long clockChangedAt = -1;

	/** The same without the loss of a connection. */
	private long silentClockChangeAt = -1;

	private @Nullable Violation violation;

	SimHistory(SimWorld world, List<SimNode> nodes, boolean chained) {
		this.world = world;
		this.nodes = nodes;
		this.chained = chained;
	}

	void unsure(long nanos) {
		this.unsureNanos = nanos;
	}

	// The store

	/** The store has done a call. */
	void applied(Command command, Result result) {
		SimCall call = this.calls.get(Note.decode(command.note()).operation());
		if (call == null) {
			throw new AssertionError("No call for " + command);
		}
		// Its deadline is a time of the clock of the former machine.
		check(call.threwAt < 0 || this.silentClockChangeAt > call.clockReadAt, 5,
				() -> call + " happened after it had thrown");
		check(call.appliedAt < 0, 5, () -> call + " happened twice");
		call.appliedAt = this.world.now();
		call.version = result.version();
		if (call.kind != Kind.CLEAR || !command.repeatNote().isEmpty()) {
			past(call.event).pulsed(this.world.now());
		}
		mustRelease(call);
	}

	/** The store has reverted a temporary state. */
	void reversed(Command command, State before, long clockMicros) {
		Note note = Note.decode(before.note());
		check(note.untilMicros() != 0 && note.untilMicros() <= clockMicros, "reversals",
				() -> command + " has taken " + before + " back, at " + clockMicros);
		check(this.reversed.add(before.note()) || this.lossTime >= 0, "reversals",
				() -> before + " was reverted twice");
		count("reversals");
		past(command.event()).pulsed(this.world.now());
	}

	/** The store has other states than before. */
	void stored(Map<String, State> states) {
		states.keySet().forEach(this::past);
		this.pasts.forEach(
				(event, past) -> past.stored(states.getOrDefault(event, State.UNKNOWN).version(), this.world.now()));
	}

	/** The version of an event has changed. */
	void changed(String event, long before, long version) {
		past(event).changed(before, version);
	}

	/** An instance has tried to restore a version that the store already has. */
	void restoredInVain(String event, State state, SimNode node) {
		count("restored in vain");
		// A pending restoration may be a repetition.
		if (node.store().unansweredRestorations() <= 1 && !this.overtaken && this.lossTime < 0 && state.version() > 1) {
			int needless = ++seen(node).needless;
			// A snapshot may overlap with a switch of the same instance.
			int snapshots = node.store().snapshots();
			check(needless <= snapshots, "restorations", () -> node + " has restored " + needless
					+ " times what was never lost, and taken " + snapshots + " snapshots");
		}
	}

	void lost() {
		count("losses");
		this.lossTime = this.world.now();
	}

	void lostBehindLivingLinks() {
		count("losses behind living links");
		this.silentLossTime = this.world.now();
	}

	/** Pending commands may meet another clock. */
	void clockChangedBehindLivingLinks() {
		this.silentClockChangeAt = this.world.now();
	}

	/** The store has moved to a machine with another clock. */
	void clockChanged() {
		this.clockChangedAt = this.world.now();
	}

	// Instances

	SimCall called(SimNode node, String event, Kind kind, String operation) {
		count("calls");
		SimCall call = new SimCall(event, kind, operation, this.world.now(), node.version(event),
				node.store().clockReadAt());
		this.calls.put(operation, call);
		return call;
	}

	void returned(SimCall call, SimNode node, long version) {
		count("returned");
		long here = node.version(call.event);
		check(here >= version, 1, () -> call + " returned version " + version + " at " + node + ", which has " + here);
		check(version >= call.known && isOdd(version) == (call.kind == Kind.SET), 1,
				() -> call + " returned version " + version + " at " + node + ", which had " + call.known);
		call.version = version;
		mustRelease(call);
	}

	void threw(SimCall call, boolean unknown, boolean calm) {
		check(!calm, 2, () -> call + " failed although nothing was wrong");
		count(unknown ? "threw, outcome unknown" : "threw, certainly not done");
		call.threwAt = this.world.now();
		boolean done = call.appliedAt >= 0;
		if (done && unknown) {
			count("threw although done before");
		}
		check(!done || unknown || this.silentLossTime >= call.appliedAt || this.silentClockChangeAt > call.clockReadAt,
				5, () -> call + " had happened, but threw that it certainly had not");
	}

	SimWait waits(SimNode node, String event) {
		count("waits");
		SimWait wait = new SimWait(node, event, this.world.now());
		// If a switch has failed half-way, the event and its version differ.
		if (!seen(node).exhausted.containsKey(event)) {
			this.waits.add(wait);
		}
		return wait;
	}

	void released(SimWait wait) {
		count("released");
		wait.released = true;
		if (seen(wait.node).exhausted.containsKey(wait.event)) {
			return;
		}
		long here = wait.node.version(wait.event);
		check(here > wait.version, 3, () -> wait + " was released without a switch, at version " + here);
		// A store that lost the note of the last set may have that of a clear which came
		// later and changed nothing.
		check(wait.adopted || this.clockChangedAt >= 0 || this.lossTime > past(wait.event).lastSet()
				|| past(wait.event).wasSetSince(wait.node.bornAt() - this.unsureNanos), 3,
				() -> wait + " was released, but the event has been clear all the time, at version " + here);
	}

	/** A call must release every waiter that was there before. */
	private void mustRelease(SimCall call) {
		if (call.kind == Kind.CLEAR) {
			return;
		}
		this.waits.removeIf((wait) -> wait.released || !wait.node.isAlive());
		for (SimWait wait : this.waits) {
			if (wait.event.equals(call.event) && wait.since < call.calledAt) {
				if (wait.node.version(wait.event) < call.version) {
					wait.due.merge(call, call.version, Math::min);
				}
				else {
					// The instance had a version that the store has lost.
					check(this.lossTime >= 0, 3, () -> wait + " cannot be released by " + call);
				}
			}
		}
	}

	/** Returns the time of the last loss, or -1. */
	long lossTime() {
		return this.lossTime;
	}

	long silentLossTime() {
		return this.silentLossTime;
	}

	/** An instance has ended, and the versions that only it had are lost. */
	void died() {
		if (this.lossTime >= 0) {
			this.lossTime = this.world.now();
		}
	}

	/** All instances have acknowledged a call, or the time for that is over. */
	void acknowledged(SimCall call, Acknowledgements acknowledgements, Predicate<SimNode> unknown) {
		count("acknowledgements " + (acknowledgements.isComplete() ? "complete" : "incomplete"));
		if (acknowledgements.isComplete()) {
			for (SimNode node : this.nodes) {
				long snapshotAt = node.store().snapshotAt();
				check(!node.isAlive() || unknown.test(node) || snapshotAt < 0 || snapshotAt >= call.appliedAt
						|| node.version(call.event) >= call.version, "acknowledgements",
						() -> call + " is acknowledged by all, " + acknowledgements + ", but " + node + " has version "
								+ node.version(call.event) + " and a snapshot of " + snapshotAt / SimWorld.MILLI
								+ " ms");
			}
		}
	}

	/** An event is about to be switched in an instance. */
	void switches(SimNode node, String event, long from) {
		seen(node).steps.computeIfAbsent(event, (name) -> new ArrayList<>()).add(from);
	}

	/** The memory is exhausted while an event is switched, which is repeated later. */
	void exhausted(SimNode node, String event) {
		count("exhaustions");
		seen(node).exhausted.put(event, node.version(event));
		this.waits.removeIf((wait) -> wait.node == node && wait.event.equals(event));
	}

	/** A call has stopped waiting for earlier changes of others. */
	void overtakes(SimNode node, String event) {
		count("overtook others after the time-out");
		// Changes that it overtook arrive later, and seem to be lost.
		this.overtaken = true;
		seen(node).excused.add(event);
	}

	/** A client reads the feed. */
	void checkReads(SimNode node, boolean alone) {
		check(alone, "contract", () -> node + " reads the feed twice at a time");
	}

	private Seen seen(SimNode node) {
		return this.seen.computeIfAbsent(node, (each) -> new Seen());
	}

	/** Checks an instance after each of its actions. */
	void observe(SimNode node, boolean justUp) {
		verify();
		Seen seen = seen(node);
		checkGaps(node, seen);
		boolean snapshot = seen.snapshots != node.store().snapshots();
		seen.snapshots = node.store().snapshots();
		node.events.forEach((name, event) -> {
			long version = event.replica().version();
			if (snapshot) {
				seen.excused.add(name);
			}
			Long last = seen.versions.put(name, version);
			List<Long> steps = seen.steps.getOrDefault(name, List.of());
			seen.steps.remove(name);
			if (last == null || last != version) {
				if (seen.exhausted.getOrDefault(name, version) < version) {
					seen.exhausted.remove(name);
				}
				check(last == null || last < version, 4,
						() -> node + " went from version " + last + " of " + name + " back to " + version);
				check(version <= 1 || past(name).existed(version), 4,
						() -> node + " has version " + version + " of " + name + ", which never was in the store");
				if (last != null && this.chained && !seen.excused.contains(name)) {
					checkSteps(node, name, last, steps, version);
				}
			}
			if (!snapshot && !node.isCalled(name)) {
				seen.excused.remove(name);
			}
			check(event.isSet() == isOdd(version) || seen.exhausted.containsKey(name), 1,
					() -> node + " has " + event + " at version " + version);
			if (justUp && !node.isCalled(name) && seen.exhausted.isEmpty()) {
				long least = past(name).leastSince(node.store().snapshotAt() - 1);
				check(version >= least, 2, () -> node + " follows the store, has version " + version + " of " + name
						+ ", and missed " + least + " that was there at its snapshot");
			}
		});
	}

	/** Checks that versions are in order and that none is missing. */
	private void checkSteps(SimNode node, String event, long last, List<Long> steps, long version) {
		List<Long> versions = new ArrayList<>(steps);
		versions.add(version);
		long before = last;
		for (long next : versions) {
			long from = before;
			check(next == from || past(event).leads(from, next), 4, () -> node + " went from version " + from + " of "
					+ event + " to " + next + " without a snapshot, and missed what was between");
			before = next;
		}
		count("versions seen in order");
	}

	private void checkGaps(SimNode node, Seen seen) {
		long gaps = node.gaps();
		for (; seen.gapCount < gaps; seen.gapCount++) {
			count("gaps");
			seen.gaps.add(this.world.now());
		}
		while (!seen.gaps.isEmpty() && seen.gaps.peek() < this.world.now() - SimWorld.SECOND) {
			seen.gaps.remove();
		}
		check(seen.gaps.size() <= MOST_GAPS, "gaps",
				() -> node + " found " + seen.gaps.size() + " gaps within a second");
	}

	/** Checks that an undisturbed instance is not behind for longer than allowed. */
	void follows(SimNode node, long nanos, String why) {
		node.events.keySet().forEach((name) -> {
			long least = past(name).leastSince(this.world.now() - nanos);
			check(node.isCalled(name) || node.version(name) <= past(name).highestSince(this.world.now() - nanos), 6,
					() -> node + " has version " + node.version(name) + " of " + name + ", the store less for "
							+ nanos / SimWorld.MILLI + " ms, " + why);
			check(node.isCalled(name) || node.version(name) >= least, 2,
					() -> node + " has version " + node.version(name) + " of " + name + ", but the store has had "
							+ least + " for " + nanos / SimWorld.MILLI + " ms, " + why);
			count("probes, " + why);
		});
	}

	// Checks at the end

	void converged(SimServer server) {
		verify();
		this.pasts.keySet().forEach((name) -> {
			Note last = Note.decode(server.get(name).note());
			check(last.untilMicros() == 0 || last.untilMicros() > server.clockMicros(), "reversals",
					() -> name + " has not been reverted: " + last);
		});
		this.nodes.stream().filter(SimNode::isAlive).forEach((node) -> {
			check(node.isUp(), 2, () -> node + " has not found back to the store");
			node.events.keySet().forEach((name) -> {
				long here = node.version(name);
				long there = server.get(name).version();
				check(here <= there, 6, () -> "the store has version " + there + " of " + name
						+ ", and no instance restored " + here + " that " + node + " has");
				check(here == there, 2,
						() -> node + " ended with version " + here + " of " + name + ", the store with " + there);
			});
		});
		this.waits.stream()
			.filter((wait) -> !wait.released && wait.node.isAlive())
			.forEach((wait) -> wait.due.forEach((call, version) -> check(isExcused(wait, call, version), 3,
					() -> wait + " was never released by " + call)));
	}

	/**
	 * Returns whether no instance was left with a call that the store has lost. A later
	 * state of the store, which the call has read, may have a lower version.
	 */
	private boolean isExcused(SimWait wait, SimCall call, long version) {
		boolean lost = this.lossTime >= call.appliedAt && wait.node.version(wait.event) < version;
		return lost || (!wait.adopted && this.clockChangedAt >= 0);
	}

	private SimPast past(String event) {
		return this.pasts.computeIfAbsent(event, (name) -> new SimPast());
	}

	private void count(String what) {
		this.figures.merge(what, 1L, Long::sum);
	}

	private void check(boolean kept, int guarantee, Supplier<String> what) {
		check(kept, "guarantee " + guarantee, what);
	}

	private void check(boolean kept, String rule, Supplier<String> what) {
		if (!kept) {
			// The caller may be inside a future, which would swallow it.
			this.violation = new Violation("Broken: " + rule + ": " + what.get());
			throw this.violation;
		}
	}

	/** Throws the violation that was found, if any. */
	private void verify() {
		if (this.violation != null) {
			throw this.violation;
		}
	}

	private static boolean isOdd(long version) {
		return (version & 1) == 1;
	}

	/** The observations of one instance. */
	private static final class Seen {

		final Map<String, Long> versions = new HashMap<>();

		/** The versions at which an event was switched since the last observation. */
		final Map<String, List<Long>> steps = new HashMap<>();

		/** The events that may skip versions. */
		final Set<String> excused = new HashSet<>();

		/** The versions at which the last switch of an event failed half-way. */
		final Map<String, Long> exhausted = new HashMap<>();

		final Queue<Long> gaps = new ArrayDeque<>();

		/** The number of restored events that were never lost. */
		int needless;

		long gapCount;

		int snapshots;

	}

	/** A violation of a guarantee. */
	static final class Violation extends AssertionError {

		Violation(String message) {
			super(message);
		}

	}

}
