package io.eventgate.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.eventgate.cluster.StateStore.Listener;
import io.eventgate.cluster.StateStore.RefusedException;

/**
 * A connection between an instance and the store. Messages may overtake each other, as
 * they may on several connections. One that is cut is dead for good, and its ends may or
 * may not learn of it.
 */
final class SimConnection {

	private static final long SHORTEST = SimWorld.MILLI / 5;

	private static final long LONGEST = 2 * SimWorld.MILLI;

	private static final long LATE = 4 * SimWorld.SECOND;

	private final Simulation simulation;

	private final SimWorld world;

	private final SimNode node;

	private final Listener listener;

	/** What is not answered yet, by the number of the question. */
	private final Map<Long, CompletableFuture<?>> pending = new LinkedHashMap<>();

	private long questions;

	private final int life;

	private boolean cut;

	private boolean closed;

	SimConnection(Simulation simulation, SimNode node, Listener listener) {
		this.simulation = simulation;
		this.world = simulation.world;
		this.node = node;
		this.listener = listener;
		this.life = simulation.server.life();
	}

	/** Sends a question and waits for the answer. */
	<T> CompletableFuture<T> ask(Supplier<T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		if (this.closed) {
			answer.completeExceptionally(new RefusedException("not connected", null));
			return answer;
		}
		long number = this.questions++;
		this.pending.put(number, answer);
		travel(true, () -> arrive(number, question, answer));
		return answer;
	}

	private <T> void arrive(long number, Supplier<T> question, CompletableFuture<T> answer) {
		SimServer server = this.simulation.server;
		if (server.isDown() || server.life() != this.life) {
			if (this.world.chance(0.7)) {
				travel(false, this::reset);
			}
		}
		else if (server.paused() > 0) {
			this.world.after(server.paused(), () -> arrive(number, question, answer));
		}
		else if (this.world.chance(this.simulation.faults().refused())) {
			travel(false, () -> {
				this.pending.remove(number);
				answer.completeExceptionally(new RefusedException("refused", null));
			});
		}
		else {
			T result = question.get();
			travel(false, () -> {
				this.pending.remove(number);
				answer.complete(result);
			});
		}
	}

	/** Sends a hint, with the version that somebody could be tempted to believe. */
	void hint(String event, long version) {
		SimFaults faults = this.simulation.faults();
		int copies = this.world.chance(faults.hintLost()) ? 0 : this.world.chance(faults.hintDoubled()) ? 2 : 1;
		for (int i = 0; i < copies; i++) {
			long late = this.world.chance(faults.hintLate()) ? this.world.between(0, LATE) : 0;
			this.world.after(late, () -> travel(false, () -> {
				this.node.store().payload(event, version);
				this.listener.onHint(event);
			}));
		}
	}

	private void travel(boolean up, Runnable arrival) {
		SimFaults faults = this.simulation.faults();
		if (this.cut || this.world.chance(faults.messageLost())) {
			return;
		}
		if (this.node.isCutOff(up)) {
			if (this.node.holdsBack()) {
				this.world.after(this.node.cutOffNanos(up), () -> travel(up, arrival));
			}
			else {
				this.cut = true;
			}
			return;
		}
		long nanos = this.world.between(SHORTEST, LONGEST)
				+ (this.world.chance(faults.messageLate()) ? this.world.between(0, LATE) : 0);
		this.world.after(nanos, () -> {
			if (up) {
				arrival.run();
			}
			else {
				this.node.run(() -> {
					if (!this.closed) {
						arrival.run();
					}
				});
			}
		});
	}

	/** The instance learns that the connection is dead. */
	private void reset() {
		close(new IllegalStateException("connection reset"));
		this.listener.onLost(new IllegalStateException("connection reset"));
	}

	/** Cuts it so that nobody learns of it. */
	void cut() {
		this.cut = true;
	}

	void close(RuntimeException cause) {
		this.closed = true;
		this.simulation.server.subscriptions.remove(this);
		List<CompletableFuture<?>> failed = List.copyOf(this.pending.values());
		this.pending.clear();
		failed.forEach((answer) -> answer.completeExceptionally(cause));
	}

}
