/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.eventgate.cluster.ExploredWorld.Step;

/**
 * The client of an instance in an {@link ExploredWorld}, and the four channels between it
 * and the server: of commands and of the feed, there and back.
 */
final class ExploredStore implements StateStore {

	private final ExploredWorld world;

	private final ExploredServer server;

	private final ExploredNode node;

	private final List<Channel> channels;

	private Link link = new Link((cause) -> {
	});

	private int snapshots;

	private int marks;

	ExploredStore(ExploredWorld world, ExploredNode node) {
		this.world = world;
		this.server = world.server;
		this.node = node;
		int process = node.process();
		this.channels = List.of(new Channel("command of " + process, ExploredServer.PROCESS),
				new Channel("read of " + process, ExploredServer.PROCESS), new Channel("answer to " + process, process),
				new Channel("changes to " + process, process));
	}

	/** The number of snapshots that have arrived. */
	int snapshots() {
		return this.snapshots;
	}

	void addArrivals(List<Step> steps) {
		this.channels.forEach((channel) -> channel.addArrival(steps));
	}

	/** Adds the loss of the next answer. */
	void addLosses(List<Step> steps) {
		for (Channel channel : this.channels) {
			if (channel.process == this.node.process() && !channel.messages.isEmpty()) {
				this.world.addFault(steps, channel.label() + " is lost", channel.process, channel.messages::remove);
			}
		}
	}

	/** The server closes the connections. */
	void reset() {
		Link present = this.link;
		this.channels.get(2).send(() -> end(present));
	}

	/** The instance loses its connection. Messages that it has sent may still arrive. */
	void lose() {
		end(this.link);
	}

	private void end(Link ended) {
		if (!ended.closed) {
			ended.close(new IllegalStateException("connection reset"));
			ended.lost.accept(new IllegalStateException("connection reset"));
		}
	}

	@Override
	public CompletionStage<Void> connect(Consumer<Throwable> lost) {
		close();
		this.link = new Link(lost);
		this.link.closed = false;
		return this.<Boolean>ask(0, (reply) -> reply.accept(true)).thenAccept((done) -> {
		});
	}

	@Override
	public CompletionStage<Snapshot> snapshot() {
		ChainCursor present = this.link.cursor;
		return command(() -> this.server.memory.snapshot(this.server.clockMicros())).thenApply((snapshot) -> {
			present.tookSnapshot();
			this.snapshots++;
			return snapshot;
		});
	}

	@Override
	public CompletionStage<Changes> changes(String after, Duration wait) {
		StoreMemory.Position position = StoreMemory.Position.of(after);
		ChainCursor present = this.link.cursor;
		Link reading = this.link;
		boolean ready = present.startRead(position.head());
		return this.<StoreMemory.Tail>ask(1, (reply) -> this.server.read(this.node, reading.life, position.revision(),
				ready ? 0 : wait.toNanos(), reply))
			.thenApply((tail) -> tail.follow(present, after));
	}

	@Override
	public CompletionStage<Reading> read(String event) {
		return command(() -> new Reading(this.server.clockMicros(), this.server.memory.get(event)));
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		return change((mark) -> this.server.transition(command, mark),
				(result) -> result.isExecuted() && command.stores(result.before()) != null);
	}

	@Override
	public CompletionStage<Set<String>> restore(Map<String, State> states) {
		return change((mark) -> this.server.restore(states, mark), (raised) -> !raised.isEmpty());
	}

	private <T> CompletionStage<T> change(Function<String, T> change, Predicate<T> adds) {
		String mark = this.node.process() + "." + this.marks++;
		ChainCursor present = this.link.cursor;
		present.sending(mark);
		return command(() -> change.apply(mark))
			.whenComplete((result, failure) -> present.answered(mark, failure == null && adds.test(result)));
	}

	@Override
	public CompletionStage<Void> reset(String event, State state) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Set<String>> remove(Map<String, State> states) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Integer> report(String instance, String report) {
		// Not explored.
		return CompletableFuture.completedFuture(this.world.nodes.size());
	}

	@Override
	public CompletionStage<Reports> reports() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> forget(Set<String> instances) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		this.link.close(new IllegalStateException("closed"));
	}

	private <T> CompletableFuture<T> command(Supplier<T> command) {
		return ask(0, (reply) -> reply.accept(command.get()));
	}

	private <T> CompletableFuture<T> ask(int channel, Consumer<Consumer<T>> question) {
		Link present = this.link;
		CompletableFuture<T> answer = new CompletableFuture<>();
		if (present.closed) {
			answer.completeExceptionally(new RefusedException("not connected", null));
			return answer;
		}
		present.pending.add(answer);
		this.channels.get(channel).send(() -> {
			// The first message determines the server.
			present.life = (present.life < 0) ? this.server.life() : present.life;
			if (this.server.life() == present.life) {
				question.accept((result) -> this.channels.get(channel + 2).send(() -> {
					if (!present.closed) {
						answer.complete(result);
					}
				}));
			}
		});
		return answer;
	}

	/** Messages that arrive in order. */
	private static final class Channel {

		final String name;

		/** The receiver of the messages. */
		final int process;

		final Deque<Runnable> messages = new ArrayDeque<>();

		private int arrived;

		Channel(String name, int process) {
			this.name = name;
			this.process = process;
		}

		String label() {
			return this.name + ", " + (this.arrived + 1);
		}

		void send(Runnable arrival) {
			this.messages.add(arrival);
		}

		void addArrival(List<Step> steps) {
			if (!this.messages.isEmpty()) {
				steps.add(new Step(label(), this.process, false, () -> {
					this.arrived++;
					this.messages.remove().run();
				}));
			}
		}

	}

	private static final class Link {

		/** A message that only the server uses. */
		int life = -1;

		final Consumer<Throwable> lost;

		final ChainCursor cursor = new ChainCursor();

		final List<CompletableFuture<?>> pending = new ArrayList<>();

		boolean closed = true;

		Link(Consumer<Throwable> lost) {
			this.lost = lost;
		}

		void close(RuntimeException cause) {
			this.closed = true;
			List<CompletableFuture<?>> failed = List.copyOf(this.pending);
			this.pending.clear();
			failed.forEach((answer) -> answer.completeExceptionally(cause));
		}

	}

}
