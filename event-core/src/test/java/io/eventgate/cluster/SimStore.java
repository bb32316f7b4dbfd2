/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.eventgate.cluster.SimConnection.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The client of one instance in a simulation, without its feed.
 */
abstract class SimStore implements StateStore {

	final Simulation simulation;

	final SimServer server;

	final SimNode node;

	private @Nullable SimConnection connection;

	private boolean reading;

	/** The times in the server of the last snapshot and of the last read of its clock. */
	private long snapshotAt = -1;

	private long clockReadAt = -1;

	private int snapshots;

	private int restorations;

	SimStore(Simulation simulation, SimNode node) {
		this.simulation = simulation;
		this.server = simulation.server;
		this.node = node;
	}

	/** Returns the time in the server of the last snapshot that has arrived. */
	long snapshotAt() {
		return this.snapshotAt;
	}

	/** Returns the time of the server's clock in the last answer that has arrived. */
	long clockReadAt() {
		return this.clockReadAt;
	}

	/** Returns the number of snapshots that have arrived. */
	int snapshots() {
		return this.snapshots;
	}

	@Nullable SimConnection connection() {
		return this.connection;
	}

	/** Counts a restoration until it is answered. */
	<T> CompletionStage<T> counted(CompletionStage<T> restoration) {
		this.restorations++;
		return restoration.thenApply((answer) -> {
			this.restorations--;
			return answer;
		});
	}

	/** Returns the number of unanswered restorations, which may be repeated. */
	int unansweredRestorations() {
		return this.restorations;
	}

	/** Returns whether calls arrive in their order. */
	abstract boolean isOrdered();

	/** Notifies the store of a new connection. */
	abstract void begin();

	@Override
	public CompletionStage<Void> connect(Consumer<Throwable> lost) {
		close();
		SimConnection next = new SimConnection(this.simulation, this.node, lost, isOrdered());
		this.connection = next;
		this.reading = false;
		begin();
		return next.<Boolean>ask(Channel.COMMANDS, (reply) -> reply.accept(true)).thenAccept((done) -> {
		});
	}

	@Override
	public final CompletionStage<Snapshot> snapshot() {
		return takeSnapshot().thenApply((taken) -> {
			this.snapshotAt = taken.begun;
			this.clockReadAt = taken.time;
			this.snapshots++;
			return taken.answer;
		});
	}

	abstract CompletionStage<Timed<Snapshot>> takeSnapshot();

	@Override
	public final CompletionStage<Changes> changes(String after, Duration wait) {
		this.simulation.history.checkReads(this.node, !this.reading);
		this.reading = true;
		SimConnection present = this.connection;
		return readChanges(after, wait).whenComplete((taken, failure) -> {
			if (present == this.connection) {
				this.reading = false;
			}
		}).thenApply((taken) -> {
			if (!taken.answer.gap()) {
				this.clockReadAt = taken.time;
			}
			return taken.answer;
		});
	}

	abstract CompletionStage<Timed<Changes>> readChanges(String after, Duration wait);

	@Override
	public CompletionStage<Reading> read(String event) {
		return command(() -> new Reading(this.server.clockMicros(), this.server.get(event)));
	}

	@Override
	public CompletionStage<Void> reset(String event, State state) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Set<String>> remove(Map<String, State> states) {
		return command(() -> this.server.memory.remove(states));
	}

	@Override
	public CompletionStage<Integer> report(String instance, String report) {
		return command(() -> this.server.memory.report(instance, report, this.server.clockMicros()));
	}

	@Override
	public CompletionStage<Reports> reports() {
		return command(() -> this.server.memory.reports(this.server.clockMicros()));
	}

	@Override
	public CompletionStage<Void> forget(Set<String> instances) {
		return command(() -> {
			this.server.memory.forget(instances);
			return true;
		}).thenAccept((done) -> {
		});
	}

	@Override
	public void close() {
		SimConnection former = this.connection;
		if (former != null) {
			this.connection = null;
			former.close(new IllegalStateException("closed"));
		}
	}

	<T> CompletableFuture<T> command(Supplier<T> command) {
		return ask((link) -> link.ask(Channel.COMMANDS, (reply) -> reply.accept(command.get())));
	}

	<T> CompletableFuture<T> ask(Function<SimConnection, CompletableFuture<T>> question) {
		SimConnection present = this.connection;
		return (present != null) ? question.apply(present)
				: CompletableFuture.failedFuture(new RefusedException("not connected", null));
	}

	/**
	 * An answer of the server.
	 *
	 * @param begun the time at which the server began with it
	 * @param time the time at which the server read its clock for it
	 */
	record Timed<T>(long begun, long time, T answer) {

	}

	@Override
	public String toString() {
		return "store of " + this.node;
	}

}
