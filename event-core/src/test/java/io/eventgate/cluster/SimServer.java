/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The machine of the store, with copies that lag behind.
 */
final class SimServer {

	private static final long LONGEST_LAG = 3 * SimWorld.SECOND;

	final StoreMemory memory;

	private final SimWorld world;

	private final SimHistory history;

	private final Runnable onChange;

	private final Deque<Copy> copies = new ArrayDeque<>();

	private final Set<Read> reads = new LinkedHashSet<>();

	/** The revision of the last change of each event. */
	private final Map<String, Long> revisions = new HashMap<>();

	private long clockOffset;

	/** The number of restarts; connections made before a restart are invalid. */
	private int life;

	/** The process that serves clients. */
	private int identity;

	/** The generation of its data. */
	private int incarnation;

	private long marks;

	private long pausedUntil;

	private boolean down;

	/** The former machine, which still serves the feed over old connections. */
	private @Nullable StoreMemory former;

	SimServer(SimWorld world, SimHistory history, int feedLength, Runnable onChange) {
		this.onChange = onChange;
		this.world = world;
		this.history = history;
		this.memory = new StoreMemory(feedLength);
		this.memory.onChange(this::wake);
		anotherClock();
	}

	private void anotherClock() {
		this.clockOffset = this.world.between(3_600 * SimWorld.SECOND, 3 * 3_600 * SimWorld.SECOND);
	}

	int life() {
		return this.life;
	}

	int identity() {
		return this.identity;
	}

	int incarnation() {
		return this.incarnation;
	}

	boolean isDown() {
		return this.down;
	}

	/** Returns the remaining time of a pause. */
	long paused() {
		return Math.max(0, this.pausedUntil - this.world.now());
	}

	long clockMicros() {
		return (this.world.now() + this.clockOffset) / 1_000;
	}

	State get(String name) {
		return this.memory.get(name);
	}

	/** Returns the revision of the namespace. */
	long lastRevision() {
		return StoreMemory.Position.of(this.memory.snapshot(0).position()).revision();
	}

	/** Returns the revision of an event, or -1 if it has no row. */
	long revisionOf(String event) {
		return this.revisions.getOrDefault(event, -1L);
	}

	/** Returns a mark that no other change has. */
	String mark() {
		return Long.toString(++this.marks);
	}

	// Requests of clients

	Result transition(Command command, String mark, long nowMicros) {
		State before = get(command.event());
		Result result = this.memory.transition(command, nowMicros, mark);
		this.world.log(() -> "store: " + command.kind() + " " + command.event() + " "
				+ Note.decode(command.note()).operation() + " -> " + result);
		if (result.isExecuted()) {
			if (command.condition() != null) {
				this.history.reversed(command, before, nowMicros);
			}
			else {
				this.history.applied(command, result);
			}
			if (result.version() != result.before()) {
				this.history.changed(command.event(), result.before(), result.version());
			}
			changed(Set.of(command.event()));
			this.onChange.run();
		}
		return result;
	}

	Set<String> restore(Map<String, State> states, String mark, SimNode node) {
		Map<String, State> before = this.memory.states();
		Set<String> raised = this.memory.restore(states, mark);
		this.world.log(() -> "store: restore " + versions(states) + " raised " + raised);
		raised.forEach((event) -> this.history.changed(event, before.getOrDefault(event, State.UNKNOWN).version(),
				get(event).version()));
		states.forEach((event, state) -> {
			if (!raised.contains(event)) {
				this.history.restoredInVain(event, state, node);
			}
		});
		if (!raised.isEmpty()) {
			changed(raised);
			this.onChange.run();
		}
		return raised;
	}

	/**
	 * Reads the feed as Redis does: it waits for entries, and reads the head of the feed
	 * and the clock in a second step.
	 */
	void read(SimConnection connection, long revision, long wait, Consumer<StoreMemory.Tail> answer) {
		Read read = new Read(connection, revision, answer);
		this.reads.add(read);
		answer(read, false);
		this.world.after(wait, () -> answer(read, true));
	}

	private void answer(Read read, boolean timeIsOver) {
		if (!this.reads.contains(read)) {
			return;
		}
		if (paused() > 0) {
			this.world.after(paused(), () -> answer(read, timeIsOver));
			return;
		}
		StoreMemory.Tail tail = feed().tail(read.revision, clockMicros());
		if (timeIsOver || !tail.entries().isEmpty()) {
			this.reads.remove(read);
			this.world.after(this.world.chance(0.5) ? 0 : this.world.between(0, SimWorld.MILLI), () -> {
				StoreMemory.Tail check = feed().tail(Long.MAX_VALUE, clockMicros());
				read.answer
					.accept(new StoreMemory.Tail(tail.entries(), tail.complete(), check.head(), check.clockMicros()));
			});
		}
	}

