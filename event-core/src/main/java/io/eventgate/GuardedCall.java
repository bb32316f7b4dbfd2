/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A call that waits for an event before it does its work. It is active from the moment
 * that the event lets it through until it is closed. {@link EventRegistry#drainAsync}
 * clears an event and waits until no such call is left: <pre>{@code
 * try (GuardedCall call = registry.beginCall("orders-open")) {
 *     call.await();
 *     process(order);
 * }
 * }</pre>
 *
 * <p>
 * A call that waits is not active. One that waits inside another call of the same event
 * leaves that one active. Waits are those of the event, with its interruption, time-outs
 * and exceptions; a call makes one at a time. Closing it again has no effect.
 *
 * <p>
 * Waiting calls are recognised for events that {@link Event#create} or an
 * {@link EventRegistry} created, and for each {@link ForwardingEvent} around them. Calls
 * of another implementation of {@link Event} are not counted.
 *
 * @since 0.1.0
 * @see EventRegistry#beginCall
 */
public final class GuardedCall implements AutoCloseable {

	/*
	 * Invariants.
	 *
	 * (1) A call is in the event's set `calls` from before its wait begins until it is
	 * closed. So a caller that the event let through before it was cleared has been in
	 * the set before the clear(), and an iteration that begins after the clear() finds
	 * it, unless it is closed by then.
	 *
	 * (2) A call is active unless it is shown to wait. It stores the phase that it finds
	 * before its wait begins. If that is still the phase of the event, then the event has
	 * been clear all the time, because a phase that was left never comes back: the call
	 * has not been let through. The phase that is shared by clear events without waiters
	 * does come back, and therefore is replaced by a new one before. A thread can find
	 * the event clear in a later phase than the stored one, or after it was set; then it
	 * is in the stack of that phase, which shows the same. A future of a later phase is
	 * given up for another one, unless it was released.
	 *
	 * (3) Nothing else shows that a call waits. Neither the flag does, nor a thread that
	 * is parked: a caller that was released, or that has found the event set, but has not
	 * run since, is active. It must not be sent back, because no clear() revokes a
	 * release.
	 *
	 * From that: if an iteration after a clear() finds no active call, then no call that
	 * was let through before the clear() is left, and there will be none until the event
	 * is set again. A call that has begun and has not looked at the event yet counts as
	 * active for a moment.
	 */

	private final Event event;

	private final @Nullable LocalEvent counting;

	/** The phase in which the call waits, if it does. */
	private volatile Phase.@Nullable Waiting phase;

	/** The thread that waits, if it does. */
	private volatile @Nullable Thread thread;

	private GuardedCall(Event event, @Nullable LocalEvent counting) {
		this.event = event;
		this.counting = counting;
	}

	/**
	 * Begins a call.
	 * @param event the event to wait for
	 * @param original the same event without wrappers
	 */
	static GuardedCall begin(Event event, Event original) {
		LocalEvent counting = LocalEvent.of(original);
		GuardedCall call = new GuardedCall(event, counting);
		if (counting != null) {
			counting.calls().add(call);
		}
		return call;
	}

	/**
	 * Returns the number of active calls of an event in this JVM. If it is called after
	 * the event was cleared and returns 0, then no call is left that the event let
	 * through before. Takes time in proportion to the number of calls, waiting ones
	 * included.
	 * @param event the event
	 * @return the number of calls, or empty if calls of this event are not counted
	 */
	public static OptionalInt countActive(Event event) {
		LocalEvent counting = LocalEvent.of(Objects.requireNonNull(event, "event"));
		return (counting != null) ? OptionalInt.of(countActive(counting)) : OptionalInt.empty();
	}

	static int countActive(LocalEvent event) {
		Set<GuardedCall> calls = event.calls();
		Phase now = event.phase();
		int active = 0;
		for (GuardedCall call : calls) {
			if (!call.waitsIn(now)) {
				active++;
			}
		}
		return active;
	}

	@SuppressWarnings("ReferenceEquality") // a phase equals itself only
	private boolean waitsIn(Phase now) {
		if (this.phase == now) {
			return true;
		}
		Thread waiting = this.thread;
		return waiting != null && now instanceof Phase.Waiting later && later.threads.has(waiting);
	}

	/**
	 * Waits until the event is set.
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if the event is clear and shut down, or shut down
	 * meanwhile
	 * @throws TooManyWaitersException if the event has the maximum number of waiters
	 */
	public void await() throws InterruptedException {
		waits(Thread.currentThread());
		try {
			this.event.await();
		}
		finally {
			this.phase = null;
			this.thread = null;
		}
	}

	/**
	 * Waits until the event is set or the time is over. A call whose time ran out counts
	 * as active again, until it is closed.
	 * @param timeout how long to wait at most; zero or negative does not block
	 * @return {@code true} if the event was set, {@code false} if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if the event is clear and shut down, or shut down
	 * meanwhile, and the time-out is positive
	 * @throws TooManyWaitersException if the event has the maximum number of waiters, and
	 * the time-out is positive
	 */
	public boolean await(Duration timeout) throws InterruptedException {
		waits(Thread.currentThread());
		try {
			return this.event.await(timeout);
		}
		finally {
			this.phase = null;
			this.thread = null;
		}
	}

	/**
	 * Returns a future that completes when the event is set, as {@link Event#whenSet()}
	 * does. The call is not closed by it.
	 * @return a new future
	 */
	@SuppressWarnings("ReferenceEquality") // a phase equals itself only
	public CompletableFuture<Void> whenSet() {
		CompletableFuture<Void> future;
		Phase.Waiting found;
		do {
			found = waits(null);
			future = this.event.whenSet();
			// A future that was released cannot be cancelled.
		}
		while (this.counting != null && !future.isDone() && this.counting.phase() != found && future.cancel(false)
				&& future.isCancelled());
		CompletableFuture<?> unused = future.whenComplete((nothing, failure) -> this.phase = null);
		return future;
	}

	private Phase.@Nullable Waiting waits(@Nullable Thread waiting) {
		Phase.Waiting found = (this.counting != null && this.counting.enterable() instanceof Phase.Waiting now) ? now
				: null;
		this.thread = waiting;
		this.phase = found;
		return found;
	}

	/**
	 * Ends the call.
	 */
	@Override
	public void close() {
		if (this.counting != null) {
			this.counting.calls().remove(this);
		}
	}

	@Override
	public String toString() {
		return "GuardedCall[" + this.event + "]";
	}

}
