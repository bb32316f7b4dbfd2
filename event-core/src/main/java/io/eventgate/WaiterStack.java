package io.eventgate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A lock-free stack of waiters, the newest on top. A waiter that gives up stays linked
 * until somebody comes by: departed waiters on top are popped at once, those further down
 * are swept when as many have departed as are left, so that N waiters that give up
 * together cost O(N) and leave behind no more links than waiters that are left.
 *
 * <p>
 * Why unlinking needs no lock: a waiter departs once and for ever, waiters are added on
 * top only, and a link is only ever moved past departed ones. So whichever of two racing
 * writes of {@code next} wins, every pending waiter below stays reachable; the worst
 * outcome is a departed one that is linked a while longer.
 */
@SuppressWarnings("ReferenceEquality") // a waiter equals itself only
final class WaiterStack {

	/** Below this many departed waiters a sweep is not worth its walk. */
	private static final int SWEEP_AT_LEAST = 32;

	private static final VarHandle TOP;

	private static final VarHandle DEPARTED;
	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			TOP = lookup.findVarHandle(WaiterStack.class, "top", Waiter.class);
			DEPARTED = lookup.findVarHandle(WaiterStack.class, "departed", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile @Nullable Waiter top;

	/** How many have departed since the last sweep began. */
	private volatile int departed;

	private volatile int sweepAt = SWEEP_AT_LEAST;

	void push(Waiter waiter) {
		Waiter below;
		do {
			below = this.top;
			waiter.next = below;
		}
		while (!TOP.compareAndSet(this, below, waiter));
	}

	boolean isEmpty() {
		return this.top == null;
	}

	/**
	 * Wakes pending waiters from the top until {@code quota} of them are woken or none is
	 * left. A waiter is woken first and taken off afterwards: all that were ever taken
	 * off are awake, so if a waker dies at any instruction the next one carries on where
	 * it stood. Two wakers may wake one waiter both, which costs next to nothing.
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

	/** To be called by each waiter that has departed before it was woken. */
	void departed() {
		popDeparted();
		int count = (int) DEPARTED.getAndAdd(this, 1) + 1;
		while (count >= this.sweepAt && DEPARTED.compareAndSet(this, count, 0)) {
			int pending = 0;
			// One sweep at a time; those who depart meanwhile leave the next one to it.
			this.sweepAt = Integer.MAX_VALUE;
			try {
				pending = sweep();
			}
			finally {
				// By half, so that never more stay linked in vain than are left.
				this.sweepAt = Math.max(SWEEP_AT_LEAST, pending / 2);
			}
			count = this.departed;
		}
	}

	private void popDeparted() {
		for (Waiter waiter = this.top; waiter != null && !waiter.isPending(); waiter = this.top) {
			TOP.compareAndSet(this, waiter, waiter.next);
		}
	}

	private int sweep() {
		int pending = 0;
		Waiter newer = null;
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (waiter.isPending()) {
				if (newer != null && newer.next != waiter) {
					newer.next = waiter;
				}
				newer = waiter;
				pending++;
			}
		}
		if (newer != null) {
			newer.next = null;
		}
		popDeparted();
		return pending;
	}

	/** Shows each pending waiter, the newest first. */
	void forEachPending(Consumer<Waiter> action) {
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (waiter.isPending()) {
				action.accept(waiter);
			}
		}
	}

	/** Whether the thread is one of the pending waiters. */
	boolean has(Thread thread) {
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (waiter.thread() == thread) {
				return true;
			}
		}
		return false;
	}

	int count() {
		int count = 0;
		for (Waiter waiter = this.top; waiter != null; waiter = waiter.next) {
			if (waiter.isPending()) {
				count++;
			}
		}
		return count;
	}

}
