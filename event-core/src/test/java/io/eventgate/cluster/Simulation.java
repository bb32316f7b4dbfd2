/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A simulated cluster. Instances start, end and switch events while the network and the
 * store fail. Then the faults end, and all instances must agree.
 */
final class Simulation {

	private static final List<Kind> KINDS = List.of(Kind.values());

	private static final int MOST_NODES = 50;

	private static final int MOST_ENTRIES = 1_000;

	/** The number of sync intervals within which all events have been read again. */
	private static final int AUDIT_INTERVALS = 40;

	private static final long PROBE = 100 * SimWorld.MILLI;

	/**
	 * The time within which an undisturbed instance follows a feed that waits: a read
	 * that delays it, the next one, and a slow thread.
	 */
	private static final long FAST = 50 * SimWorld.MILLI;

	/** The longest time between calls of a burst. */
	private static final long BURST = 5 * SimWorld.MILLI;

	/** The time of the last switches before the end of faults. */
	private static final long FINALE = 50 * SimWorld.MILLI;

	private static final long SLACK = 100 * SimWorld.MILLI;

	final SimWorld world;

	/** Whether the feed is a chain, like that of Redis, or a table. */
	final boolean chained;

	final SimServer server;

	final SimHistory history;

	private final List<SimNode> nodes = new ArrayList<>();

	private final Map<String, Boolean> definitions = new LinkedHashMap<>();

	private final Duration syncInterval;

	private final Duration commandTimeout;

	private final int nodeCount;

	private final long end;

	private final double callsPerSecond;

	private final boolean sparesMessages;

	/** Whether connections are lost when a copy takes over after a switch. */
	private final boolean losesLinks;

	private SimFaults faults;

	private int born;

	private boolean evicted;

	/** The probability that the store loses a switch soon. */
	private double losesSwitch;

	/**
	 * Chooses temporary states. It is separate, so that the histories of older seeds do
	 * not change.
	 */
	private final Random durations;

	private final boolean hasTemporaryStates;

	/** The end of the last disturbance of the store, which affects all instances. */
	private long disturbedUntil;

	Simulation(long seed, boolean tracing) {
		this.world = new SimWorld(seed, tracing);
		this.durations = new Random(seed);
		this.hasTemporaryStates = seed % 7 == 6;
		this.chained = this.world.chance(0.6);
		this.history = new SimHistory(this.world, this.nodes, this.chained);
		int feedLength = this.world.chance(0.3) ? (int) this.world.between(2, 20) : MOST_ENTRIES;
		this.server = new SimServer(this.world, this.history, feedLength, this::changed);
		double size = this.world.random.nextDouble();
		boolean small = this.world.chance(0.3);
		this.nodeCount = 2 + (small ? 0 : (int) ((MOST_NODES - 1) * size * size * size));
		this.end = small ? 3 * SimWorld.SECOND : this.world.between(10 * SimWorld.SECOND, 30 * SimWorld.SECOND);
		this.callsPerSecond = Math.pow(10, 2.3 * this.world.random.nextDouble() - 1);
		this.syncInterval = Duration.ofMillis(this.world.between(200, 3_000));
		this.commandTimeout = Duration.ofMillis(this.world.between(300, 3_000));
		this.faults = SimFaults.random(this.world);
		this.losesSwitch = this.faults.losesSwitch();
		this.losesLinks = this.world.chance(0.4);
		this.sparesMessages = this.faults.sparesMessages();
		long clocks = (this.faults.messageLate() > 0) ? 1_500 * SimWorld.MILLI : 700 * SimWorld.MILLI;
		this.history.unsure(clocks + this.commandTimeout.toNanos() / 4 * 3);
		for (int i = 0; i <= this.world.random.nextInt(3); i++) {
			this.definitions.put("event-" + i, this.world.chance(0.3));
		}
	}

	SimFaults faults() {
		return this.faults;
	}

