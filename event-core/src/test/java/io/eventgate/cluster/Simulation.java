package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.ClusterSettings.StartupPolicy;

/**
 * One life of a cluster: instances come and go and switch events, the network and the
 * store do what they can to confuse them, then peace comes, and everything must be well.
 */
final class Simulation {

	private static final List<Kind> KINDS = List.of(Kind.values());

	private static final int MOST_NODES = 50;

	private static final long PROBE = 100 * SimWorld.MILLI;

	/**
	 * In what time an undisturbed instance follows a hint: two reads and a slow thread.
	 */
	private static final long FAST = 50 * SimWorld.MILLI;

	private static final long SLACK = 100 * SimWorld.MILLI;

	final SimWorld world;

	final Sabotage sabotage;

	final SimServer server;

	final SimHistory history;

	private final List<SimNode> nodes = new ArrayList<>();

	private final Map<String, Boolean> definitions = new LinkedHashMap<>();

	private final Duration syncInterval;

	private final Duration commandTimeout;

	private final int nodeCount;

	private final long end;

	private final double callsPerSecond;

	private SimFaults faults;

	private int born;

	/** Until when the store was disturbed, which disturbs all. */
	private long disturbedUntil;

	Simulation(long seed, Sabotage sabotage, boolean tracing) {
		this.world = new SimWorld(seed, tracing);
		this.sabotage = sabotage;
		this.history = new SimHistory(this.world, this.nodes);
		this.server = new SimServer(this.world, this.history);
		double size = this.world.random.nextDouble();
		this.nodeCount = 2 + (int) ((MOST_NODES - 1) * size * size * size);
		this.end = this.world.between(10 * SimWorld.SECOND, 30 * SimWorld.SECOND);
		this.callsPerSecond = Math.pow(10, 2 * this.world.random.nextDouble() - 1);
		this.syncInterval = Duration.ofMillis(this.world.between(200, 3_000));
		this.commandTimeout = Duration.ofMillis(this.world.between(300, 3_000));
		this.faults = SimFaults.random(this.world);
		this.history.unsure((this.faults.messageLate() > 0) ? 2 * SimWorld.SECOND : 1_200 * SimWorld.MILLI);
		for (int i = 0; i <= this.world.random.nextInt(3); i++) {
			this.definitions.put("event-" + i, this.world.chance(0.3));
		}
	}

	SimFaults faults() {
		return this.faults;
	}

	/**
	 * Lives through it.
	 * @return what happened, in numbers
	 */
	Map<String, Long> run() {
		this.world.log(() -> this.nodeCount + " nodes, interval " + this.syncInterval + ", time-out "
				+ this.commandTimeout + ", events " + this.definitions + ", " + this.faults);
		giveBirth();
		for (int i = 1; i < this.nodeCount; i++) {
			this.world.after(this.world.between(0, this.world.chance(0.3) ? this.end : SimWorld.SECOND),
					this::giveBirth);
		}
		again(this.callsPerSecond, this::call);
		again(this.callsPerSecond * 2, this::await);
		again(this.faults.forgedPerSecond(), this::forge);
		again(this.faults.disastersPerSecond(), this::disaster);
		again(SimWorld.SECOND / (double) PROBE, this::probe);
		this.world.runUntil(this.end);
		this.world.log(() -> "peace");
		this.faults = SimFaults.NONE;
		this.world.runUntil(this.end + 15 * SimWorld.SECOND + 2 * recovery());
		this.history.converged(this.server);
		return this.history.figures;
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
			.build();
		SimNode node = new SimNode(this, settings.instance(), settings, this.definitions);
		this.nodes.add(node);
		if (this.world.chance(0.5)) {
			this.definitions.keySet().forEach(node::await);
		}
	}

	private SimNode someNode() {
		return this.nodes.get(this.world.random.nextInt(this.nodes.size()));
	}

	private String someEvent() {
		return "event-" + this.world.random.nextInt(this.definitions.size());
	}

	private void call() {
		SimNode node = someNode();
		Kind kind = KINDS.get(this.world.random.nextInt(KINDS.size()));
		String event = someEvent();
		node.run(() -> node.call(event, kind));
	}

	private void await() {
		SimNode node = someNode();
		String event = someEvent();
		if (node.isUp() || this.world.chance(0.3)) {
			node.run(() -> node.await(event));
		}
	}

	/** Somebody publishes what is not true. */
	private void forge() {
		SimNode node = someNode();
		SimConnection connection = node.store().connection();
		if (connection != null) {
			connection.hint(this.world.chance(0.8) ? someEvent() : "nothing", this.world.between(0, 1_000));
		}
	}

	private void disaster() {
		SimNode node = someNode();
		long nanos = this.world.between(0, this.world.chance(0.2) ? 10 * SimWorld.SECOND : SimWorld.SECOND);
		int what = this.world.random.nextInt(12);
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
		else if (this.faults.losesData()) {
			if (what < 11 && this.world.chance(0.5)) {
				this.server.flush();
			}
			else if (what < 11) {
				this.server.restartEmpty(nanos);
			}
			else {
				this.server.failOver(nanos);
			}
			disturbed(nanos);
		}
	}

	/** One stays always, or nobody could restore what the store loses. */
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

	/** In what time an instance must find back: to notice, to connect, to read. */
	private long recovery() {
		long patience = Math.min(this.commandTimeout.toNanos(), SimWorld.SECOND);
		return this.syncInterval.toNanos() + 2 * patience + this.commandTimeout.toNanos() + SimWorld.SECOND + SLACK;
	}

	private void probe() {
		if (this.faults.messageLost() + this.faults.messageLate() + this.faults.refused() > 0) {
			return;
		}
		boolean hints = this.faults.hintLost() + this.faults.hintLate() == 0;
		for (SimNode node : this.nodes) {
			long calm = this.world.now() - Math.max(this.disturbedUntil, node.disturbedUntil());
			if (calm > recovery()) {
				this.history.follows(node, this.syncInterval.toNanos() + SLACK, "calm");
			}
			if (calm > recovery() && hints) {
				this.history.follows(node, FAST, "calm, with hints");
			}
		}
	}

}
