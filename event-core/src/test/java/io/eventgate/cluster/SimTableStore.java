/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import io.eventgate.cluster.SimConnection.Channel;

/**
 * A client whose feed is a table of events, each with the revision of its last change,
 * like that of SQL databases. It cannot wait for changes, and returns only the last of
 * several changes of an event. The rows of one query are read one after the other, as in
 * a database without statement snapshots.
 */
final class SimTableStore extends SimStore {

	private static final long SLOWEST_ROW = 20 * SimWorld.MILLI;

	private static final long SLOWEST_LOCK = 4 * SimWorld.SECOND;

	private final List<String> events;

	SimTableStore(Simulation simulation, SimNode node, List<String> events) {
		super(simulation, node);
		this.events = events;
	}

	@Override
	boolean isOrdered() {
		return false;
	}

	@Override
	void begin() {
		// The position is the only state.
	}

	@Override
	CompletionStage<Timed<Snapshot>> takeSnapshot() {
		return query(Position.START, (rows) -> {
			Map<String, State> states = new LinkedHashMap<>();
			rows.changes.forEach((change) -> states.put(change.event(), change.state()));
			return new Snapshot(rows.clockMicros, rows.position.text(), states);
		});
	}

	@Override
	CompletionStage<Timed<Changes>> readChanges(String after, Duration wait) {
		Position from = Position.of(after);
		CompletableFuture<Timed<Changes>> read = this.<Changes>query(from, (rows) -> {
			boolean gap = rows.position.identity != from.identity || rows.position.incarnation != from.incarnation
					|| rows.position.revision < from.revision;
			return gap ? Changes.GAP : new Changes(false, rows.clockMicros, rows.position.text(), rows.changes);
		}).toCompletableFuture();
		// Like a driver whose network time-out is the command time-out.
		this.simulation.world.after(this.node.timeoutNanos(),
				() -> read.completeExceptionally(new TimeoutException("Read timed out")));
		return read;
	}

	private <T> CompletionStage<Timed<T>> query(Position from, Function<Rows, T> answer) {
		return this.<Timed<T>>ask((link) -> link.ask(Channel.FEED, (reply) -> {
			long begun = this.simulation.world.now();
			Position position = position();
			long revision = (from.identity == position.identity) ? from.revision : -1;
			next(this.events.iterator(), revision, new ArrayList<>(), (changes) -> {
				// Otherwise the connection was lost in the meantime.
				if (this.server.identity() == position.identity) {
					reply.accept(new Timed<>(begun, this.simulation.world.now(),
							answer.apply(new Rows(position, this.server.clockMicros(), changes))));
				}
			});
		}));
	}

	private Position position() {
		return new Position(this.server.lastRevision(), this.server.identity(), this.server.incarnation());
	}

	private void next(Iterator<String> rows, long revision, List<Change> changes, Consumer<List<Change>> then) {
		if (!rows.hasNext()) {
			then.accept(changes);
			return;
		}
		String event = rows.next();
		if (this.server.revisionOf(event) > revision) {
			changes.add(new Change(event, this.server.get(event)));
		}
		SimWorld world = this.simulation.world;
		world.after(world.chance(0.5) ? 0 : world.between(0, SLOWEST_ROW), () -> next(rows, revision, changes, then));
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		SimWorld world = this.simulation.world;
		return this.<Result>ask((link) -> link.ask(Channel.COMMANDS, (reply) -> {
			long locked = world.chance(this.simulation.faults().messageLate()) ? world.between(0, SLOWEST_LOCK) : 0;
			world.after(locked, () -> {
				if (link.isOfThisLife()) {
					reply.accept(this.server.transition(command, this.server.mark(), this.server.clockMicros()));
				}
			});
		}));
	}

	@Override
	public CompletionStage<Set<String>> restore(Map<String, State> states) {
		return counted(command(() -> this.server.restore(states, this.server.mark(), this.node)));
	}

	private record Rows(Position position, long clockMicros, List<Change> changes) {

	}

	private record Position(long revision, int identity, int incarnation) {

		static final Position START = new Position(-1, -1, -1);

		static Position of(String text) {
			String[] parts = text.split(" ", -1);
			return new Position(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
		}

		String text() {
			return this.revision + " " + this.identity + " " + this.incarnation;
		}

	}

}
