/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.eventgate.cluster.StateStore.RefusedException;

/**
 * The connection between an instance and the store. It has two channels, like a client of
 * Redis: one for commands and one for the feed. Messages of one channel arrive in order.
 * A client of an SQL database takes a connection for each call, so that calls may
 * overtake each other. A connection that is cut stays dead, and its ends may or may not
 * detect that.
 */
final class SimConnection {

	private static final long SHORTEST = SimWorld.MILLI / 5;

	private static final long LONGEST = 2 * SimWorld.MILLI;

	private static final long LATE = 4 * SimWorld.SECOND;

	private final Simulation simulation;

	private final SimWorld world;

	private final SimNode node;

	private final Consumer<Throwable> lost;

	private final boolean ordered;

	/** The pending answers, by the number of the request. */
	private final Map<Long, CompletableFuture<?>> pending = new LinkedHashMap<>();

	/** The arrival times of the last messages, for each channel and direction. */
	private final Map<Channel, long[]> lastArrivals = new EnumMap<>(Channel.class);

	private long questions;

	private final int life;

	private boolean cut;

	private boolean closed;

	SimConnection(Simulation simulation, SimNode node, Consumer<Throwable> lost, boolean ordered) {
		this.simulation = simulation;
		this.world = simulation.world;
		this.node = node;
		this.lost = lost;
		this.ordered = ordered;
		this.life = simulation.server.life();
	}

	/** Returns whether the server that it was connected to still runs. */
	boolean isOfThisLife() {
		return !this.simulation.server.isDown() && this.simulation.server.life() == this.life;
	}

	/**
	 * Sends a request and waits for the answer.
	 * @param question the work of the server, which passes on the answer now or later
	 */
	<T> CompletableFuture<T> ask(Channel channel, Consumer<Consumer<T>> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		if (this.closed) {
			answer.completeExceptionally(new RefusedException("not connected", null));
			return answer;
		}
		long number = this.questions++;
		this.pending.put(number, answer);
		travel(channel, true, () -> arrive(channel, number, question, answer));
		return answer;
	}

	private <T> void arrive(Channel channel, long number, Consumer<Consumer<T>> question, CompletableFuture<T> answer) {
		SimServer server = this.simulation.server;
		if (!isOfThisLife()) {
			if (this.world.chance(0.7)) {
				reset();
			}
		}
		else if (server.paused() > 0) {
			this.world.after(server.paused(), () -> arrive(channel, number, question, answer));
		}
		else if (this.world.chance(this.simulation.faults().refused())) {
			travel(channel, false, () -> {
				this.pending.remove(number);
				answer.completeExceptionally(new RefusedException("refused", null));
			});
		}
		else {
			question.accept((result) -> {
				if (isOfThisLife()) {
					travel(channel, false, () -> {
						this.pending.remove(number);
						answer.complete(result);
					});
				}
			});
		}
	}

	private void travel(Channel channel, boolean up, Runnable arrival) {
		SimFaults faults = this.simulation.faults();
		if (this.cut || this.world.chance(faults.messageLost())) {
			return;
		}
		long heldBack = Math.max(0, this.node.cutOffNanos(up));
		if (heldBack > 0 && !this.node.holdsBack()) {
			this.cut = true;
			return;
		}
		long nanos = heldBack + this.world.between(SHORTEST, LONGEST)
				+ (this.world.chance(faults.messageLate()) ? this.world.between(0, LATE) : 0);
		long time = this.world.now() + nanos;
		if (this.ordered) {
			long[] lastArrival = this.lastArrivals.computeIfAbsent(channel, (any) -> new long[2]);
			int way = up ? 1 : 0;
			time = Math.max(time, lastArrival[way]);
			lastArrival[way] = time;
		}
		this.world.after(time - this.world.now(), () -> {
			if (up) {
				arrival.run();
			}
			else {
				// Messages that a server has sent before its end may be lost.
				boolean lost = !isOfThisLife() && this.world.chance(0.5);
				this.node.run(() -> {
					if (!this.closed && !lost) {
						arrival.run();
					}
				});
			}
		});
	}

	/** Notifies the instance that the connection is dead. */
	void reset() {
		travel(Channel.COMMANDS, false, () -> {
			close(new IllegalStateException("connection reset"));
			this.lost.accept(new IllegalStateException("connection reset"));
		});
	}

	/** Cuts the connection without notifying either end. */
	void cut() {
		this.cut = true;
	}

	void close(RuntimeException cause) {
		this.closed = true;
		List<CompletableFuture<?>> failed = List.copyOf(this.pending.values());
		this.pending.clear();
		failed.forEach((answer) -> answer.completeExceptionally(cause));
	}

	/** The channels for messages. */
	enum Channel {

		COMMANDS, FEED

	}

}
