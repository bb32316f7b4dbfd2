package io.eventgate;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits: an element of a {@link WaiterStack}. Used for one wait only.
 */
abstract class Waiter {

	/** By the difference, as {@link System#nanoTime()} asks for. */
	static final Comparator<Waiter> OLDEST_FIRST = (one, other) -> Long.signum(one.since - other.since);

	/** When the wait began, as {@link System#nanoTime()}. */
	final long since = System.nanoTime();

	/**
	 * Towards older waiters. Whatever races write it, all waiters below this one that are
	 * pending can be reached through it.
	 */
	@Nullable Waiter next;

	/**
	 * Towards newer waiters, for readers who look for the oldest; {@code null} if there
	 * is none, or where a race has broken the chain. All waiters between this one and
	 * that one have departed.
	 */
	volatile @Nullable Waiter newer;

	/**
	 * Whether the {@link WaiterCount} of the phase includes this waiter. Written by its
	 * own thread when it enters, and reset once, by the thread that removes it from the
	 * count.
	 */
	volatile boolean counted;

	/** Who is to be told of the end. Written before anybody else sees this waiter. */
	List<Consumer<WaitOutcome>> ends = List.of();

	/** Whether the wait goes on; once {@code false} it stays so. */
	abstract boolean isPending();

	/** Ends the wait if it is pending. May be called again, and by several threads. */
	abstract void wake();

	/** The thread that waits, if it is known and the wait is pending. */
	abstract @Nullable Thread thread();

	/** How long the wait has lasted, in nanoseconds. */
	final long age() {
		return System.nanoTime() - this.since;
	}

}
