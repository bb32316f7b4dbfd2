package io.eventgate.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The client of one instance in a simulation.
 */
final class SimStore implements StateStore {

	/** What hints have said; nobody may believe it. */
	final Map<String, Long> payloads = new HashMap<>();

	private final Simulation simulation;

	private final SimNode node;

	private @Nullable SimConnection connection;

	/** When the server has registered the present subscription. */
	private long subscribedAt;

	SimStore(Simulation simulation, SimNode node) {
		this.simulation = simulation;
		this.node = node;
	}

	long subscribedAt() {
		return this.subscribedAt;
	}

	void payload(String event, long version) {
		this.payloads.put(event, version);
	}

	@Nullable SimConnection connection() {
		return this.connection;
	}

	@Override
	public CompletionStage<Void> subscribe(Listener listener) {
		close();
		SimConnection next = new SimConnection(this.simulation, this.node, listener);
		this.connection = next;
		CompletableFuture<Long> registered = next.ask(() -> {
			this.simulation.server.subscriptions.add(next);
			return this.simulation.world.now();
		});
		return registered.thenAccept((time) -> this.subscribedAt = time);
	}

	@Override
	public CompletionStage<Snapshot> read(Set<String> events) {
		SimServer server = this.simulation.server;
		Set<String> names = Set.copyOf(events);
		return ask((connection) -> connection.ask(() -> new Snapshot(server.clockMicros(), server.read(names))));
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		return ask((connection) -> connection.ask(() -> this.simulation.server.transition(command)));
	}

	@Override
	public CompletionStage<Set<String>> heal(Map<String, State> states) {
		return ask((connection) -> connection.ask(() -> this.simulation.server.heal(states)));
	}

	@Override
	public CompletionStage<Void> report(String instance, String report, Duration timeToLive) {
		return ask((connection) -> connection.ask(() -> {
			this.simulation.server.report(instance, report, timeToLive.toNanos());
			return true;
		})).thenAccept((done) -> {
		});
	}

	@Override
	public CompletionStage<Map<String, String>> reports() {
		return ask((connection) -> connection.ask(this.simulation.server::reports));
	}

	@Override
	public void close() {
		SimConnection former = this.connection;
		if (former != null) {
			this.connection = null;
			former.close(new IllegalStateException("closed"));
		}
	}

	private <T> CompletionStage<T> ask(Function<SimConnection, CompletableFuture<T>> question) {
		SimConnection present = this.connection;
		return (present != null) ? question.apply(present)
				: CompletableFuture.failedFuture(new RefusedException("not connected", null));
	}

}
