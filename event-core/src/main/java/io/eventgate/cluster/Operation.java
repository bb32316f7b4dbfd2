/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Reading;
import io.eventgate.cluster.StateStore.RefusedException;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * A pending call of {@code set()}, {@code clear()} or {@code pulse()} of a shared event.
 */
final class Operation {

	/*
	 * The steps if the answer does not come, with T the command time-out.
	 *
	 * (1) The command carries a deadline: the earliest that the store's clock may show
	 * when 3/4 T of this call are over. Wherever the command has been held up, it does
	 * nothing when the store's clock has reached that.
	 *
	 * (2) When 3/4 T are over without an answer, the event is read from the store. If its
	 * clock has reached the deadline by then, which (1) ensures unless it was put back,
	 * then the state that it shows is final. The call returns normally if the last switch
	 * was this one, or if the event has the requested state, with a version that is not
	 * behind that known here: set() on a set event has nothing to do. It certainly did
	 * not happen if the version is unchanged and the read used the same link as the
	 * command: another link may lead to a machine that lags behind.
	 *
	 * (3) When T is over without that answer either, the call gives up, and reports that
	 * it is unknown whether the switch had happened before the deadline. No protocol can
	 * know: the last message may always be the one that is lost. The same is reported if
	 * others have switched the event meanwhile, because its state then shows nothing.
	 *
	 * (4) When the engine is closed the call ends as in (3), whether it began before or
	 * after that: see Instance.endOnClose().
	 *
	 * So a call that failed does not happen later. Exceptions are a store whose clock is
	 * put back, or that fails over to another machine with a slower clock and still gets
	 * the command, and a store that checks its clock and then takes a while to commit.
	 *
	 * The future never fails. Its first outcome counts; later ones are ignored.
	 */

	/** A base that no instance has as a version. */
	private static final long UNKNOWN_BASE = Long.MAX_VALUE;

	private final Instance instance;

	private final ClusterEvent event;

	private final Transition.Kind kind;

	private final Note note;

	private final String noteText;

	private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

	private final CompletableFuture<Void> turn = new CompletableFuture<>();

	private final long begunNanos;

	private final long known;

	private final long deadlineMicros;

	/** The note to store if the version stays the same, or empty. */
	private final String repeatNote;

	/** The link that the command was sent over. */
	private volatile long link;

	/** Whether a snapshot has come before the answer. */
	private volatile boolean late;

	/** Whether the store may have lost the switch although it was answered. */
	private volatile boolean doubtful;

	private volatile @Nullable Throwable failure;

	private volatile Runnable cancel = () -> {
	};

	/** The code of users that depends on the switch, run by the calling thread. */
	private Runnable userCode = () -> {
	};

