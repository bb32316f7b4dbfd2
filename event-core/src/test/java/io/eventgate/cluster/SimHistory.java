package io.eventgate.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * What has happened, as seen by somebody who sees everything; and the check that it keeps
 * the six guarantees, by their numbers in {@link ClusterEvents}.
 */
final class SimHistory {

	/** What happened, in numbers. */
	final Map<String, Long> figures = new LinkedHashMap<>();

	private final SimWorld world;

	private final List<SimNode> nodes;

	private final Map<String, SimCall> calls = new HashMap<>();

	private final List<SimWait> waits = new ArrayList<>();

	private final Map<String, SimPast> pasts = new HashMap<>();

	private final Map<SimNode, Map<String, Long>> seen = new HashMap<>();

	/** How exactly an instance that starts can tell when the event was switched. */
	private long unsureNanos;

	/** When something was lost last, from the store or with the only one who knew it. */
	private long lossTime = -1;

	private boolean clockChanged;

	private @Nullable Violation violation;

	SimHistory(SimWorld world, List<SimNode> nodes) {
		this.world = world;
		this.nodes = nodes;
	}

	void unsure(long nanos) {
		this.unsureNanos = nanos;
	}

	// What happens in the store

	/** It has done what a call asked for. */
	void applied(Command command, Result result) {
		SimCall call = this.calls.get(Note.decode(command.note()).operation());
		if (call == null) {
			throw new AssertionError("Nobody asked for " + command);
		}
		check(call.threwAt < 0, 5, () -> call + " happened after it had thrown");
		check(call.appliedAt < 0, 5, () -> call + " happened twice");
		call.appliedAt = this.world.now();
		call.version = result.version();
		if (call.kind != Kind.CLEAR || command.announce()) {
			past(call.event).pulsed(this.world.now());
		}
		mustRelease(call);
	}

	/** It holds other states than before. */
	void stored(Map<String, State> states) {
		states.keySet().forEach(this::past);
		this.pasts.forEach(
				(event, past) -> past.stored(states.getOrDefault(event, State.UNKNOWN).version(), this.world.now()));
	}

	void lost() {
		count("losses");
		this.lossTime = this.world.now();
	}

	/** It has moved to a machine with another clock. */
	void clockChanged() {
		this.clockChanged = true;
	}

	// What happens in an instance

