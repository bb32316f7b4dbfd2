/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A lock-free stack of waiters, the newest on top. A waiter that gives up stays linked
 * for a while: departed waiters on top are popped at once, those further down are swept
 * when as many have departed as are left. So N waiters that give up together cost O(N),
 * and leave behind no more links than waiters that are left.
 *
 * <p>
 * <b>Unlinking</b> needs no lock: a waiter departs once and for ever, waiters are added
 * on top only, and a link is only ever moved past departed ones. So whichever of two
 * racing writes of {@code next} wins, every pending waiter below stays reachable. The
 * worst outcome is a departed waiter that stays linked a while longer.
 *
 * <p>
 * <b>Counting.</b> A waiter is counted by its own thread, after it was pushed, and
 * removed from the count once: by the thread that gives it up, or after it has departed
 * by the one that unlinks it, whichever comes first. So the count is never less than the
 * number of counted waiters that still wait, and a thread that dies while it departs
 * leaves a counted waiter behind that is still linked, and that
 * {@link #uncountDeparted()} finds.
 *
 * <p>
 * <b>The oldest.</b> All waiters that were pushed before {@code bottom} have departed,
 * and so have all between a waiter and its {@code newer} one. Because departing is final,
 * neither statement can become false, and stale writes of either field do no harm: they
 * make a reader start further below, or end above all departed waiters, in which case it
 * walks down from the top.
 */
@SuppressWarnings("ReferenceEquality") // a waiter equals itself only
final class WaiterStack {

	/** The number of departed waiters below which a sweep is not worth its cost. */
	private static final int SWEEP_AT_LEAST = 32;

	private static final VarHandle TOP;

	private static final VarHandle DEPARTED;

	private static final VarHandle NEWER;

	private static final VarHandle COUNTED;
	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			TOP = lookup.findVarHandle(WaiterStack.class, "top", Waiter.class);
			DEPARTED = lookup.findVarHandle(WaiterStack.class, "departed", int.class);
			NEWER = lookup.findVarHandle(Waiter.class, "newer", Waiter.class);
			COUNTED = lookup.findVarHandle(Waiter.class, "counted", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile @Nullable Waiter top;

	/** The number of waiters that have departed since the last sweep began. */
	private volatile int departed;

	private volatile int sweepAt = SWEEP_AT_LEAST;

	/** The start of the search for the oldest waiter. */
	private volatile @Nullable Waiter bottom;

	private final WaiterCount count;

	WaiterStack(WaiterCount count) {
		this.count = count;
	}

	/**
	 * Pushes a waiter and counts it, unless there are too many.
	 * @param max the maximum number of waiters, of this stack and others with its count
	 * @return {@code false} if it was not counted, and has to depart
	 */
	boolean push(Waiter waiter, int max) {
		push(waiter);
		if (!this.count.add(max)) {
			return false;
		}
		// A field write, which cannot fail on an exhausted stack.
		waiter.counted = true;
		return true;
	}

	void push(Waiter waiter) {
		Waiter below;
		do {
			below = this.top;
			waiter.next = below;
		}
		while (!TOP.compareAndSet(this, below, waiter));
		if (below != null) {
			below.newer = waiter;
		}
		else {
			this.bottom = waiter;
		}
	}

	boolean isEmpty() {
		return this.top == null;
	}

	/**
	 * Wakes pending waiters from the top until {@code quota} of them are woken or none is
	 * left. A waiter is woken first and removed afterwards: all removed waiters are
	 * awake, so if a waker dies at any instruction the next one continues where it
	 * stopped. Two wakers may wake the same waiter, which costs next to nothing.
	 */
	void wake(int quota) {
		int left = quota;
		while (left > 0) {
			Waiter waiter = this.top;
			if (waiter == null) {
				return;
			}
			boolean pending = waiter.isPending();
			if (pending) {
				waiter.wake();
			}
			if (TOP.compareAndSet(this, waiter, waiter.next) && pending) {
				left--;
			}
		}
	}

	/** Called for each waiter that has departed before it was woken. */
	void departed(Waiter departing) {
		uncount(departing);
		popDeparted();
		int count = (int) DEPARTED.getAndAdd(this, 1) + 1;
		while (count >= this.sweepAt && DEPARTED.compareAndSet(this, count, 0)) {
			int pending = 0;
			// One sweep at a time; waiters that depart meanwhile leave the next to it.
			this.sweepAt = Integer.MAX_VALUE;
			try {
				pending = sweep();
			}
			finally {
				// Half, so that no more departed waiters stay linked than pending ones.
				this.sweepAt = Math.max(SWEEP_AT_LEAST, pending / 2);
			}
			count = this.departed;
		}
	}

	/** Unlinks departed waiters from the top. */
	void popDeparted() {
		for (Waiter waiter = this.top; waiter != null && !waiter.isPending(); waiter = this.top) {
			Waiter below = waiter.next;
			if (TOP.compareAndSet(this, waiter, below)) {
				uncount(waiter);
				// Otherwise the waiter below would keep it from being collected.
				if (below != null) {
					NEWER.compareAndSet(below, waiter, null);
				}
				else if (this.top == null) {
					this.bottom = null;
				}
			}
		}
	}

	/** Removes a waiter that gives up, or has departed, from the count. */
	void uncount(Waiter waiter) {
		if (waiter.counted && COUNTED.compareAndSet(waiter, true, false)) {
			this.count.remove();
		}
	}

	/** Removes from the count the waiters of threads that died while they departed. */
	void uncountDeparted() {
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (!waiter.isPending()) {
				uncount(waiter);
			}
		}
	}

	private int sweep() {
		int pending = 0;
		Waiter newer = null;
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (waiter.isPending()) {
				if (newer != null && newer.next != waiter) {
					newer.next = waiter;
					waiter.newer = newer;
				}
				newer = waiter;
				pending++;
			}
			else {
				uncount(waiter);
			}
		}
		if (newer != null) {
			newer.next = null;
			this.bottom = newer;
		}
		popDeparted();
		return pending;
	}

	/** Performs an action for each pending waiter, the newest first. */
	void forEachPending(Consumer<Waiter> action) {
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (waiter.isPending()) {
				action.accept(waiter);
			}
		}
	}

	/** Returns whether the thread is one of the pending waiters. */
	boolean has(Thread thread) {
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (waiter.thread() == thread) {
				return true;
			}
		}
		return false;
	}

	/** Returns the oldest pending waiter, as a rule in constant time. */
	@Nullable Waiter oldest() {
		Waiter oldest = this.bottom;
		while (oldest != null && !oldest.isPending()) {
			oldest = oldest.newer;
		}
		if (oldest == null) {
			for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
				if (waiter.isPending()) {
					oldest = waiter;
				}
			}
		}
		if (oldest != null) {
			this.bottom = oldest;
		}
		return oldest;
	}

	/**
	 * Returns the oldest pending waiters, the oldest first.
	 * @param limit the maximum number
	 */
	List<Waiter> oldest(int limit) {
		List<Waiter> found = new ArrayList<>();
		Waiter last = null;
		for (Waiter waiter = oldest(); waiter != null && found.size() < limit; waiter = waiter.newer) {
			if (waiter.isPending()) {
				found.add(waiter);
			}
			last = waiter;
		}
		Waiter newest = this.top;
		if (found.size() == limit || last == newest || (last != null && last.newer != null)) {
			return found;
		}
		// The chain of links to newer waiters is broken.
		ArrayDeque<Waiter> all = new ArrayDeque<>();
		for (Waiter waiter = newest; waiter != null; waiter = waiter.next) {
			if (waiter.isPending()) {
				all.addFirst(waiter);
				if (all.size() > limit) {
					all.removeLast();
				}
			}
		}
		return List.copyOf(all);
	}

}
