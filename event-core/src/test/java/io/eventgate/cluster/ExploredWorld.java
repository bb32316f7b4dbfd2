/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

import io.eventgate.Transition.Kind;

/**
 * Two instances, a server and the messages between them. Its caller chooses one
 * {@link Step} at a time.
 */
final class ExploredWorld {

	static final String EVENT = "event";

	static final long MILLI = 1_000_000;

	/** Long enough for a lost answer, a new connection and a restoration. */
	private static final long PEACE = 3_000 * MILLI;

	private static final ClusterSettings.Builder SETTINGS_OF_A = settings("a");

	private static final ClusterSettings.Builder SETTINGS_OF_B = settings("b");

	final ExploredServer server = new ExploredServer(this);

	final List<ExploredNode> nodes = new ArrayList<>();

	/** The steps so far, in order. */
	final List<String> trace = new ArrayList<>();

	private final Fault fault;

	private final List<Timer> timers = new ArrayList<>();

	private boolean faultDone;

	private boolean ended;

	private long now;

	/** The failure that was found, because a future would swallow it. */
	private String violation = "";

	ExploredWorld(Fault fault, List<Switch> plan) {
		this.fault = fault;
		this.nodes.add(new ExploredNode(this, 0, SETTINGS_OF_A.build(), plan));
		this.nodes.add(new ExploredNode(this, 1, SETTINGS_OF_B.build(), plan));
		// The start is not explored.
		while (!this.nodes.stream().allMatch(ExploredNode::isUp) || !messages().isEmpty()) {
			perform(fairStep());
		}
		this.server.begins();
		this.nodes.forEach(ExploredNode::begins);
		this.trace.clear();
	}

	private static ClusterSettings.Builder settings(String name) {
		return ClusterSettings.builder(name)
			.commandTimeout(Duration.ofMillis(400))
			.syncInterval(Duration.ofMillis(1_000))
			.startupPolicy(ClusterSettings.StartupPolicy.INITIAL_STATE);
	}

	long now() {
		return this.now;
	}

	/** Runs a task of a process later. */
	Runnable after(int process, long nanos, String label, Runnable action) {
		Timer timer = new Timer(this.now + Math.max(0, nanos), process, label, action);
		this.timers.add(timer);
		return () -> this.timers.remove(timer);
	}

	/** Returns the possible next steps, in a deterministic order. */
	List<Step> steps() {
		if (this.ended) {
			return List.of();
		}
		List<Step> steps = new ArrayList<>(messages());
		this.nodes.forEach((node) -> node.addCalls(steps));
		boolean quiet = steps.isEmpty();
		boolean done = quiet && this.nodes.stream().allMatch(ExploredNode::isDone);
		if (!this.faultDone) {
			addFaults(steps);
		}
		if (done) {
			steps.add(new Step("end", Step.ALL, false, () -> this.ended = true));
		}
		else if (quiet) {
			steps.add(new Step("time", Step.ALL, false, this::passTime));
		}
		return steps;
	}

	/** Returns the messages and the tasks that are due. */
	private List<Step> messages() {
		List<Step> steps = new ArrayList<>();
		for (int process = 0; process <= ExploredServer.PROCESS; process++) {
			int each = process;
			this.timers.stream()
				.filter((timer) -> timer.process == each && timer.time <= this.now)
				.min(Comparator.comparingLong((timer) -> timer.time))
				.ifPresent((timer) -> steps.add(new Step(timer.label, each, false, () -> {
					this.timers.remove(timer);
					timer.action.run();
				})));
		}
		this.nodes.forEach((node) -> node.addMessages(steps));
		return steps;
	}