	/**
	 * Runs the simulation.
	 * @return counts of events in its history
	 */
	Map<String, Long> run() {
		this.world.log(() -> this.nodeCount + " nodes, " + (this.chained ? "chain" : "table") + ", interval "
				+ this.syncInterval + ", time-out " + this.commandTimeout + ", events " + this.definitions + ", "
				+ this.faults);
		giveBirth();
		for (int i = 1; i < this.nodeCount; i++) {
			this.world.after(this.world.between(0, this.world.chance(0.3) ? this.end : SimWorld.SECOND),
					this::giveBirth);
		}
		again(this.callsPerSecond, this::call);
		again(this.callsPerSecond * 2, this::await);
		if (this.chained) {
			again(this.faults.foreignPerSecond(), this.server::addForeignEntry);
		}
		again(this.faults.disastersPerSecond(), this::disaster);
		again(SimWorld.SECOND / (double) PROBE, this::probe);
		this.world.after(this.end - FINALE, this::finale);
		this.world.runUntil(this.end);
		this.losesSwitch = 0;
		this.world.log(() -> "peace");
		this.faults = SimFaults.NONE;
		// Only the next snapshot detects deleted rows.
		long audit = (this.evicted && !this.chained) ? AUDIT_INTERVALS * this.syncInterval.toNanos() : 0;
		this.world.runUntil(this.end + 15 * SimWorld.SECOND + audit);
		Map<String, Long> before;
		do {
			// A temporary state may just have been reverted.
			before = versions();
			this.world.runUntil(this.world.now() + 2 * recovery());
		}
		while (!before.equals(versions()));
		this.history.converged(this.server);
		return this.history.figures;
	}

	private Map<String, Long> versions() {
		Map<String, Long> versions = new HashMap<>();
		this.definitions.keySet().forEach((name) -> versions.put(name, this.server.get(name).version()));
		return versions;
	}

	private void again(double perSecond, Runnable action) {
		if (perSecond > 0 && this.world.now() < this.end) {
			this.world.after((long) (SimWorld.SECOND / perSecond * this.world.random.nextDouble() * 2), () -> {
				if (this.world.now() < this.end) {
					action.run();
					again(perSecond, action);
				}
			});
		}
	}

	private void giveBirth() {
		ClusterSettings settings = ClusterSettings.builder("node-" + ++this.born)
			.commandTimeout(this.commandTimeout)
			.syncInterval(this.syncInterval)
			.startupPolicy(StartupPolicy.INITIAL_STATE)
			// Clocks of machines differ by more than an hour here.
			.forgetAfter(Duration.ofDays(1))
			.build();
		SimNode node = new SimNode(this, settings.instance(), settings, this.definitions);
		this.nodes.add(node);
		if (this.world.chance(0.5)) {
			this.definitions.keySet().forEach(node::await);
		}
		if (this.faults.disastersPerSecond() > 0 && this.world.chance(0.3)) {
			// The moment after the instance has begun to follow.
			this.world.after(this.world.between(0, 4 * BURST), () -> node.cutOff(someNanos(), true, true, false));
		}
	}

	private long someNanos() {
		return this.world.between(0, this.world.chance(0.2) ? 10 * SimWorld.SECOND : SimWorld.SECOND);
	}

	private SimNode someNode() {
		return this.nodes.get(this.world.random.nextInt(this.nodes.size()));
	}

	private String someEvent() {
		return "event-" + this.world.random.nextInt(this.definitions.size());
	}

	private void call() {
		call(someNode(), someEvent());
	}

	private void call(SimNode node, String event) {
		Kind kind = KINDS.get(this.world.random.nextInt(KINDS.size()));
		node.run(() -> node.call(event, kind));
		// Occasionally more calls follow fast, from this instance or another one.
		if (this.world.chance(0.3) && this.world.now() < this.end) {
			boolean same = this.world.chance(0.5);
			this.world.after(this.world.between(0, BURST),
					() -> call(same ? node : someNode(), same ? event : someEvent()));
		}
	}

	/** Returns the duration of a temporary state, or {@code null} for a permanent one. */
	@Nullable Duration someDuration(Kind kind) {
		if (!this.hasTemporaryStates || kind == Kind.PULSE || this.durations.nextInt(2) == 0) {
			return null;
		}
		return Duration.ofMillis(1 + this.durations.nextInt(this.durations.nextBoolean() ? 200 : 5_000));
	}

	/** Makes the last switches before the end of faults, some of which are lost. */
	private void finale() {
		this.losesSwitch = this.faults.losesData() ? 0.5 : 0;
		call();
		call();
		if (this.hasTemporaryStates && this.durations.nextBoolean()) {
			// This instance may have made a temporary state that others have to revert.
			this.world.after(FINALE / 2, () -> killOne(someNode()));
		}
	}