	SimCall called(SimNode node, String event, Kind kind, String operation) {
		count("calls");
		SimCall call = new SimCall(event, kind, operation, this.world.now(), node.version(event));
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

	void threw(SimCall call, boolean unknown) {
		count(unknown ? "threw, outcome unknown" : "threw, certainly not done");
		call.threwAt = this.world.now();
		boolean done = call.appliedAt >= 0;
		if (done && unknown) {
			count("threw although done before");
		}
		check(!done || unknown || this.lossTime >= call.appliedAt, 5,
				() -> call + " had happened, but threw that it certainly had not");
	}

	SimWait waits(SimNode node, String event) {
		count("waits");
		SimWait wait = new SimWait(node, event, this.world.now());
		this.waits.add(wait);
		return wait;
	}

	void released(SimWait wait) {
		count("released");
		wait.released = true;
		long here = wait.node.version(wait.event);
		check(here > wait.version, 3, () -> wait + " was released without a switch, at version " + here);
		// A store that lost the note of the last set may show that of a clear which came
		// later and changed nothing.
		check(wait.adopted || this.clockChanged || this.lossTime > past(wait.event).lastSet()
				|| past(wait.event).wasSetSince(wait.node.bornAt() - this.unsureNanos), 3,
				() -> wait + " was released, but the event has been clear all the time, at version " + here);
	}

	/** Every waiter that was there before a call is to be released by it. */
	private void mustRelease(SimCall call) {
		if (call.kind == Kind.CLEAR) {
			return;
		}
		this.waits.removeIf((wait) -> wait.released || !wait.node.isAlive());
		for (SimWait wait : this.waits) {
			if (wait.event.equals(call.event) && wait.since < call.calledAt) {
				if (wait.node.version(wait.event) < call.version) {
					wait.due.add(call);
				}
				else {
					// It has seen a version that the store has lost.
					check(this.lossTime >= 0, 3, () -> wait + " cannot be released by " + call);
				}
			}
		}
	}

	/** An instance is gone, and with it what only it knew. */
	void died() {
		if (this.lossTime >= 0) {
			this.lossTime = this.world.now();
		}
	}

	/** An instance has done something. */
	void observe(SimNode node, long subscribedAt, boolean justUp) {
		verify();
		Map<String, Long> before = this.seen.computeIfAbsent(node, (each) -> new HashMap<>());
		node.events.forEach((name, event) -> {
			long version = event.replica().version();
			Long last = before.put(name, version);
			if (last == null || last != version) {
				check(last == null || last < version, 4,
						() -> node + " went from version " + last + " of " + name + " back to " + version);
				check(version <= 1 || past(name).existed(version), 4,
						() -> node + " has version " + version + " of " + name + ", which never was in the store");
			}
			check(event.isSet() == isOdd(version), 1, () -> node + " has " + event + " at version " + version);
			if (justUp && !node.isCalled(name)) {
				long least = past(name).leastSince(subscribedAt);
				check(version >= least, 2, () -> node + " says that it follows, has version " + version + " of " + name
						+ ", and missed " + least + " that was there when it subscribed");
			}
		});
	}

	/** An instance that nothing has disturbed must not be behind for longer than this. */
	void follows(SimNode node, long nanos, String why) {
		node.events.keySet().forEach((name) -> {
			long least = past(name).leastSince(this.world.now() - nanos);
			check(node.isCalled(name) || node.version(name) >= least, 2,
					() -> node + " has version " + node.version(name) + " of " + name + ", but the store has had "
							+ least + " for " + nanos / SimWorld.MILLI + " ms, " + why);
			count("probes, " + why);
		});
	}

	// What is checked at the end

	void converged(SimServer server) {
		verify();
		this.nodes.stream().filter(SimNode::isAlive).forEach((node) -> {
			check(node.isUp(), 2, () -> node + " has not found back to the store");
			node.events.keySet().forEach((name) -> {
				long here = node.version(name);
				long there = server.get(name).version();
				check(here <= there, 6, () -> "the store has version " + there + " of " + name
						+ ", and nobody restored " + here + " that " + node + " has");
				check(here == there, 2,
						() -> node + " ended with version " + here + " of " + name + ", the store with " + there);
			});
		});
		this.waits.stream()
			.filter((wait) -> !wait.released && wait.node.isAlive())
			.forEach((wait) -> wait.due
				.forEach((call) -> check(isExcused(wait, call), 3, () -> wait + " was never released by " + call)));
	}

	/** Whether nobody was left who knew of a call that the store has lost. */
	private boolean isExcused(SimWait wait, SimCall call) {
		boolean lost = this.lossTime >= call.appliedAt && wait.node.version(wait.event) < call.version;
		return lost || (!wait.adopted && this.clockChanged);
	}

	private SimPast past(String event) {
		return this.pasts.computeIfAbsent(event, (name) -> new SimPast());
	}

	private void count(String what) {
		this.figures.merge(what, 1L, Long::sum);
	}

	private void check(boolean kept, int guarantee, Supplier<String> what) {
		if (!kept) {
			// Who calls may be inside a future, which would swallow it.
			this.violation = new Violation("Guarantee " + guarantee + " is broken: " + what.get());
			throw this.violation;
		}
	}

	/** Throws what was found. */
	private void verify() {
		if (this.violation != null) {
			throw this.violation;
		}
	}

	private static boolean isOdd(long version) {
		return (version & 1) == 1;
	}

	/** A promise was not kept. */
	static final class Violation extends AssertionError {

		Violation(String message) {
			super(message);
		}

	}

}
