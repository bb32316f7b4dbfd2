/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a shared event for which this instance's threads wait.
 */
final class Replica {

	/*
	 * Invariants.
	 *
	 * (1) Whenever the lock is free, the local event is set if and only if the version of
	 * `state` is odd, and the event is not cut off.
	 *
	 * (2) The version never decreases. It changes under the lock only, together with the
	 * local event; so all changes of one event happen in the order of their versions,
	 * whichever thread applies them, and one that comes late changes nothing.
	 *
	 * (3) No release is lost. A waiter has found the event clear, at an even version. Any
	 * greater version means that the event was set since: the next odd one sets the local
	 * event, a greater even one pulses it. The number of skipped versions does not
	 * matter.
	 *
	 * (4) There is one exception to (3), the first state that is applied: the version at
	 * which earlier waiters came is not known. They are released if the event was
	 * switched after it was created here, by the time in the note; otherwise it has been
	 * clear all the time that they waited. If the store has lost that note, one of a
	 * clear that changed nothing may replace it: then they are released once too often,
	 * rather than never.
	 *
	 * (5) No code of users runs under the lock, nor while the operation is under way that
	 * it belongs to. It runs after that: in the thread that switched the event, or in
	 * that of the notifier if it was another instance. So it can delay no event, this one
	 * included, and no waiting thread.
	 *
	 * (6) Observers see the changes in their order. Their calls are added under the lock
	 * and run one after the other, by the thread that switched the event, or by another
	 * one that already runs them.
	 */

	/** The maximum number of calls of observers that a thread makes in its switch. */
	private static final int MOST_NOTIFICATIONS_HERE = 100;

	final Event local;

	private final ReentrantLock lock = new ReentrantLock();

	/** Runs code of users in a separate thread. */
	private final Executor notifier;

	/** Dependents of futures, which run when the lock has been released. */
	private final List<Runnable> dependents = new ArrayList<>();

	/** Calls of observers. */
	private final Mailbox notifications = new Mailbox(UserCode::call);

	private volatile State state;

	/** The end of the temporary state that is being applied, guarded by the lock. */
	private @Nullable Instant until;

	private volatile boolean adopted;

	private volatile boolean cutOff;

	/** An impossible version of the store, or 0. */
	private volatile long refused;

	Replica(EventDefinition definition, Executor notifier) {
		this.local = Event.create(definition);
		this.state = new State(definition.initiallySet() ? 1 : 0, "");
		this.notifier = notifier;
	}

	State state() {
		return this.state;
	}

	long version() {
		return this.state.version();
	}

	/** Returns whether a state of the store was ever applied. */
	boolean isAdopted() {
		return this.adopted;
	}

	/** Returns an impossible version of the store, or 0. */
	long refused() {
		return this.refused;
	}

	void refuse(long version) {
		this.refused = version;
	}

	void accept() {
		this.refused = 0;
	}

	/**
	 * Applies the first state that is known of the store. Does nothing later.
	 * @param first the state
	 * @param releases whether to release waiters if it is clear
	 */
	void adopt(State first, boolean releases, Cause cause) {
		change(() -> {
			if (!this.adopted) {
				if (first.version() > version()) {
					Transition.Kind unset = releases ? Transition.Kind.PULSE : Transition.Kind.CLEAR;
					Transition.Kind kind = isOdd(first.version()) ? Transition.Kind.SET : unset;
					change(kind, cause);
				}
				if (first.version() >= version()) {
					this.state = first;
				}
				this.adopted = true;
			}
		});
	}

	/**
	 * Applies a newer state, which another instance made.
	 */
	void follow(State newer, Cause cause) {
		change(() -> take(newer, cause));
	}

	/**
	 * Applies a state that this thread made.
	 * @param base the version that it follows on; negative for any
	 * @param afterwards receives the dependent code of users, which runs in this thread
	 * when its operation has ended
	 * @return the number of waits that it released here; empty if the version here is
	 * another one, and nothing was done
	 */
	OptionalInt followHere(long base, State newer, Cause cause, Consumer<Runnable> afterwards) {
		int[] released = { -1 };
		change(() -> {
			if (base < 0 || base == version()) {
				released[0] = take(newer, cause);
			}
		}, () -> released[0] >= 0, afterwards);
		return (released[0] >= 0) ? OptionalInt.of(released[0]) : OptionalInt.empty();
	}

