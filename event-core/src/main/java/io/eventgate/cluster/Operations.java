/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.Operation.Outcome;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The pending operations of this instance. The thread that called {@code set()} also
 * switches the local event, so that observers are called there; until it has, the
 * {@link Follower} leaves the state that this operation made to it.
 */
final class Operations {

	/*
	 * Each instance sees the switches of an event in one order. So a result is applied at
	 * once only if it follows directly on the version here. If others have switched the
	 * event in between, the thread waits until the feed has brought their switches. It
	 * does not wait longer than the operation may take, and then applies the result
	 * without them: after set() has returned here, it is set here.
	 */

	private final Instance instance;

	private final Map<String, Operation> pending = new ConcurrentHashMap<>();

	private final AtomicLong count = new AtomicLong();

	/** Distinguishes operations of this engine from those of an earlier one. */
	private final String prefix;

	private Consumer<Operation> onEnd = (operation) -> {
	};

	Operations(Instance instance) {
		this.instance = instance;
		// Not the name itself, which may be long.
		this.prefix = Integer.toHexString(instance.name().hashCode()) + ':'
				+ Long.toHexString((long) (instance.timeline().random() * (1L << 53))) + ':';
	}

	/**
	 * Sets the action for the end of each operation.
	 * @param onEnd a task of the engine
	 */
	void onEnd(Consumer<Operation> onEnd) {
		this.onEnd = onEnd;
	}

	@Nullable Operation find(String operation) {
		return operation.isEmpty() ? null : this.pending.get(operation);
	}

	/**
	 * Returns the highest version of an event among the results not yet applied.
	 */
	long known(ClusterEvent event) {
		long known = 0;
		for (Operation operation : this.pending.values()) {
			if (operation.event() == event) {
				known = Math.max(known, operation.reachedVersion());
			}
		}
		return known;
	}

	/** Called when a snapshot has come, which may not show pending operations. */
	void doubt() {
		this.pending.values().forEach(Operation::doubt);
	}

	/** Called when the version of an event has changed here. */
	void reached(ClusterEvent event) {
		long version = event.replica().version();
		this.pending.values().forEach((operation) -> {
			if (operation.event() == event) {
				operation.reached(version);
			}
		});
	}

	/**
	 * Switches an event, in the store and then here.
	 * @param announce whether all instances report that they have applied it
	 * @param duration the time after which the state is reverted, or {@code null}
	 */
	Performed perform(ClusterEvent event, Transition.Kind kind, boolean announce, @Nullable Duration duration) {
		Operation operation = create(event, kind, announce, duration);
		try {
			start(operation);
			Outcome outcome = operation.outcome().join();
			Performed performed = conclude(operation, outcome);
			if (performed != null) {
				return performed;
			}
			operation.turn().join();
			return finish(operation, outcome);
		}
		finally {
			end(operation);
		}
	}

	Operation create(ClusterEvent event, Transition.Kind kind, boolean announce, @Nullable Duration duration) {
		String id = this.prefix + this.count.incrementAndGet();
		return new Operation(this.instance, event, kind, Origin.current(), id, announce, duration);
	}

	void start(Operation operation) {
		if (this.instance.link().isUp()) {
			this.pending.put(operation.note().operation(), operation);
			operation.start();
		}
		else {
			// No call to the store has failed, so this does not count as an error.
			operation.outcome().complete(Outcome.failed("it is not available", Outcome.TRY_AGAIN, false, null));
		}
	}

	/**
	 * Applies the switch of the store here, if it is its turn.
	 * @return {@code null} if the caller must wait for its {@link Operation#turn() turn}
	 */
	@Nullable Performed conclude(Operation operation, Outcome outcome) {
		State state = outcome.state();
		if (state == null) {
			throw failure(operation, outcome);
		}
		Performed performed = apply(operation, outcome, state, outcome.base());
		if (performed == null && isFollowing(operation.event(), state)) {
			this.instance.link().hurry();
			return null;
		}
		return (performed != null) ? performed : finish(operation, outcome);
	}

	/** Returns whether the feed brings earlier switches of others. */
	private boolean isFollowing(ClusterEvent event, State state) {
		return event.replica().version() < state.version() && this.instance.find(event.name()) == event;
	}

	/** Called when an event no longer follows: earlier switches of others do not come. */
	void leave(ClusterEvent event) {
		this.pending.values().forEach((operation) -> {
			if (operation.event() == event) {
				operation.turn().complete(null);
			}
		});
	}

	/** Applies the switch of the store here, regardless of the feed. */
	Performed finish(Operation operation, Outcome outcome) {
		State state = outcome.state();
		Performed performed = (state != null) ? apply(operation, outcome, state, -1) : null;
		if (performed == null) {
			throw new IllegalStateException("An operation that failed cannot be finished");
		}
		return performed;
	}

	private @Nullable Performed apply(Operation operation, Outcome outcome, State state, long base) {
		Note note = operation.note();
		Cause cause = Cause.of(Note.isTemporary(state.note()) ? note : note.lasting(), this.instance);
		OptionalInt released = operation.event().replica().followHere(base, state, cause, operation::runAtEnd);
		return released.isEmpty() ? null : new Performed(state,
				new Transition(operation.kind(), outcome.wasSet(), released.getAsInt(), note.origin(), cause.until()));
	}

	/** Ends the thread's part; the code of users that follows may block. */
	void end(Operation operation) {
		try {
			operation.end();
			if (this.pending.remove(operation.note().operation()) != null) {
				this.instance.submit(() -> {
					this.onEnd.accept(operation);
					reached(operation.event());
				});
			}
		}
		finally {
			operation.runUserCode();
		}
	}

	private EventStoreUnavailableException failure(Operation operation, Outcome outcome) {
		String event = operation.event().name();
		String what = operation.kind().name().toLowerCase(Locale.ROOT);
		Throwable cause = outcome.cause();
		String lastError = (cause != null) ? Counters.describe(cause) : this.instance.counters().lastError();
		return new EventStoreUnavailableException(event, what, outcome.unknown(),
				"Cannot " + what + " event '" + event + "' in the store (" + this.instance.store() + "): "
						+ outcome.why() + ". " + (outcome.unknown() ? "The outcome is unknown" : "Nothing was changed")
						+ ", and it will not be applied later. " + outcome.remedy()
						+ ((lastError != null) ? ". Last error: " + lastError : ""),
				cause);
	}

	/**
	 * A switch that succeeded.
	 *
	 * @param state the state in the store after it
	 * @param transition the state before it in the store, and the waits that it released
	 * here
	 */
	record Performed(State state, Transition transition) {

		long version() {
			return this.state.version();
		}

	}

}
