/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventObserver;
import io.eventgate.Transition;
import io.eventgate.Transition.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the application, from its start to its end. The engine is the real one.
 * The time, the network and the calling threads are simulated.
 */
final class SimNode {

	/** The longest time until a thread continues after an answer of the store. */
	private static final long SLOWEST_THREAD = 10 * SimWorld.MILLI;

	/** The time to wait for acknowledgements. */
	private static final long LONGEST_PATIENCE = 5 * SimWorld.SECOND;

	final Map<String, ClusterEvent> events = new LinkedHashMap<>();

	private final Simulation simulation;

	private final SimWorld world;

	private final String name;

	private final long clockOffset;

	private final SimStore store;

	private final Instance instance;

	private final Operations operations;

	private final Acks acks;

	/** The calls that have not returned yet. */
	private final Map<String, Integer> calls = new LinkedHashMap<>();

	private final long bornAt;

	private boolean alive = true;

	private boolean wasUp;

	private long pausedUntil;

	private long cutOffUpUntil;

	private long cutOffDownUntil;

	private boolean holdsBack;

	/** The end of the last disturbance of this instance or of its connection. */
	private long disturbedUntil;

	SimNode(Simulation simulation, String name, ClusterSettings settings, Map<String, Boolean> definitions) {
		this.simulation = simulation;
		this.world = simulation.world;
		this.bornAt = this.world.now();
		this.name = name;
		this.clockOffset = this.world.between(-SimWorld.SECOND * 1_000_000, SimWorld.SECOND * 1_000_000);
		this.store = simulation.chained ? new SimChainStore(simulation, this)
				: new SimTableStore(simulation, this, List.copyOf(definitions.keySet()));
		// As ClusterEvents does.
		this.instance = new Instance(this.store, settings, new NodeTime());
		this.operations = new Operations(this.instance);
		Reporter reporter = new Reporter(this.instance);
		Follower follower = new Follower(this.instance, this.operations, reporter);
		this.acks = new Acks(this.instance, reporter);
		Feed feed = new Feed(this.instance, follower, reporter, new Strays(this.instance, reporter, this.acks));
		definitions.forEach(this::create);
		disturbed(0);
		this.instance.schedule(() -> {
			feed.open();
			this.instance.repeat(reporter::report, reporter.interval());
		}, 0);
	}