	Operation(Instance instance, ClusterEvent event, Transition.Kind kind, Origin origin, String id, boolean announce,
			@Nullable Duration duration) {
		this.instance = instance;
		this.event = event;
		this.kind = kind;
		this.begunNanos = instance.timeline().nanoTime();
		this.known = event.replica().version();
		this.deadlineMicros = instance.clock().earliestAt(this.begunNanos + deadlineNanos(instance));
		long at = atMicros();
		long until = (duration != null && at != 0) ? at + TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) : 0;
		this.note = new Note(kind, origin, instance.name(), id, at, announce ? Math.max(1, at) : 0, until);
		this.noteText = this.note.encode();
		this.repeatNote = repeatNote();
	}

	/**
	 * Returns the note for an event that has the requested state already. It cancels the
	 * end of a temporary state, or replaces it; a state that was to stay gets no end.
	 */
	private String repeatNote() {
		if (Note.isTemporary(this.event.replica().state().note())) {
			return this.noteText;
		}
		return (this.note.askedMicros() != 0) ? this.note.lasting().encode() : "";
	}

	/**
	 * Returns the time of the call on the store's clock, 0 if it is unknown: not before
	 * the time from which the deadline is reckoned, even if a sample has come meanwhile.
	 */
	private long atMicros() {
		long estimate = this.instance.clock().estimateAt(this.begunNanos);
		if (estimate == 0 || this.deadlineMicros == Long.MIN_VALUE) {
			return estimate;
		}
		return Math.max(estimate, this.deadlineMicros - TimeUnit.NANOSECONDS.toMicros(deadlineNanos(this.instance)));
	}

	/** Returns the time after the call within which the store may execute the command. */
	static long deadlineNanos(Instance instance) {
		return instance.timeoutNanos() / 4 * 3;
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

	/**
	 * Returns a future that completes when earlier switches of others are applied here,
	 * or take too long.
	 */
	CompletableFuture<Void> turn() {
		return this.turn;
	}

	/** Returns the version that it led to, 0 if none is known. */
	long reachedVersion() {
		State state = this.outcome.isDone() ? this.outcome.join().state() : null;
		return (state != null) ? state.version() : 0;
	}

	/** Called when the version here has changed. */
	void reached(long version) {
		if (this.outcome.isDone() && version >= this.outcome.join().version()) {
			this.turn.complete(null);
		}
	}

	void start() {
		// First, so that the call ends even if no timer runs and no answer comes.
		this.instance.endOnClose(this.outcome, () -> failed(true, "this instance is shutting down"));
		this.instance.endOnClose(this.turn, () -> this.turn.complete(null));
		if (this.outcome.isDone()) {
			return;
		}
		long refused = this.event.replica().refused();
		if (refused > 0) {
			failed(false, Follower.implausible(this.event.name(), refused, this.known), Follower.RESET);
			return;
		}
		Command command = new Command(this.event.name(), this.kind, this.known, this.deadlineMicros, this.noteText,
				this.repeatNote, null);
		if (command.apply(this.known) > StateStore.MAX_VERSION) {
			failed(false,
					"its version " + this.known + " is the highest possible one, so another program has written it",
					"Stop all instances, delete the event from the store, and start them again");
			return;
		}
		long timeout = this.instance.timeoutNanos();
		Runnable readBack = this.instance.timeline().schedule(this::readBack, deadlineNanos(this.instance));
		Runnable giveUp = this.instance.timeline().schedule(() -> {
			failed(true, "it did not answer within " + timeout / 1_000_000 + " ms");
			this.turn.complete(null);
		}, timeout);
		this.link = this.instance.link().number();
		Instance.ask(() -> this.instance.store().transition(command)).whenComplete(this::answered);
		CompletableFuture<?> unused = this.outcome.thenRun(readBack);
		this.cancel = giveUp;
	}

	private void answered(@Nullable Result result, @Nullable Throwable thrown) {
		if (result == null) {
			Throwable cause = (thrown != null) ? Counters.unwrap(thrown) : new IllegalStateException("null");
			this.failure = cause;
			if (cause instanceof RefusedException) {
				this.instance.counters().refused(this.instance.timeline().nanoTime());
				failed(false, "it refused (" + Counters.describe(cause) + ")");
			}
		}
		else if (!result.isExecuted()) {
			failed(false, "the command arrived too late");
		}
		else if (Follower.isImplausible(result.version(), this.known)) {
			this.event.replica().refuse(result.before());
			failed(true, Follower.implausible(this.event.name(), result.before(), this.known), Follower.RESET);
		}
		else {
			this.doubtful = this.late;
			boolean changed = result.version() != result.before();
			long base = Math.max(result.before(), this.known);
			succeeded(new State(result.version(), changed ? this.noteText : this.repeatNote), isSet(base), base);
		}
	}

	/**
	 * Called when the feed shows that the store made the switch.
	 * @return whether the thread applies that state; not if it has found out by reading
	 * back already, and applies a later one
	 */
	boolean seen(State state) {
		succeeded(state, wasSet(state), -1);
		long reached = reachedVersion();
		if (reached > state.version()) {
			return false;
		}
		this.turn.complete(null);
		return true;
	}

	/** Called if a snapshot precedes the answer, which may be of a replaced store. */
	void doubt() {
		this.late = true;
	}

	/** Returns whether the store may have lost the switch without notice. */
	boolean isDoubtful() {
		return this.doubtful;
	}

	private boolean wasSet(State state) {
		return (state.version() > this.known && this.kind != Transition.Kind.PULSE) ? this.kind == Transition.Kind.CLEAR
				: isSet(this.known);
	}

	private void readBack() {
		if (this.outcome.isDone()) {
			return;
		}
		long link = this.instance.link().number();
		Instance.ask(() -> this.instance.store().read(this.event.name())).whenComplete((reading, thrown) -> {
			if (reading == null || !judge(reading, link == this.link)) {
				this.instance.timeline().schedule(this::readBack, this.instance.timeoutNanos() / 16);
			}
		});
	}

	/**
	 * Returns whether a reading shows how the operation ended. Earlier switches of others
	 * may still be on their way by the feed, and are awaited.
	 */
	private boolean judge(Reading reading, boolean sameLink) {
		State state = reading.state();
		boolean set = isSet(state.version());
		if (Note.decode(state.note()).operation().equals(this.note.operation())) {
			succeeded(state, wasSet(state), UNKNOWN_BASE);
		}
		else if (reading.clockMicros() < this.deadlineMicros) {
			return false;
		}
		else if (state.version() >= this.known && this.kind == (set ? Transition.Kind.SET : Transition.Kind.CLEAR)) {
			succeeded(state, set, UNKNOWN_BASE);
		}
		else if (state.version() == this.known) {
			failed(!sameLink, "the command did not arrive in time");
		}
		else {
			failed(true, "its response was lost, and another instance has switched the event since");
		}
		return true;
	}

	private void succeeded(State state, boolean wasSet, long base) {
		this.instance.counters().switched();
		this.outcome.complete(new Outcome(state, wasSet, base, "", "", false, null));
	}

	/** Adds code of users to run when this operation has ended. */
	void runAtEnd(Runnable code) {
		this.userCode = code;
	}

	void runUserCode() {
		this.userCode.run();
	}

	/** Cancels the pending timers. */
	void end() {
		this.cancel.run();
		this.turn.complete(null);
	}

	private static boolean isSet(long version) {
		return (version & 1) == 1;
	}

	void failed(boolean unknown, String why) {
		failed(unknown, why, Outcome.TRY_AGAIN);
	}

	private void failed(boolean unknown, String why, String remedy) {
		if (this.outcome.complete(Outcome.failed(why, remedy, unknown, this.failure))) {
			Throwable cause = this.failure;
			if (cause != null) {
				this.instance.counters().failed("Failed to switch an event", cause);
			}
			else {
				this.instance.counters().errors.increment();
			}
		}
	}

	/**
	 * The outcome of an operation.
	 *
	 * @param state the state after it, or {@code null} if it failed
	 * @param wasSet whether the event was set in the store before
	 * @param base the version that it follows on, negative if that is the version here,
	 * {@link Operation#UNKNOWN_BASE} if it is not known
	 * @param why the reason of the failure
	 * @param remedy what to do then
	 * @param unknown whether it may have happened although it failed
	 * @param cause the error of the store
	 */
	record Outcome(@Nullable State state, boolean wasSet, long base, String why, String remedy, boolean unknown,
			@Nullable Throwable cause) {

		static final String TRY_AGAIN = "Try again when the store is available";

		static Outcome failed(String why, String remedy, boolean unknown, @Nullable Throwable cause) {
			return new Outcome(null, false, -1, why, remedy, unknown, cause);
		}

		long version() {
			return (this.state != null) ? this.state.version() : Long.MAX_VALUE;
		}

	}

}