	private int take(State newer, Cause cause) {
		long before = version();
		int released = 0;
		this.adopted = true;
		if (newer.version() > before) {
			released = change(kind(before, newer.version(), cause.kind()), cause);
			// Not before: if the change fails half-way, the next one repeats it.
			this.state = newer;
		}
		else if (newer.version() == before) {
			if (isOdd(before) && !this.cutOff) {
				this.local.set(); // A set that changes nothing publishes nevertheless.
			}
			if (!newer.note().isEmpty()) {
				this.state = newer;
			}
		}
		return released;
	}

	/** Changes the local event, whose observers see the cause. */
	private int change(Transition.Kind kind, Cause cause) {
		this.until = cause.until();
		try {
			return cause.origin().call(() -> this.local.change(kind).released());
		}
		finally {
			this.until = null;
		}
	}

	/** Returns the end of the temporary state that this thread applies. */
	@Nullable Instant until() {
		return this.lock.isHeldByCurrentThread() ? this.until : null;
	}

	private static Transition.Kind kind(long before, long after, Transition.@Nullable Kind kind) {
		if (isOdd(after)) {
			return Transition.Kind.SET;
		}
		return (isOdd(before) && kind != Transition.Kind.PULSE) ? Transition.Kind.CLEAR : Transition.Kind.PULSE;
	}

	/** Clears the event as long as the store is out of reach. */
	void cutOff() {
		change(() -> {
			if (!this.cutOff) {
				this.cutOff = true;
				new Origin(Origin.Source.CLUSTER, null, "cut off from the store").run(this.local::clear);
			}
		});
	}

	/** Gives the event the state of the store again. */
	void rejoin() {
		if (this.cutOff) {
			change(() -> {
				this.cutOff = false;
				if (isOdd(version())) {
					Note note = Note.decode(this.state.note());
					note.origin().run(this.local::set);
				}
			});
		}
	}

	/** Changes the event; the dependent code of users runs in another thread. */
	private void change(Runnable action) {
		change(action, () -> false, Runnable::run);
	}

	/**
	 * Changes the event.
	 * @param here whether this thread runs the dependent code of users; evaluated under
	 * the lock, after the change
	 * @param afterwards receives that code; otherwise it runs in another thread
	 */
	private void change(Runnable action, BooleanSupplier here, Consumer<Runnable> afterwards) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			boolean mine = false;
			boolean claimed = false;
			List<Runnable> released = List.of();
			try {
				mine = here.getAsBoolean();
				released = List.copyOf(this.dependents);
				this.dependents.clear();
				// Under the lock, so that no other thread notifies of this change. Not if
				// other code of users has to return first, which may block.
				claimed = mine && !this.notifications.isEmpty() && !UserCode.isRunning() && this.notifications.claim();
			}
			finally {
				this.lock.unlock();
			}
			if (mine) {
				afterwards.accept(userCode(released, claimed));
			}
			else if (!released.isEmpty() || !this.notifications.isEmpty()) {
				List<Runnable> dependentsOfFutures = released;
				elsewhere(() -> {
					dependentsOfFutures.forEach(UserCode::run);
					this.notifications.drain();
				});
			}
		}
	}

	/** Returns the code of users that depends on a change that this thread has made. */
	private Runnable userCode(List<Runnable> released, boolean claimed) {
		boolean[] owner = { claimed };
		return () -> {
			try {
				UserCode.run(() -> {
					released.forEach(UserCode::run);
					boolean owned = owner[0];
					owner[0] = false;
					if (this.notifications.drain(owned, MOST_NOTIFICATIONS_HERE)) {
						elsewhere(this.notifications::drain);
					}
				});
			}
			finally {
				if (owner[0]) {
					this.notifications.abandon();
				}
			}
		};
	}

	private void elsewhere(Runnable userCode) {
		try {
			this.notifier.execute(userCode);
		}
		catch (RejectedExecutionException ex) {
			UserCode.run(userCode); // Closed; earlier changes are still notified.
		}
	}

	/** Settles a future, but not while this thread changes the event. */
	void settle(Runnable future) {
		if (this.lock.isHeldByCurrentThread()) {
			this.dependents.add(future);
		}
		else {
			future.run();
		}
	}

	/** Calls an observer, but not while this thread changes the event. */
	void call(Runnable call) {
		if (this.lock.isHeldByCurrentThread()) {
			this.notifications.add(call);
		}
		else {
			call.run();
		}
	}

	private static boolean isOdd(long version) {
		return (version & 1) == 1;
	}

}
