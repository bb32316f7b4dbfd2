/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;

/**
 * The server of an {@link ExploredWorld}, whose feed is a chain.
 */
final class ExploredServer {

	static final int PROCESS = 2;

	/** The version that all instances have at the beginning. */
	static final long FIRST_VERSION = 2;

	private static final int FEED_LENGTH = 100;

	/** The difference between the clocks of the two machines. */
	private static final long OTHER_CLOCK_MICROS = 3_600_000_000L;

	final StoreMemory memory = new StoreMemory(FEED_LENGTH);

	private final ExploredWorld world;

	private final List<Read> reads = new ArrayList<>();

	private final List<StoreMemory> copies = new ArrayList<>();

	/** The lowest version from which one change led to another, by the latter. */
	private final Map<Long, Long> changes = new HashMap<>();

	/** The time at which each call was done, on either machine. */
	private final Map<String, Long> applied = new HashMap<>();

	private long clockOffset = OTHER_CLOCK_MICROS;

	private int life;

	private boolean lostSilently;

	private int checks;

	ExploredServer(ExploredWorld world) {
		this.world = world;
		this.memory.put(ExploredWorld.EVENT, new State(FIRST_VERSION, ""), "first");
		this.memory.onChange(() -> List.copyOf(this.reads).forEach((read) -> answer(read, false)));
	}

	/** Begins the explored part. */
	void begins() {
		this.copies.clear();
		this.copies.add(this.memory.copy());
	}

	int copies() {
		return this.copies.size();
	}

	int life() {
		return this.life;
	}

	long clockMicros() {
		return this.world.now() / 1_000 + this.clockOffset;
	}

	/** Returns the time at which a call was done, on either machine, or -1. */
	long appliedAt(String operation) {
		return this.applied.getOrDefault(operation, -1L);
	}

	/** Whether data was lost without the loss of a connection. */
	boolean hasLostSilently() {
		return this.lostSilently;
	}

	boolean leads(long from, long version) {
		Long before = this.changes.get(version);
		// A set() of a set event is not observed.
		return before != null && (before <= from || ((before & version & 1) == 1 && leads(from, before)));
	}

	Result transition(Command command, String mark) {
		Result result = this.memory.transition(command, clockMicros(), mark);
		if (result.isExecuted()) {
			String operation = Note.decode(command.note()).operation();
			this.world.check(this.applied.put(operation, this.world.now()) == null,
					() -> operation + " happened twice");
			changed(result.before(), result.version());
		}
		return result;
	}

	Set<String> restore(Map<String, State> states, String mark) {
		long before = this.memory.get(ExploredWorld.EVENT).version();
		Set<String> raised = this.memory.restore(states, mark);
		changed(before, this.memory.get(ExploredWorld.EVENT).version());
		return raised;
	}

	private void changed(long before, long version) {
		if (before != version) {
			this.changes.merge(version, before, Math::min);
			this.copies.add(this.memory.copy());
		}
	}

	void read(ExploredNode node, int life, long revision, long wait, Consumer<StoreMemory.Tail> reply) {
		Read read = new Read(node, life, revision, reply);
		this.reads.removeIf((former) -> former.node == node);
		this.reads.add(read);
		answer(read, false);
		this.world.after(PROCESS, wait, "wait of " + node + " is over", () -> answer(read, true));
	}

	/** Takes the entries. The head and the clock are read in another step. */
	private void answer(Read read, boolean timeIsOver) {
		StoreMemory.Tail tail = this.memory.tail(read.revision, clockMicros());
		if (this.reads.contains(read) && (timeIsOver || !tail.entries().isEmpty())) {
			this.reads.remove(read);
			this.world.after(PROCESS, 0, "check for " + read.node + " " + this.checks++, () -> {
				StoreMemory.Tail check = this.memory.tail(Long.MAX_VALUE, clockMicros());
				if (read.life == this.life) {
					read.reply.accept(
							new StoreMemory.Tail(tail.entries(), tail.complete(), check.head(), check.clockMicros()));
				}
			});
		}
	}

	void evict() {
		this.lostSilently = true;
		this.memory.evictEvents();
	}

	void restartEmpty() {
		this.memory.become(new StoreMemory(0));
		endLinks();
	}

	void become(int copy, boolean linksLive) {
		this.memory.become(this.copies.get(copy));
		this.clockOffset += OTHER_CLOCK_MICROS;
		if (linksLive) {
			this.lostSilently = true;
		}
		else {
			endLinks();
		}
	}

	private void endLinks() {
		this.life++;
		this.reads.clear();
		this.world.nodes.forEach(ExploredNode::reset);
	}

	private record Read(ExploredNode node, int life, long revision, Consumer<StoreMemory.Tail> reply) {

	}

}
