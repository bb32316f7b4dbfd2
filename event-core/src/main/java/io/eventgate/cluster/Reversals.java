/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.State;

/**
 * The part that takes temporary states back when their time is over.
 */
final class Reversals {

	/*
	 * Invariants.
	 *
	 * (1) A temporary state is reverted once, never early, and only if nothing has
	 * switched the event since. The store decides that in one step: the command has the
	 * condition that the store has exactly this state, whose note is unique, and that its
	 * clock has reached the time. So any number of instances may try, at any time, even
	 * with a command that was held up.
	 *
	 * (2) It is reverted if an instance with the event lives. Each one schedules it when
	 * it applies the state, by the feed, by a snapshot or by its own switch, and tries
	 * again until it has applied another state.
	 *
	 * (3) The instance that made the switch tries first, the others after a random time,
	 * and not if they have seen it by then.
	 */

	/** The maximum time that an instance rests, for the one that made the switch. */
	private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

	/** The maximum time for which the store's clock is not looked up. */
	private static final long LONGEST_DELAY = TimeUnit.MINUTES.toNanos(1);

	private final Instance instance;

	private final Map<String, Pending> pending = new HashMap<>();

	Reversals(Instance instance) {
		this.instance = instance;
	}

	/** Called when the state of an event may have changed here. */
	void check(ClusterEvent event) {
		State state = event.replica().state();
		Pending scheduled = this.pending.get(event.name());
		if (scheduled != null && scheduled.event == event && scheduled.state.equals(state)) {
			return;
		}
		if (scheduled != null) {
			this.pending.remove(event.name());
			scheduled.cancel.run();
		}
		if (Note.isTemporary(state.note())) {
			Note note = Note.decode(state.note());
			if (note.untilMicros() == 0) {
				return; // A forged or damaged time counts as absent.
			}
			boolean own = note.instance().equals(this.instance.name());
			Pending next = new Pending(event, state, note, own ? 0 : someRest());
			this.pending.put(event.name(), next);
			next.schedule(next.delay());
		}
	}

	/**
	 * Returns the command that takes a state back, if the store still has it.
	 * @param notBeforeMicros the time that the store's clock must have reached
	 */
	static Command command(Instance instance, ClusterEvent event, State state, long notBeforeMicros) {
		boolean set = (state.version() & 1) == 1;
		Transition.Kind kind = set ? Transition.Kind.CLEAR : Transition.Kind.SET;
		Origin made = Note.decode(state.note()).origin();
		Origin origin = new Origin(Origin.Source.REVERSAL, made.principal(), made.reason());
		long now = instance.clock().estimateAt(instance.timeline().nanoTime());
		Note reversal = new Note(kind, origin, instance.name(), "", now, 0, 0);
		return new Command(event.name(), kind, state.version(), deadlineMicros(instance), reversal.encode(), "",
				new Condition(state, notBeforeMicros));
	}

	/** Returns the deadline of a command that is sent now. */
	static long deadlineMicros(Instance instance) {
		return instance.clock().earliestAt(instance.timeline().nanoTime() + Operation.deadlineNanos(instance));
	}

	private long someRest() {
		return (long) (LONGEST_REST * (0.1 + 0.9 * this.instance.timeline().random()));
	}

	/**
	 * A temporary state.
	 */
	private final class Pending {

		private final ClusterEvent event;

		private final State state;

		private final Note note;

		private final long rest;

		private Runnable cancel = () -> {
		};

		Pending(ClusterEvent event, State state, Note note, long rest) {
			this.event = event;
			this.state = state;
			this.note = note;
			this.rest = rest;
		}

		/** Returns the time left on the store's clock, in nanoseconds. */
		private long left() {
			Instance instance = Reversals.this.instance;
			long now = instance.clock().earliestAt(instance.timeline().nanoTime());
			return (now != Long.MIN_VALUE) ? TimeUnit.MICROSECONDS.toNanos(this.note.untilMicros() - now)
					: Long.MAX_VALUE;
		}

		long delay() {
			long left = left();
			return (left > LONGEST_DELAY) ? LONGEST_DELAY : Math.max(0, left) + this.rest;
		}

		void schedule(long nanos) {
			this.cancel = Reversals.this.instance.schedule(this::run, nanos);
		}

		private void run() {
			Instance instance = Reversals.this.instance;
			if (instance.find(this.event.name()) != this.event || !this.event.replica().state().equals(this.state)) {
				Reversals.this.pending.remove(this.event.name(), this);
				return;
			}
			if (left() > 0) {
				schedule(delay());
				return;
			}
			// In any case, because an answer may be lost.
			schedule(instance.timeoutNanos() + instance.jittered(instance.settings().syncInterval()));
			if (instance.link().isUp()) {
				instance.ask("No answer to a reversal", instance.timeoutNanos(),
						() -> instance.store()
							.transition(command(instance, this.event, this.state, this.note.untilMicros())),
						(result, failure) -> {
							if (failure != null) {
								instance.counters().failed("A temporary state could not be reverted yet", failure);
							}
						});
			}
		}

	}

}
