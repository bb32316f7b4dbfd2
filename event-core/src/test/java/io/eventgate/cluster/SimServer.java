package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;

/**
 * The machine that the store runs on, with a copy that lags behind.
 */
final class SimServer {

	private static final long LONGEST_LAG = 3 * SimWorld.SECOND;

	final Set<SimConnection> subscriptions = new LinkedHashSet<>();

	private final SimWorld world;

	private final SimHistory history;

	private final Deque<Copy> copies = new ArrayDeque<>();

	private final StoreMemory memory = new StoreMemory(this::hint);

	private long clockOffset;

	/** Connections of earlier lives are unknown to it. */
	private int life;

	private long pausedUntil;

	private boolean down;

	SimServer(SimWorld world, SimHistory history) {
		this.world = world;
		this.history = history;
		anotherClock();
	}

	private void anotherClock() {
		this.clockOffset = this.world.between(-3_600 * SimWorld.SECOND, 3_600 * SimWorld.SECOND);
	}

	int life() {
		return this.life;
	}

	boolean isDown() {
		return this.down;
	}

	/** How long it will not do anything. */
	long paused() {
		return Math.max(0, this.pausedUntil - this.world.now());
	}

	long clockMicros() {
		return (this.world.now() + this.clockOffset) / 1_000;
	}

	Map<String, State> states() {
		return this.memory.copy();
	}

	State get(String name) {
		return this.memory.get(name);
	}

	Map<String, State> read(Set<String> names) {
		return this.memory.read(names);
	}

	Result transition(Command command) {
		Result result = this.memory.transition(command, clockMicros());
		this.world.log(() -> "store: " + command.kind() + " " + command.event() + " "
				+ Note.decode(command.note()).operation() + " -> " + result);
		if (!result.expired()) {
			this.history.applied(command, result);
			changed();
		}
		return result;
	}

	Set<String> heal(Map<String, State> states) {
		Set<String> raised = this.memory.heal(states);
		this.world.log(() -> "store: heal " + states + " raised " + raised);
		if (!raised.isEmpty()) {
			changed();
		}
		return raised;
	}

	void report(String instance, String text, long nanos) {
		this.memory.report(instance, text, clockMicros() + nanos / 1_000);
	}

	Map<String, String> reports() {
		return this.memory.reports(clockMicros());
	}

	private void changed() {
		this.copies.add(new Copy(this.world.now(), this.memory.copy()));
		while (this.copies.getFirst().time < this.world.now() - LONGEST_LAG && this.copies.size() > 1) {
			this.copies.remove();
		}
		this.history.stored(this.memory.copy());
	}

	private void hint(String event) {
		this.subscriptions.forEach((connection) -> connection.hint(event, get(event).version()));
	}

	/** Stands still, but its clock goes on. */
	void pause(long nanos) {
		this.world.log(() -> "store: paused for " + nanos / SimWorld.MILLI + " ms");
		this.pausedUntil = this.world.now() + nanos;
	}

	/** Dies, and comes back later with all it had. */
	void restart(long nanos) {
		this.world.log(() -> "store: killed for " + nanos / SimWorld.MILLI + " ms");
		this.life++;
		this.down = true;
		this.subscriptions.clear();
		this.world.after(nanos, () -> this.down = false);
	}

	/** Forgets everything, and goes on as if nothing had happened. */
	void flush() {
		lose(Map.of());
	}

	/** Dies, and comes back later without data. */
	void restartEmpty(long nanos) {
		restart(nanos);
		lose(Map.of());
	}

	/** Dies, and a copy on another machine that lags behind takes over. */
	void failOver(long nanos) {
		restart(nanos);
		long lag = this.world.between(0, LONGEST_LAG);
		Map<String, State> copy = Map.of();
		for (Copy each : this.copies) {
			if (each.time <= this.world.now() - lag) {
				copy = each.states;
			}
		}
		anotherClock();
		this.history.clockChanged();
		lose(copy);
	}

	private void lose(Map<String, State> copy) {
		this.world.log(() -> "store: has lost data, goes on with " + copy);
		this.memory.restore(copy);
		this.copies.clear();
		this.history.lost();
		changed();
	}

	private record Copy(long time, Map<String, State> states) {

	}

}
