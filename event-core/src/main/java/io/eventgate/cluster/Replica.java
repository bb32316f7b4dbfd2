package io.eventgate.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a shared event that this instance's threads wait at.
 */
final class Replica {

	/*
	 * Invariants.
	 *
	 * (1) Whenever the lock is free, the local event is set if and only if the version of
	 * `state` is odd.
	 *
	 * (2) The version never decreases. It changes under the lock only, together with the
	 * local event; so all changes of one event happen in the order of their versions,
	 * whichever thread brings them, and one that comes late changes nothing.
	 *
	 * (3) No release is lost. Who waits has found the event clear, at an even version.
	 * Any greater version means that the event was set since: the next odd one sets the
	 * local event, a greater even one pulses it. How many were left out does not matter.
	 *
	 * (4) There is one exception to (3), the first state that is taken over: waiters that
	 * came before it do not know at which version they came. They are released if the
	 * event was switched after it was created here, by the time that the note tells;
	 * otherwise it has been clear all the time that they waited. Where the store has lost
	 * that note, one of a clear that changed nothing may stand for it: then they are
	 * released once too often, rather than never.
	 *
	 * (5) No code of users runs under the lock. Observers, and what depends on futures,
	 * are collected and run after it was released: in the thread that switched the event,
	 * or in that of the notifier if it was another instance. So they can neither hold up
	 * other events nor the threads that wait at this one.
	 */

	final Event local;

	private final ReentrantLock lock = new ReentrantLock();

	/** Code of users that is to be run when the lock has been released. */
	private final List<Runnable> deferred = new ArrayList<>();

	private volatile State state;

	private volatile boolean adopted;

	Replica(EventDefinition definition) {
		this.local = Event.create(definition);
		this.state = new State(definition.initiallySet() ? 1 : 0, "");
	}

	State state() {
		return this.state;
	}

	long version() {
		return this.state.version();
	}

	/** Whether a state of the store was ever taken over. */
	boolean isAdopted() {
		return this.adopted;
	}

	/**
	 * Takes over the first state that is known of the store. Does nothing later.
	 * @param first the state
	 * @param releases whether waiters are to be released if it is clear
	 */
	void adopt(State first, boolean releases, Origin origin, Executor users) {
		change(users, () -> {
			if (!this.adopted) {
				if (first.version() > version()) {
					Transition.Kind unset = releases ? Transition.Kind.PULSE : Transition.Kind.CLEAR;
					Transition.Kind kind = isOdd(first.version()) ? Transition.Kind.SET : unset;
					origin.run(() -> this.local.change(kind));
					this.state = first;
				}
				this.adopted = true;
			}
		});
	}

	/**
	 * Takes over a newer state; one that is not newer changes nothing.
	 * @param kind what led to it, if known
	 * @return how many waits it released here
	 */
	int follow(State newer, Transition.@Nullable Kind kind, Origin origin, Executor users) {
		int[] released = { 0 };
		change(users, () -> {
			long before = version();
			this.adopted = true;
			if (newer.version() > before) {
				origin.run(() -> released[0] = this.local.change(kind(before, newer.version(), kind)).released());
				// Not before: if the change fails half-way, the next read repeats it.
				this.state = newer;
			}
			else if (newer.version() == before && isOdd(before)) {
				this.local.set(); // A set that changes nothing publishes nevertheless.
			}
		});
		return released[0];
	}

	private static Transition.Kind kind(long before, long after, Transition.@Nullable Kind kind) {
		if (isOdd(after)) {
			return Transition.Kind.SET;
		}
		return (isOdd(before) && kind != Transition.Kind.PULSE) ? Transition.Kind.CLEAR : Transition.Kind.PULSE;
	}

	private void change(Executor users, Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			List<Runnable> userCode = List.copyOf(this.deferred);
			this.deferred.clear();
			this.lock.unlock();
			if (!userCode.isEmpty()) {
				users.execute(() -> userCode.forEach(UserCode::run));
			}
		}
	}

	/** Runs code of users, but not as long as this thread is changing the event. */
	void tell(Runnable userCode) {
		if (this.lock.isHeldByCurrentThread()) {
			this.deferred.add(userCode);
		}
		else {
			userCode.run();
		}
	}

	private static boolean isOdd(long version) {
		return (version & 1) == 1;
	}

}