	private void wake() {
		List.copyOf(this.reads).forEach((read) -> answer(read, false));
	}

	private StoreMemory feed() {
		StoreMemory old = this.former;
		return (old != null) ? old : this.memory;
	}

	// Faults

	private void changed(Set<String> events) {
		events.forEach((event) -> this.revisions.put(event, lastRevision()));
		this.copies.add(new Copy(this.world.now(), this.incarnation, this.memory.copy(), Map.copyOf(this.revisions)));
		while (this.copies.getFirst().time < this.world.now() - LONGEST_LAG && this.copies.size() > 1) {
			this.copies.remove();
		}
		this.history.stored(this.memory.states());
	}

	/** Pauses the server, but not its clock. */
	void pause(long nanos) {
		this.world.log(() -> "store: paused for " + nanos / SimWorld.MILLI + " ms");
		this.pausedUntil = this.world.now() + nanos;
	}

	/** Crashes, and restarts later with all data. */
	void restart(long nanos) {
		this.world.log(() -> "store: killed for " + nanos / SimWorld.MILLI + " ms");
		this.life++;
		this.identity++;
		this.down = true;
		List<Read> broken = new ArrayList<>(this.reads);
		this.reads.clear();
		broken.stream().filter((read) -> this.world.chance(0.7)).forEach((read) -> read.connection.reset());
		this.world.after(nanos, () -> this.down = false);
	}

	/** Loses all data without a restart. */
	void flush() {
		this.history.lostBehindLivingLinks();
		loseAll();
	}

	/** Loses the events, but not the feed. */
	void evict() {
		this.world.log(() -> "store: evicts the events");
		this.history.lostBehindLivingLinks();
		this.history.lost();
		this.memory.evictEvents();
		this.revisions.clear();
		changed(Set.of());
	}

	/** Crashes, and restarts later without data. */
	void restartEmpty(long nanos) {
		restart(nanos);
		loseAll();
	}

	/** Crashes, and a copy on another machine takes over, which lags behind. */
	void failOver(long nanos) {
		restart(nanos);
		moveToCopy();
	}

	/** The same, but a proxy or a promoted replica keeps the connections open. */
	void failOverBehindLivingLinks() {
		this.identity++;
		this.history.lostBehindLivingLinks();
		this.history.clockChangedBehindLivingLinks();
		moveToCopy();
	}

	/** The same, but the feed is still read from the former machine for a while. */
	void failOverHalf(long nanos) {
		this.world.log(() -> "store: the former machine serves the feed for " + nanos / SimWorld.MILLI + " ms");
		StoreMemory old = this.memory.copy();
		failOverBehindLivingLinks();
		this.former = old;
		this.world.after(nanos, () -> {
			if (this.former == old) {
				this.former = null;
			}
		});
	}

	/** Trims the older part of the feed. */
	void trim() {
		int length = this.world.random.nextInt(3);
		this.world.log(() -> "store: trims the feed to " + length);
		this.memory.trim(length);
	}

	/** An operator adds an entry to the feed. */
	void addForeignEntry() {
		this.world.log(() -> "store: foreign entry");
		this.memory.addForeignEntry();
	}

	private void moveToCopy() {
		long lag = this.world.chance(0.2) ? 0
				: this.world.between(0, this.world.chance(0.5) ? LONGEST_LAG : 5 * SimWorld.MILLI);
		Copy chosen = new Copy(0, this.incarnation + 1, new StoreMemory(0), Map.of());
		for (Copy each : this.copies) {
			if (each.time <= this.world.now() - lag) {
				chosen = each;
			}
		}
		anotherClock();
		this.history.clockChanged();
		lose(chosen);
	}

	private void loseAll() {
		lose(new Copy(0, this.incarnation + 1, new StoreMemory(0), Map.of()));
	}

	private void lose(Copy copy) {
		this.world.log(() -> "store: has lost data, goes on with " + versions(copy.memory.states()));
		this.memory.become(copy.memory);
		this.incarnation = copy.incarnation;
		this.revisions.clear();
		this.revisions.putAll(copy.revisions);
		this.copies.clear();
		this.history.lost();
		changed(Set.of());
	}

	private static Map<String, Long> versions(Map<String, State> states) {
		Map<String, Long> versions = new HashMap<>();
		states.forEach((event, state) -> versions.put(event, state.version()));
		return versions;
	}

	private record Copy(long time, int incarnation, StoreMemory memory, Map<String, Long> revisions) {

	}

	/** A pending read of the feed. */
	private static final class Read {

		final SimConnection connection;

		final long revision;

		final Consumer<StoreMemory.Tail> answer;

		Read(SimConnection connection, long revision, Consumer<StoreMemory.Tail> answer) {
			this.connection = connection;
			this.revision = revision;
			this.answer = answer;
		}

	}

}
