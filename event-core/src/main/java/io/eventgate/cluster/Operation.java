package io.eventgate.cluster;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code set()}, {@code clear()} or {@code pulse()}, on its way to the store
 * and back.
 */
final class Operation {

	/*
	 * What happens if the answer does not come, with T the command time-out.
	 *
	 * (1) The command carries a deadline: the earliest that the store's clock may show
	 * when 3/4 T of this call are over. Wherever the command has been held up, it does
	 * nothing when the store's clock has reached that.
	 *
	 * (2) When 3/4 T are over without an answer, the store is asked for the event. If its
	 * clock has reached the deadline by then, as (1) makes sure unless it was put back,
	 * then what it shows is final. The call returns normally if the last switch was this
	 * one, or if the event is as it was to be, with a version that is not behind what was
	 * known here: set() on a set event has nothing to do. It certainly did not happen if
	 * the version is what it was before.
	 *
	 * (3) When T is over without that answer either, the call gives up, and says that it
	 * does not know whether the switch had happened before the deadline. No protocol
	 * could: the last message may always be the one that is lost. The same is said if
	 * others have switched the event meanwhile, so that its state tells nothing.
	 *
	 * (4) When the engine is closed the call ends in the same way as in (3), whether it
	 * began before or after that: see Engine.endOnClose().
	 *
	 * So a call that failed does not happen later. What remains: a store whose clock is
	 * put back, or that fails over to another machine with a slower clock and still gets
	 * the command, and a store that checks its clock and then takes a while to commit.
	 *
	 * The future never fails. Its first outcome counts; whatever comes later is ignored.
	 */

	private final Engine engine;

	private final ClusterEvent event;

	private final Transition.Kind kind;

	private final Note note;

	private final String noteText;

	private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

	private final long begunNanos;

	private final long known;

	private final long deadlineMicros;

	private final boolean announce;

	private volatile @Nullable Throwable failure;

	Operation(Engine engine, ClusterEvent event, Transition.Kind kind, Origin origin, String id, boolean announce) {
		this.engine = engine;
		this.event = event;
		this.kind = kind;
		this.announce = announce;
		this.begunNanos = engine.timeline().nanoTime();
		this.known = event.replica().version();
		this.deadlineMicros = engine.clock().earliestAt(this.begunNanos + engine.timeoutNanos() / 4 * 3);
		this.note = new Note(kind, origin, engine.settings().instance(), id, engine.clock().estimateAt(this.begunNanos),
				announce);
		this.noteText = this.note.encode();
	}

	ClusterEvent event() {
		return this.event;
	}

	Transition.Kind kind() {
		return this.kind;
	}

	Note note() {
		return this.note;
	}

	CompletableFuture<Outcome> outcome() {
		return this.outcome;
	}

	void start() {
		// First: from here on the call ends, even if no timer runs and no answer comes.
		this.engine.endOnClose(this.outcome, () -> failed(true, "this instance is shutting down"));
		if (this.outcome.isDone()) {
			return;
		}
		Command command = new Command(this.event.name(), this.kind, this.known, this.deadlineMicros, this.announce,
				this.noteText);
		if (command.apply(this.known) > StateStore.MAX_VERSION) {
			failed(false, "its version " + this.known
					+ " is the highest that there is, and no number of switches leads to"
					+ " it: something else has written it; stop all instances, delete the event from the store and start"
					+ " them again");
			return;
		}
		long timeout = this.engine.timeoutNanos();
		Runnable readBack = this.engine.timeline().schedule(this::readBack, timeout / 4 * 3);
		Runnable giveUp = this.engine.timeline()
			.schedule(() -> failed(true, "it did not answer within " + timeout / 1_000_000 + " ms"), timeout);
		Engine.ask(() -> this.engine.store().transition(command)).whenComplete(this::answered);
		CompletableFuture<?> unused = this.outcome.thenRun(() -> {
			readBack.run();
			giveUp.run();
		});
	}

	private void answered(@Nullable Result result, @Nullable Throwable thrown) {
		if (result == null) {
			Throwable cause = (thrown != null) ? Counters.unwrap(thrown) : new IllegalStateException("null");
			this.failure = cause;
			if (cause instanceof RefusedException) {
				failed(false, "it refused (" + Counters.describe(cause) + ")");
			}
		}
		else if (result.expired()) {
			failed(false, "the command came too late");
		}
		else {
			boolean changed = result.version() != result.before();
			succeeded(new State(result.version(), (changed || this.announce) ? this.noteText : ""),
					isSet(Math.max(result.before(), this.known)));
		}
	}

	/** A read has found that the store did it. */
	void seen(State state) {
		boolean wasSet = (state.version() > this.known && this.kind != Transition.Kind.PULSE)
				? this.kind == Transition.Kind.CLEAR : isSet(this.known);
		succeeded(state, wasSet);
	}

	private void readBack() {
		if (this.outcome.isDone()) {
			return;
		}
		Engine.ask(() -> this.engine.store().read(Set.of(this.event.name()))).whenComplete((snapshot, thrown) -> {
			if (snapshot == null || !judge(snapshot)) {
				this.engine.timeline().schedule(this::readBack, this.engine.timeoutNanos() / 16);
			}
		});
	}

	/** Whether the snapshot tells how the operation ended. */
	private boolean judge(Snapshot snapshot) {
		State state = snapshot.states().getOrDefault(this.event.name(), State.UNKNOWN);
		boolean set = isSet(state.version());
		if (Note.decode(state.note()).operation().equals(this.note.operation())) {
			seen(state);
		}
		else if (snapshot.clockMicros() < this.deadlineMicros) {
			return false;
		}
		else if (state.version() >= this.known && this.kind == (set ? Transition.Kind.SET : Transition.Kind.CLEAR)) {
			succeeded(state, set);
		}
		else if (state.version() == this.known) {
			failed(false, "the command did not arrive there in time");
		}
		else {
			failed(true, "its answer was lost, and the event was switched by others meanwhile");
		}
		return true;
	}

	private void succeeded(State state, boolean wasSet) {
		this.outcome.complete(new Outcome(state, wasSet, "", false, null));
	}

	private static boolean isSet(long version) {
		return (version & 1) == 1;
	}

	void failed(boolean unknown, String why) {
		if (this.outcome.complete(Outcome.failed(why, unknown, this.failure))) {
			Throwable cause = this.failure;
			if (cause != null) {
				this.engine.counters().failed("An event could not be switched", cause);
			}
			else {
				this.engine.counters().errors.increment();
			}
		}
	}

	/**
	 * How an operation ended.
	 *
	 * @param state the state after it, or {@code null} if it failed
	 * @param wasSet whether the event was set in the store before
	 * @param why why it failed
	 * @param unknown whether it may have happened although it failed
	 * @param cause what the store said
	 */
	record Outcome(@Nullable State state, boolean wasSet, String why, boolean unknown, @Nullable Throwable cause) {

		static Outcome failed(String why, boolean unknown, @Nullable Throwable cause) {
			return new Outcome(null, false, why, unknown, cause);
		}

	}

}