	private void create(String name, boolean initiallySet) {
		EventDefinition definition = EventDefinition.builder(name).initiallySet(initiallySet).build();
		ClusterEvent event = new ClusterEvent(definition, this.instance, this.operations);
		this.events.put(name, event);
		this.instance.events().put(name, event);
		// Not in an observer of the event, which is notified later.
		event.replica().local.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event local, Transition transition) {
				SimNode.this.simulation.history.switches(SimNode.this, name, event.replica().version());
				if (SimNode.this.world.chance(SimNode.this.simulation.faults().exhausted())) {
					SimNode.this.simulation.history.exhausted(SimNode.this, name);
					throw new OutOfMemoryError("simulated");
				}
			}

		});
	}

	SimStore store() {
		return this.store;
	}

	long gaps() {
		return this.instance.counters().gaps.sum();
	}

	boolean isAlive() {
		return this.alive;
	}

	boolean isUp() {
		return this.instance.link().isUp();
	}

	long bornAt() {
		return this.bornAt;
	}

	boolean isAdopted(String event) {
		return event(event).replica().isAdopted();
	}

	long timeoutNanos() {
		return this.instance.timeoutNanos();
	}

	long disturbedUntil() {
		return this.disturbedUntil;
	}

	boolean isCalled(String event) {
		return this.calls.getOrDefault(event, 0) > 0;
	}

	long version(String event) {
		return event(event).replica().version();
	}

	ClusterEvent event(String event) {
		ClusterEvent found = this.events.get(event);
		if (found == null) {
			throw new AssertionError("No event " + event);
		}
		return found;
	}

	/** Runs a task in this instance, as soon as it is not paused. */
	void run(Runnable task) {
		if (this.world.now() < this.pausedUntil) {
			this.world.after(this.pausedUntil - this.world.now(), () -> run(task));
		}
		else if (this.alive) {
			task.run();
			this.simulation.history.observe(this, isUp() && !this.wasUp);
			this.wasUp = isUp();
		}
	}

	/** Switches an event in a thread, which may request acknowledgements. */
	void call(String event, Kind kind) {
		boolean announce = this.world.chance(0.1);
		Operation operation = this.operations.create(event(event), kind, announce, this.simulation.someDuration(kind));
		SimCall call = this.simulation.history.called(this, event, kind, operation.note().operation());
		this.calls.merge(event, 1, Integer::sum);
		this.world.log(() -> this + ": " + kind + " " + event + " as " + call.operation);
		CompletableFuture<?> unused = operation.outcome()
			.thenAccept((outcome) -> soon(() -> conclude(call, operation, outcome)));
		this.operations.start(operation);
	}

	/** Continues in the thread after a delay. */
	private void soon(Runnable task) {
		this.world.after(this.world.between(0, SLOWEST_THREAD), () -> run(task));
	}

	private void conclude(SimCall call, Operation operation, Operation.Outcome outcome) {
		tryTo(call, operation, () -> this.operations.conclude(operation, outcome), () -> {
			CompletableFuture<?> unused = operation.turn()
				.thenRun(() -> soon(() -> tryTo(call, operation, () -> finish(call, operation, outcome), () -> {
					throw new AssertionError("It was its turn");
				})));
		});
	}

	private Operations.Performed finish(SimCall call, Operation operation, Operation.Outcome outcome) {
		if (this.world.now() - call.calledAt >= this.instance.timeoutNanos()) {
			this.simulation.history.overtakes(this, call.event);
		}
		return this.operations.finish(operation, outcome);
	}

	private void tryTo(SimCall call, Operation operation, Supplier<Operations.@Nullable Performed> step,
			Runnable otherwise) {
		Operations.Performed performed = null;
		try {
			performed = step.get();
			if (performed == null) {
				otherwise.run();
				return;
			}
		}
		catch (EventStoreUnavailableException ex) {
			this.world.log(() -> this + ": " + call.operation + " threw, " + ex.getMessage());
			this.simulation.history.threw(call, ex.isOutcomeUnknown(), this.simulation.isCalm(this, call.calledAt));
		}
		catch (OutOfMemoryError ex) {
			this.world.log(() -> this + ": " + call.operation + " has no memory");
		}
		this.operations.end(operation);
		this.calls.merge(call.event, -1, Integer::sum);
		if (performed != null) {
			returned(call, operation, performed);
		}
	}

	private void returned(SimCall call, Operation operation, Operations.Performed performed) {
		this.world.log(() -> this + ": " + call.operation + " returned " + performed.version());
		this.simulation.history.returned(call, this, performed.version());
		if (operation.note().askedMicros() != 0) {
			CompletableFuture<?> unused = this.acks
				.await(call.event, performed, 0, this.world.between(0, LONGEST_PATIENCE))
				.thenAccept((acks) -> this.simulation.history.acknowledged(call, acks, this.simulation::isUnknown));
		}
	}

	/** Starts a thread that waits, unless the event is set. */
	void await(String event) {
		CompletableFuture<Void> future = event(event).whenSet();
		if (!future.isDone()) {
			SimWait wait = this.simulation.history.waits(this, event);
			CompletableFuture<?> unused = future.thenRun(() -> this.simulation.history.released(wait));
		}
	}

	boolean isCutOff(boolean up) {
		return cutOffNanos(up) > 0;
	}

	long cutOffNanos(boolean up) {
		return (up ? this.cutOffUpUntil : this.cutOffDownUntil) - this.world.now();
	}

	/** Returns whether messages sent during a partition are delivered after it. */
	boolean holdsBack() {
		return this.holdsBack;
	}

	/** Blocks all messages for a while, in one direction or in both. */
	void cutOff(long nanos, boolean up, boolean down, boolean holdsBack) {
		this.world.log(() -> this + ": cut off for " + nanos / SimWorld.MILLI + " ms" + (up ? " up" : "")
				+ (down ? " down" : "") + (holdsBack ? ", held back" : ""));
		this.holdsBack = holdsBack;
		this.cutOffUpUntil = up ? this.world.now() + nanos : this.cutOffUpUntil;
		this.cutOffDownUntil = down ? this.world.now() + nanos : this.cutOffDownUntil;
		disturbed(nanos);
	}

	/** Cuts the connection without notifying either end. */
	void cutConnection() {
		SimConnection present = this.store.connection();
		if (present != null) {
			this.world.log(() -> this + ": connection cut");
			present.cut();
			disturbed(0);
		}
	}

	/** Pauses the whole instance, but not its clock. */
	void pause(long nanos) {
		this.world.log(() -> this + ": paused for " + nanos / SimWorld.MILLI + " ms");
		this.pausedUntil = this.world.now() + nanos;
		disturbed(nanos);
	}

	void kill() {
		boolean orderly = this.world.chance(0.7);
		this.world.log(() -> this + (orderly ? ": ends" : ": killed"));
		if (orderly) {
			this.store.forget(Set.of(this.name));
		}
		this.alive = false;
		this.store.close();
		this.simulation.history.died();
	}

	void disturbed(long nanos) {
		this.disturbedUntil = Math.max(this.disturbedUntil, this.world.now() + nanos);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/** The timeline of this instance. */
	private final class NodeTime implements Timeline {

		@Override
		public long nanoTime() {
			return SimNode.this.world.now() + SimNode.this.clockOffset;
		}

		@Override
		public Runnable schedule(Runnable task, long nanos) {
			return SimNode.this.world.after(nanos, () -> SimNode.this.run(task));
		}

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		@Override
		public void handOver(Runnable userCode) {
			schedule(userCode, 0);
		}

		@Override
		public double random() {
			return SimNode.this.world.random.nextDouble();
		}

		@Override
		public void close() {
			// A simulated instance is killed, not closed.
		}

	}

}
