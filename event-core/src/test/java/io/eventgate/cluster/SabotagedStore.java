package io.eventgate.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Stands between the engine and its store and makes of the engine one that has a bug: the
 * store sees what it would see from a broken engine, and the reverse.
 */
final class SabotagedStore implements StateStore {

	private final SimStore store;

	private final SimServer server;

	private final Sabotage sabotage;

	private boolean mayRebuild = true;

	private @Nullable Snapshot readTooEarly;

	SabotagedStore(SimStore store, SimServer server, Sabotage sabotage) {
		this.store = store;
		this.server = server;
		this.sabotage = sabotage;
	}

	@Override
	public CompletionStage<Void> subscribe(Listener listener) {
		if (this.sabotage == Sabotage.READ_BEFORE_SUBSCRIBE) {
			this.readTooEarly = new Snapshot(this.server.clockMicros(), this.server.states());
		}
		if (this.sabotage != Sabotage.NO_WATCHDOG) {
			return this.store.subscribe(listener);
		}
		if (!this.mayRebuild) {
			return CompletableFuture.completedFuture(null);
		}
		this.mayRebuild = false;
		return this.store.subscribe(new Listener() {

			@Override
			public void onHint(String event) {
				listener.onHint(event);
			}

			@Override
			public void onLost(Throwable cause) {
				SabotagedStore.this.mayRebuild = true;
				listener.onLost(cause);
			}

		}).whenComplete((nothing, failure) -> this.mayRebuild |= failure != null);
	}

	@Override
	public CompletionStage<Snapshot> read(Set<String> events) {
		Snapshot early = this.readTooEarly;
		if (early != null) {
			this.readTooEarly = null;
			return this.store.read(Set.of()).thenApply((now) -> early);
		}
		CompletionStage<Snapshot> answer = this.store.read(events);
		return (this.sabotage == Sabotage.PAYLOAD_APPLIED) ? answer.thenApply(this::believe) : answer;
	}

	private Snapshot believe(Snapshot snapshot) {
		Map<String, State> states = new HashMap<>(snapshot.states());
		this.store.payloads.forEach((event, version) -> states.put(event, new State(version, "")));
		this.store.payloads.clear();
		return new Snapshot(snapshot.clockMicros(), states);
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		boolean heals = this.sabotage != Sabotage.NO_HEAL;
		boolean limited = this.sabotage != Sabotage.NO_DEADLINE;
		return this.store.transition(new Command(command.event(), command.kind(), heals ? command.known() : 0,
				limited ? command.deadlineMicros() : Long.MAX_VALUE, command.announce(), command.note()));
	}

	@Override
	public CompletionStage<Set<String>> heal(Map<String, State> states) {
		return (this.sabotage != Sabotage.NO_HEAL) ? this.store.heal(states)
				: CompletableFuture.completedFuture(Set.of());
	}

	@Override
	public CompletionStage<Void> report(String instance, String report, Duration timeToLive) {
		return this.store.report(instance, report, timeToLive);
	}

	@Override
	public CompletionStage<Map<String, String>> reports() {
		return this.store.reports();
	}

	@Override
	public void close() {
		this.store.close();
	}

}
