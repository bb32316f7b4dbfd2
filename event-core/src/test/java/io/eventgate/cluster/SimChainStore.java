/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

import io.eventgate.cluster.SimConnection.Channel;

/**
 * A client whose feed is a chain, like that of Redis. It waits for entries and receives
 * each of them.
 */
final class SimChainStore extends SimStore {

	private ChainCursor cursor = new ChainCursor();

	SimChainStore(Simulation simulation, SimNode node) {
		super(simulation, node);
	}

	@Override
	boolean isOrdered() {
		return true;
	}

	@Override
	void begin() {
		this.cursor = new ChainCursor();
	}

	@Override
	CompletionStage<Timed<Snapshot>> takeSnapshot() {
		ChainCursor present = this.cursor;
		return command(() -> timed(this.server.memory.snapshot(this.server.clockMicros()))).thenApply((taken) -> {
			present.tookSnapshot();
			return taken;
		});
	}

	@Override
	CompletionStage<Timed<Changes>> readChanges(String after, Duration wait) {
		StoreMemory.Position position = StoreMemory.Position.of(after);
		ChainCursor present = this.cursor;
		boolean ready = present.startRead(position.head());
		return this.<Timed<StoreMemory.Tail>>ask((link) -> link.ask(Channel.FEED,
				(reply) -> this.server.read(link, position.revision(), ready ? 0 : wait.toNanos(),
						(tail) -> reply.accept(timed(tail)))))
			.thenApply((tail) -> new Timed<>(tail.begun(), tail.time(), tail.answer().follow(present, after)));
	}

	private <T> Timed<T> timed(T answer) {
		long now = this.simulation.world.now();
		return new Timed<>(now, now, answer);
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		return change((mark) -> this.server.transition(command, mark, this.server.clockMicros()),
				(result) -> result.isExecuted() && command.stores(result.before()) != null);
	}

	@Override
	public CompletionStage<Set<String>> restore(Map<String, State> states) {
		return counted(change((mark) -> this.server.restore(states, mark, this.node), (raised) -> !raised.isEmpty()));
	}

	private <T> CompletionStage<T> change(Function<String, T> change, Predicate<T> adds) {
		String mark = this.server.mark();
		ChainCursor present = this.cursor;
		present.sending(mark);
		return command(() -> change.apply(mark))
			.whenComplete((result, failure) -> present.answered(mark, failure == null && adds.test(result)));
	}

}