	private void addFaults(List<Step> steps) {
		switch (this.fault) {
			case NONE -> {
				// The instances agree.
			}
			case LOST_ANSWER -> this.nodes.forEach((node) -> node.addLosses(steps));
			case LOST_LINK -> this.nodes
				.forEach((node) -> addFault(steps, "link of " + node + " lost", node.process(), node::loseLink));
			case TRIMMED_FEED ->
				addFault(steps, "feed trimmed", ExploredServer.PROCESS, () -> this.server.memory.trim(0));
			case FOREIGN_ENTRY ->
				addFault(steps, "foreign entry", ExploredServer.PROCESS, this.server.memory::addForeignEntry);
			case EVICTION -> addFault(steps, "events evicted", ExploredServer.PROCESS, () -> this.server.evict());
			case EMPTY_RESTART -> addFault(steps, "empty restart", ExploredServer.PROCESS, this.server::restartEmpty);
			case LAGGING_COPY -> {
				for (int i = 0; i < this.server.copies(); i++) {
					int copy = i;
					addFault(steps, "copy " + i + " behind living links", ExploredServer.PROCESS,
							() -> this.server.become(copy, true));
				}
			}
			case FAILOVER -> {
				for (int i = 0; i < this.server.copies(); i++) {
					int copy = i;
					addFault(steps, "copy " + i, ExploredServer.PROCESS, () -> this.server.become(copy, false));
				}
			}
		}
	}

	void addFault(List<Step> steps, String label, int process, Runnable action) {
		steps.add(new Step(label, process, true, () -> {
			this.faultDone = true;
			action.run();
		}));
	}

	void perform(Step step) {
		this.trace.add(this.now / MILLI + " ms: " + step.label());
		step.action().run();
		this.nodes.forEach(ExploredNode::observe);
		if (!this.violation.isEmpty()) {
			throw new AssertionError(this.violation);
		}
	}

	private void passTime() {
		this.now = this.timers.stream()
			.mapToLong((timer) -> timer.time)
			.filter((time) -> time > this.now)
			.min()
			.orElse(this.now);
	}

	/** Returns the next step in a world without delays. */
	private Step fairStep() {
		List<Step> steps = messages();
		return steps.isEmpty() ? new Step("time", Step.ALL, false, this::passTime) : steps.get(0);
	}

	/** Continues without faults, which must lead to agreement. */
	void conclude() {
		long end = this.now + PEACE;
		while (this.now < end) {
			perform(fairStep());
		}
		long there = this.server.memory.get(EVENT).version();
		for (ExploredNode node : this.nodes) {
			check(node.isUp(), () -> node + " has not found back to the store");
			check(node.version() == there,
					() -> node + " ended with version " + node.version() + ", the store with " + there);
			check(node.isReleased() == node.version() > ExploredServer.FIRST_VERSION, () -> "a waiter in " + node
					+ " is " + (node.isReleased() ? "" : "not ") + "released at version " + node.version());
		}
		this.nodes.forEach(ExploredNode::checkCalls);
	}

	void check(boolean kept, Supplier<String> what) {
		if (!kept && this.violation.isEmpty()) {
			this.violation = what.get();
		}
		if (!this.violation.isEmpty()) {
			throw new AssertionError(this.violation);
		}
	}

	/**
	 * A switch to be made by an instance.
	 */
	record Switch(int node, Kind kind) {

	}

	/**
	 * A step of the exploration. Steps of different processes are independent: each
	 * changes its own process and appends to channels that other processes read from the
	 * front.
	 *
	 * @param label the name of the step, the same in each history
	 * @param process the process whose state it changes
	 * @param fault whether it is the one fault of the history
	 */
	record Step(String label, int process, boolean fault, Runnable action) {

		static final int ALL = -1;

		boolean isIndependentOf(Step other) {
			return this.process != other.process && this.process != ALL && other.process != ALL
					&& !(this.fault && other.fault);
		}

	}

	/** The faults, of which one can happen once. */
	enum Fault {

		NONE, LOST_ANSWER, LOST_LINK, TRIMMED_FEED, FOREIGN_ENTRY, EVICTION, EMPTY_RESTART, LAGGING_COPY, FAILOVER

	}

	private static final class Timer {

		final long time;

		final int process;

		final String label;

		final Runnable action;

		Timer(long time, int process, String label, Runnable action) {
			this.time = time;
			this.process = process;
			this.label = label;
			this.action = action;
		}

	}

}