	/** The store has switched an event, or has restored some. */
	void changed() {
		if (this.world.chance(this.losesSwitch)) {
			this.world.after(this.world.between(0, BURST / 2), () -> {
				if (this.losesLinks) {
					this.server.failOver(BURST);
				}
				else {
					this.server.failOverBehindLivingLinks();
				}
				disturbed(BURST);
			});
		}
	}

	private void await() {
		SimNode node = someNode();
		String event = someEvent();
		if (node.isUp() || this.world.chance(0.3)) {
			node.run(() -> node.await(event));
		}
	}

	private void disaster() {
		SimNode node = someNode();
		long nanos = someNanos();
		int what = this.world.random.nextInt(15);
		if (what < 4) {
			int ways = 1 + this.world.random.nextInt(3);
			node.cutOff(nanos, (ways & 1) != 0, (ways & 2) != 0, this.world.chance(0.5));
		}
		else if (what < 6) {
			node.cutConnection();
		}
		else if (what < 7) {
			node.pause(nanos);
		}
		else if (what < 8) {
			killOne(node);
		}
		else if (what < 9) {
			this.server.pause(nanos);
			disturbed(nanos);
		}
		else if (what < 10) {
			this.server.restart(nanos);
			disturbed(nanos);
		}
		else if (what < 12) {
			if (this.chained) {
				this.server.trim();
				disturbed(0);
			}
		}
		else if (this.faults.losesData()) {
			loseData(nanos);
			disturbed(SimWorld.SECOND + nanos);
		}
	}

	private void loseData(long nanos) {
		switch (this.world.random.nextInt(6)) {
			case 0 -> this.server.flush();
			case 1 -> {
				this.server.evict();
				this.evicted = true;
			}
			case 2 -> this.server.restartEmpty(nanos);
			case 3 -> this.server.failOver(nanos);
			case 4 -> this.server.failOverBehindLivingLinks();
			default -> {
				if (this.chained) {
					this.server.failOverHalf(SimWorld.SECOND + nanos);
				}
				else {
					this.server.failOverBehindLivingLinks();
				}
			}
		}
	}

	/** Ends an instance. One always stays, to restore data that the store loses. */
	private void killOne(SimNode node) {
		if (node.isAlive() && this.nodes.stream().filter(SimNode::isAlive).count() > 1) {
			node.kill();
			this.nodes.remove(node);
			giveBirth();
		}
	}

	private void disturbed(long nanos) {
		this.disturbedUntil = Math.max(this.disturbedUntil, this.world.now() + nanos);
	}

	/**
	 * Returns the time in which an instance must recover: detect the loss, connect and
	 * read.
	 */
	private long recovery() {
		long grace = Math.max(SimWorld.SECOND, this.commandTimeout.toNanos() / 2);
		return this.syncInterval.toNanos() + grace + 2 * this.commandTimeout.toNanos() + SimWorld.SECOND + SLACK;
	}

	/** Returns whether an instance was undisturbed for long enough to have recovered. */
	boolean isCalm(SimNode node, long since) {
		return this.sparesMessages && !this.evicted
				&& since - Math.max(this.disturbedUntil, node.disturbedUntil()) > recovery();
	}

	/**
	 * Returns whether the store may have lost the report of an instance that has not
	 * reported since. The instance could not report or has not recovered yet. Or a copy
	 * took over on open connections, with all changes but without reports, which no
	 * instance can detect.
	 */
	boolean isUnknown(SimNode node) {
		long lossTime = this.history.lossTime();
		long passed = this.world.now() - lossTime;
		long silent = this.world.now() - this.history.silentLossTime();
		return lossTime >= 0 && (!this.sparesMessages || node.disturbedUntil() >= lossTime || passed < recovery()
				|| (this.history.silentLossTime() >= 0
						&& silent < Reporter.INTERVALS * this.syncInterval.toNanos() + recovery()));
	}

	private void probe() {
		for (SimNode node : this.nodes) {
			if (isCalm(node, this.world.now())) {
				this.history.follows(node, this.syncInterval.toNanos() + SLACK, "calm");
				if (this.chained) {
					this.history.follows(node, FAST, "calm, by a feed that waits");
				}
			}
		}
	}

}
