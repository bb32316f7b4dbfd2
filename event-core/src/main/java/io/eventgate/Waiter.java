/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * An element of a {@link WaiterStack}, a waiting thread or future. Used for one wait
 * only.
 */
abstract class Waiter {

	/** By the difference, as {@link System#nanoTime()} requires. */
	static final Comparator<Waiter> OLDEST_FIRST = (one, other) -> Long.signum(one.since - other.since);

	/** The {@link System#nanoTime()} at which the wait began. */
	final long since = System.nanoTime();

	/**
	 * The link to older waiters. Whichever racing write wins, all pending waiters below
	 * this one can be reached through it.
	 */
	@Nullable Waiter next;

	/**
	 * The link to newer waiters, for the search of the oldest; {@code null} if there is
	 * none, or if a race has broken the chain. All waiters between this one and that one
	 * have departed.
	 */
	volatile @Nullable Waiter newer;

	/**
	 * Whether the {@link WaiterCount} of the phase includes this waiter. Written by its
	 * own thread when it enters, and reset once, by the thread that removes it from the
	 * count.
	 */
	volatile boolean counted;

	/** The consumers of the outcome. Written before another thread sees this waiter. */
	List<Consumer<WaitOutcome>> ends = List.of();

	/** Returns whether the wait is pending; once {@code false} it stays so. */
	abstract boolean isPending();

	/** Ends the wait if it is pending. May be called again, and by several threads. */
	abstract void wake();

	/** Returns the waiting thread, if it is known and the wait is pending. */
	abstract @Nullable Thread thread();

	/** Returns the age of the wait, in nanoseconds. */
	final long age() {
		return System.nanoTime() - this.since;
	}

}
