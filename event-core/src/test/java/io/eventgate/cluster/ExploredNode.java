/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventObserver;
import io.eventgate.Transition;
import io.eventgate.cluster.ExploredWorld.Step;
import io.eventgate.cluster.ExploredWorld.Switch;
import org.jspecify.annotations.Nullable;

/**
 * An instance in an {@link ExploredWorld}, with the real engine.
 */
final class ExploredNode {

	private final ExploredWorld world;

	private final int process;

	private final ExploredStore store;

	private final Instance instance;

	private final Operations operations;

	private final ClusterEvent event;

	/** The next steps of threads, by their labels. */
	private final Map<String, Runnable> threads = new LinkedHashMap<>();

	private final Deque<Switch> plan = new ArrayDeque<>();

	private final Map<String, Call> calls = new LinkedHashMap<>();

	private final List<Long> seen = new ArrayList<>();

	private @Nullable CompletableFuture<Void> waiter;

	private int pending;

	private int snapshots;

	private boolean excused;

	ExploredNode(ExploredWorld world, int process, ClusterSettings settings, List<Switch> plan) {
		this.world = world;
		this.process = process;
		plan.stream().filter((each) -> each.node() == process).forEach(this.plan::add);
		this.store = new ExploredStore(world, this);
		// As ClusterEvents does.
		this.instance = new Instance(this.store, settings, new NodeTime());
		this.operations = new Operations(this.instance);
		Reporter reporter = new Reporter(this.instance);
		Follower follower = new Follower(this.instance, this.operations, reporter);
		Feed feed = new Feed(this.instance, follower, reporter,
				new Strays(this.instance, reporter, new Acks(this.instance, reporter)));
		this.event = new ClusterEvent(EventDefinition.builder(ExploredWorld.EVENT).build(), this.instance,
				this.operations);
		this.instance.events().put(ExploredWorld.EVENT, this.event);
		this.event.replica().local.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event local, Transition transition) {
				ExploredNode.this.seen.add(version());
			}

		});
		this.seen.add(version());
		this.instance.schedule(feed::open, 0);
	}

	int process() {
		return this.process;
	}

	boolean isUp() {
		return this.instance.link().isUp();
	}

	long version() {
		return this.event.replica().version();
	}

	/** Starts a thread that waits. */
	void begins() {
		this.waiter = this.event.whenSet();
	}

	boolean isReleased() {
		CompletableFuture<Void> present = this.waiter;
		return present != null && present.isDone();
	}

	boolean isDone() {
		return this.plan.isEmpty() && this.pending == 0;
	}

	/** Adds the next messages that can arrive. */
	void addMessages(List<Step> steps) {
		this.store.addArrivals(steps);
	}

	void addLosses(List<Step> steps) {
		this.store.addLosses(steps);
	}

	/** Adds the next steps of the threads of this instance. */
	void addCalls(List<Step> steps) {
		this.threads.forEach((label, task) -> steps.add(new Step(label, this.process, false, () -> {
			this.threads.remove(label);
			task.run();
		})));
		if (!this.plan.isEmpty()) {
			steps.add(new Step(this + " calls " + this.plan.size(), this.process, false, this::call));
		}
	}

	void loseLink() {
		this.store.lose();
	}

	void reset() {
		this.store.reset();
	}

	private void call() {
		Switch next = this.plan.remove();
		Operation operation = this.operations.create(this.event, next.kind(), false, null);
		Call call = new Call(this.world.now());
		this.calls.put(operation.note().operation(), call);
		this.pending++;
		CompletableFuture<?> unused = operation.outcome()
			.thenAccept((outcome) -> later("concludes", operation, () -> conclude(call, operation, outcome)));
		this.operations.start(operation);
	}

	private void later(String what, Operation operation, Runnable task) {
		this.threads.put(this + " " + what + " " + operation.note().operation(), task);
	}

	private void conclude(Call call, Operation operation, Operation.Outcome outcome) {
		tryTo(call, operation, () -> this.operations.conclude(operation, outcome), () -> {
			CompletableFuture<?> unused = operation.turn()
				.thenRun(() -> later("finishes", operation, () -> finish(call, operation, outcome)));
		});
	}

	private void finish(Call call, Operation operation, Operation.Outcome outcome) {
		// After the time-out it may skip the changes of others.
		this.excused |= this.world.now() - call.calledAt >= this.instance.timeoutNanos();
		tryTo(call, operation, () -> this.operations.finish(operation, outcome), () -> {
			throw new AssertionError("It was its turn");
		});
	}

	private void tryTo(Call call, Operation operation, Supplier<Operations.@Nullable Performed> step,
			Runnable otherwise) {
		try {
			Operations.Performed performed = step.get();
			if (performed == null) {
				otherwise.run();
				return;
			}
			call.returned = true;
			this.world.check(version() >= performed.version(),
					() -> this + " returned version " + performed.version() + ", and has " + version());
		}
		catch (EventStoreUnavailableException ex) {
			call.threwAt = this.world.now();
			call.unknown = ex.isOutcomeUnknown();
		}
		this.operations.end(operation);
		this.pending--;
	}

	/**
	 * Checks that no failed call took effect later, or at all if its outcome was certain.
	 */
	void checkCalls() {
		this.calls.forEach((operation, call) -> {
			long appliedAt = this.world.server.appliedAt(operation);
			boolean excused = appliedAt < 0 || call.returned || this.world.server.hasLostSilently();
			this.world.check(call.threwAt >= 0 || call.returned, () -> operation + " of " + this + " has no end");
			this.world.check(excused || call.unknown,
					() -> operation + " happened, and threw that it certainly had not");
			this.world.check(excused || appliedAt < call.threwAt, () -> operation + " happened after it had thrown");
		});
	}

	/** Checks that versions are in order, and that none is skipped without a snapshot. */
	void observe() {
		if (this.seen.get(this.seen.size() - 1) != version()) {
			this.seen.add(version());
		}
		boolean snapshot = this.snapshots != this.store.snapshots();
		this.snapshots = this.store.snapshots();
		this.excused |= snapshot;
		for (int i = 1; i < this.seen.size(); i++) {
			long from = this.seen.get(i - 1);
			long to = this.seen.get(i);
			this.world.check(from <= to, () -> this + " went from version " + from + " back to " + to);
			this.world.check(this.excused || from == to || this.world.server.leads(from, to),
					() -> this + " went from version " + from + " to " + to + " without a snapshot");
		}
		this.seen.clear();
		this.seen.add(version());
		this.excused &= snapshot || this.pending > 0;
		this.world.check(this.event.isSet() == ((version() & 1) == 1),
				() -> this + " has " + this.event + " at version " + version());
	}

	@Override
	public String toString() {
		return this.instance.name();
	}

	private static final class Call {

		final long calledAt;

		boolean returned;

		long threwAt = -1;

		boolean unknown;

		Call(long calledAt) {
			this.calledAt = calledAt;
		}

	}

	/** The time of this instance. */
	private final class NodeTime implements Timeline {

		private int tasks;

		@Override
		public long nanoTime() {
			return ExploredNode.this.world.now();
		}

		@Override
		public Runnable schedule(Runnable task, long nanos) {
			return ExploredNode.this.world.after(ExploredNode.this.process, nanos,
					"task " + this.tasks++ + " of process " + ExploredNode.this.process, task);
		}

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		@Override
		public void handOver(Runnable userCode) {
			userCode.run();
		}

		@Override
		public double random() {
			return 0.5;
		}

		@Override
		public void close() {
			// Nothing to close.
		}

	}

}
