/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The implementation of an event whose waiters are all in one JVM.
 */
@SuppressWarnings("ReferenceEquality") // a phase equals itself only
final class LocalEvent implements RevertibleEvent {

	/*
	 * The algorithm.
	 *
	 * The whole state is one reference, `phase`. A phase is a period in which the event
	 * is set or is clear. SET and CLEAR are shared: the event is set, or clear and
	 * without any waiter so far. The first waiter replaces CLEAR by a new Waiting phase,
	 * and all waiters enter the stacks of that object. A transition is one
	 * compare-and-set of `phase`; a phase that was left never comes back. From that:
	 *
	 * (1) A waiter is released if and only if `phase` is no longer the Waiting phase that
	 * it entered. It needs no mark and no message, and never reads the flag, so no later
	 * clear() can revoke its release. It detects its release by itself, even if the
	 * thread that should have woken it died.
	 *
	 * (2) No wake-up is lost. A waiter enters the stack, then reads `phase`, then parks;
	 * a transition writes `phase`, then reads the stack. One of them sees the other.
	 *
	 * (3) The waiters to wake follow from the state. The new phase refers to the one that
	 * it ended (`earlier`) until the stacks of that one are empty; WaiterStack.wake
	 * removes only waiters that are awake. If the thread that made the transition dies
	 * half-way (StackOverflowError, OutOfMemoryError), any later set() or pulse(), on a
	 * set event too, continues the wake-up. All allocations that can fail come before the
	 * compare-and-set.
	 *
	 * (4) Waking is shared. The thread that makes the transition wakes a few waiters;
	 * each released waiter wakes a few more before it returns. This chain does not break:
	 * a waker counts a waiter only if it found it pending after the phase had changed.
	 * Such a waiter departs later (`thread = null`), and reads `phase` after that, in
	 * block(): it sees the change and wakes others, whether it was released, timed out or
	 * interrupted.
	 *
	 * (5) Every set() publishes: even one that changes nothing does a compare-and-set of
	 * `phase` (with itself). After a mere read the caller's earlier writes might not be
	 * visible yet, and a consumer that clears and then drains its queue would miss them
	 * and block with work in the queue.
	 *
	 * (6) Shutdown is a phase too, which no waiter can enter. It remembers the Waiting
	 * phase that it ended (`cutOff`), if any: waiters of that phase were cut off, all
	 * other waiters had been released before.
	 *
	 * (7) At most `maxWaiters` waiters are counted in a phase, and a waiter parks only if
	 * it is counted: it is pushed, then counted or refused, then parks. A released waiter
	 * no longer counts, because a new phase begins with a new count. A waiter that gives
	 * up frees its place; WaiterStack explains why no place is lost.
	 *
	 * (8) No observer misses a transition that its caller could still expect. A
	 * transition writes `phase`, then reads `observed`; addObserver() writes `observed`
	 * before its caller can read `phase`. So a caller that finds the flag unchanged after
	 * it added an observer is notified of the next change, as whenClear() relies on. One
	 * read of `observed` is all that a transition without observers costs beyond its
	 * compare-and-set.
	 *
	 * (9) A temporary state is reverted only if no other call has switched the event
	 * since. Such a phase is an object of its own, never SET or CLEAR, and refers to its
	 * Reversal. One compare-and-set of that reference decides between a call that changes
	 * nothing or replaces the end, which makes it lasting, and the end of the time. Then
	 * `phase` is replaced by the phase that the reversal has decided on, unless a call
	 * that changes the flag has replaced it before. A call that would change nothing and
	 * finds the decision does that first, and then does change something: otherwise the
	 * reversal would come after it.
	 *
	 * (10) A transition counts the waits that it released after it has changed the phase,
	 * and counts none that timed out or was cancelled. Such a waiter leaves the count
	 * first, and looks at the phase afterwards. If it finds the phase unchanged, it was
	 * no longer counted when the phase changed; otherwise it was released, perhaps
	 * without being counted. A thread leaves while it is still pending, so that no other
	 * thread is about to remove it. These may be counted: a wait that was released and
	 * interrupted, a future that its holder completes, and one that several threads
	 * cancel at the same moment.
	 *
	 * A set phase can be replaced by SET once its `earlier` is done, because it has no
	 * waiters. A Waiting phase cannot be replaced by CLEAR, because by (1) that would
	 * release its waiters.
	 */

	/** The number of waiters that the thread that makes a transition wakes itself. */
	private static final int WAKES_BY_SETTER = 4;

	/** The number of waiters that a released waiter wakes. */
	private static final int WAKES_BY_WAITER = 2;

	private static final VarHandle PHASE;
	static {
		try {
			PHASE = MethodHandles.lookup().findVarHandle(LocalEvent.class, "phase", Phase.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
		rehearse();
	}

	private final @Nullable String name;

	private final Observers observers = new Observers();

	/** The calls that have begun and are not closed. */
	private final Set<GuardedCall> calls = ConcurrentHashMap.newKeySet();

	private volatile Phase phase;

	/** Whether there has ever been an observer. */
	private volatile boolean observed;

	private final int maxWaiters;

	LocalEvent(@Nullable String name, boolean initiallySet) {
		this(name, initiallySet, Integer.MAX_VALUE);
	}

	LocalEvent(@Nullable String name, boolean initiallySet, int maxWaiters) {
		this.name = name;
		this.maxWaiters = maxWaiters;
		this.phase = initiallySet ? Phase.SET : Phase.CLEAR;
	}

	/** Returns the event that others forward to, if it is one of this class. */
	static @Nullable LocalEvent of(Event event) {
		Event target = event;
		while (target instanceof ForwardingEvent forwarding) {
			target = forwarding.delegate();
		}
		return (target instanceof LocalEvent local) ? local : null;
	}

	/**
	 * Loads and initialises all classes that a wait needs. If the first wait did that and
	 * exhausted the stack, no later wait in this JVM would work.
	 */
	private static void rehearse() {
		Services.rehearse();
		LocalEvent event = new LocalEvent(null, false);
		event.block(false, true, 0);
		event.whenSet().cancel(false);
		CompletableFuture<?> unused = event.whenSet();
		event.pulse();
		event.shutdown();
	}

	@Override
	public Optional<String> getName() {
		return Optional.ofNullable(this.name);
	}

	@Override
	public boolean isSet() {
		Phase now = this.phase;
		// The comparison with the constant avoids a read of the object.
		return now == Phase.SET || now.set;
	}

	@Override
	public boolean set() {
		return flip(Phase.CLEAR, Phase.SET) || !step(Transition.Kind.SET, false).set;
	}

	@Override
	public boolean clear() {
		return flip(Phase.SET, Phase.CLEAR) || step(Transition.Kind.CLEAR, false).set;
	}

	@Override
	public void pulse() {
		step(Transition.Kind.PULSE, false);
	}

	@Override
	public Transition change(Transition.Kind kind) {
		return transition(kind, step(Objects.requireNonNull(kind, "kind"), true), null);
	}

	@Override
	public Transition changeFor(Transition.Kind kind, Duration duration) {
		RevertibleEvent.check(kind, duration);
		return changeFor(kind, new Reversal(duration)).transition();
	}

	Temporary changeFor(Transition.Kind kind, Reversal end) {
		boolean set = kind == Transition.Kind.SET;
		while (true) {
			Phase before = this.phase;
			Reversal pending = before.reversal();
			if (pending != null && pending.after() != null) {
				install(before, pending);
				continue;
			}
			Phase after = (before.set != set) ? before.next(set, end) : before;
			boolean temporary = (after != before) ? after.reversal() == end : pending != null;
			// Also if nothing changes, because of (5).
			if (PHASE.compareAndSet(this, before, after)
					&& (after != before || pending == null || before.replace(pending, end))) {
				if (pending != null) {
					pending.cancel();
				}
				if (temporary) {
					end.start(() -> revert(after, end));
				}
				else {
					end.cancel();
				}
				finish(kind, before, after, temporary ? end : null, true);
				return new Temporary(transition(kind, before, temporary ? end : null), after, end);
			}
		}
	}

	/**
	 * Takes a temporary state back.
	 * @return {@code false} if another call has come first
	 */
	boolean revert(Phase temporary, Reversal end) {
		Reversal decided = end.decided(temporary.next(!temporary.set));
		end.cancel();
		return temporary.replace(end, decided) && install(temporary, decided);
	}

	/** Makes the switch of a reversal that is decided. Any thread may be the first. */
	private boolean install(Phase temporary, @Nullable Reversal decided) {
		Phase after = (decided != null) ? decided.after() : null;
		if (decided == null || after == null || !PHASE.compareAndSet(this, temporary, after)) {
			return false;
		}
		Transition.Kind kind = after.set ? Transition.Kind.SET : Transition.Kind.CLEAR;
		decided.origin().run(() -> finish(kind, temporary, after, null, false));
		return true;
	}

	@Override
	public Optional<Instant> getRevertTime() {
		return Optional.ofNullable(this.phase.reversal()).map(Reversal::until);
	}

	/** The transition without waiters: one compare-and-set, no more. */
	private boolean flip(Phase before, Phase after) {
		// The read costs next to nothing. It saves a set() that changes nothing a second
		// compare-and-set, and a clear() that changes nothing its only one.
		if (this.phase != before || !PHASE.compareAndSet(this, before, after)) {
			return false;
		}
		if (isObserved()) {
			Transition.Kind kind = after.set ? Transition.Kind.SET : Transition.Kind.CLEAR;
			this.observers.transition(this, transition(kind, before, null));
		}
		return true;
	}

	private boolean isObserved() {
		return this.observed && !this.observers.isEmpty();
	}

	/**
	 * Makes any transition, wakes the waiters that it released and notifies the
	 * observers.
	 * @param counts whether to count the waiters even if there is no observer
	 * @return the phase that it ended, or the present one if it changed nothing
	 */
	private Phase step(Transition.Kind kind, boolean counts) {
		boolean set = kind == Transition.Kind.SET;
		while (true) {
			Phase before = this.phase;
			boolean same = before.set == set && kind != Transition.Kind.PULSE;
			Phase after = same ? before : before.next(set);
			// A clear() that changes nothing has nothing to publish.
			if ((same && !set) || PHASE.compareAndSet(this, before, after)) {
				if (before.keep() || !same) {
					if (set || !same) {
						finish(kind, before, after, null, counts);
					}
					return before;
				}
				install(before, before.reversal());
			}
		}
	}

	/** Wakes the waiters that a transition released, and notifies the observers. */
	private void finish(Transition.Kind kind, Phase before, Phase after, @Nullable Reversal end, boolean counts) {
		boolean notifies = (kind == Transition.Kind.PULSE || before.set != after.set) && isObserved();
		if ((notifies || counts) && before instanceof Phase.Waiting ended) {
			ended.released = ended.countReleased();
		}
		wake(after);
		if (notifies) {
			this.observers.transition(this, transition(kind, before, end));
		}
	}

	private static Transition transition(Transition.Kind kind, Phase before, @Nullable Reversal end) {
		boolean releases = kind != Transition.Kind.CLEAR;
		int released = (releases && before instanceof Phase.Waiting ended) ? ended.released : 0;
		return new Transition(kind, before.set, released, Origin.current(), (end != null) ? end.until() : null);
	}

	@Override
	public void shutdown() {
		Phase before;
		Phase after;
		do {
			before = this.phase;
			if (before instanceof Phase.Shutdown) {
				wake(before);
				return;
			}
			after = new Phase.Shutdown(before.set, before.unfinished(),
					(before instanceof Phase.Waiting waiting) ? waiting : null);
		}
		while (!PHASE.compareAndSet(this, before, after));
		before.keep();
		wake(after);
		this.observers.shutdown(this);
	}

	/**
	 * Wakes released waiters that may still be parked, and unlinks finished phases.
	 */
	private void wake(Phase now) {
		Phase newer = now;
		for (Phase.Waiting ended = newer.earlier; ended != null; ended = newer.earlier) {
			ended.threads.wake(WAKES_BY_SETTER);
			ended.completeFutures();
			if (ended.threads.isEmpty() && ended.futures.isEmpty()) {
				newer.earlier = ended.earlier;
			}
			else {
				newer = ended;
			}
		}
		if (now != Phase.SET && now.set && now.earlier == null && now.reversal() == null
				&& !(now instanceof Phase.Shutdown)) {
			PHASE.compareAndSet(this, now, Phase.SET);
		}
	}

	@Override
	public void await() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (!isSet()) {
			returnOrThrow(block(true, false, 0));
		}
	}

	@Override
	public boolean await(Duration timeout) throws InterruptedException {
		Objects.requireNonNull(timeout, "timeout");
		return await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
	}

	@Override
	public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
		Objects.requireNonNull(unit, "unit");
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (isSet()) {
			return true;
		}
		return timeout > 0 && returnOrThrow(block(true, true, unit.toNanos(timeout)));
	}

	@Override
	public void awaitUninterruptibly() {
		if (!isSet()) {
			throwIfFailed(block(false, false, 0));
		}
	}

	private boolean returnOrThrow(WaitOutcome outcome) throws InterruptedException {
		if (outcome == WaitOutcome.INTERRUPTED) {
			throw new InterruptedException();
		}
		throwIfFailed(outcome);
		return outcome == WaitOutcome.SET;
	}

	private void throwIfFailed(WaitOutcome outcome) {
		if (outcome == WaitOutcome.SHUTDOWN) {
			throw new EventShutdownException(this);
		}
		if (outcome == WaitOutcome.REJECTED) {
			throw new TooManyWaitersException(this);
		}
	}

	Phase phase() {
		return this.phase;
	}

	Set<GuardedCall> calls() {
		return this.calls;
	}

	void waited(WaitOutcome outcome, Waiter waiter) {
		this.observers.waited(this, outcome, waiter);
	}

	/** Waits in the current thread; the only method of this class that blocks. */
	private WaitOutcome block(boolean interruptible, boolean timed, long nanos) {
		Phase now = enterable();
		if (!(now instanceof Phase.Waiting mine)) {
			return now.set ? WaitOutcome.SET : WaitOutcome.SHUTDOWN;
		}
		if (!timed || nanos > 0) {
			NonBlockingThreads.check(this);
		}
		ThreadWaiter waiter = new ThreadWaiter();
		// Not later, because a waiter in the stack may have to wake others.
		this.observers.blocks(this, waiter);
		boolean interrupted = false;
		boolean timedOut = false;
		boolean refused = false;
		try {
			refused = !mine.enter(mine.threads, waiter, this.maxWaiters);
			while (this.phase == mine && !refused && !timedOut && !(interrupted && interruptible)) {
				if (Thread.interrupted()) {
					interrupted = true;
				}
				else if (!timed) {
					LockSupport.park(this);
				}
				else {
					long left = nanos - (System.nanoTime() - waiter.since);
					timedOut = left <= 0;
					LockSupport.parkNanos(this, left);
				}
			}
			if (this.phase == mine) {
				mine.threads.uncount(waiter); // See (10).
			}
		}
		finally {
			// First a field write, which cannot fail on an exhausted stack; see (4).
			waiter.thread = null;
			now = this.phase;
			if (now == mine) {
				mine.threads.departed(waiter);
			}
			else {
				mine.threads.wake(WAKES_BY_WAITER);
			}
		}
		WaitOutcome outcome = now.endOf(mine);
		if (refused && now == mine) {
			outcome = WaitOutcome.REJECTED;
		}
		if (interrupted && interruptible) {
			outcome = WaitOutcome.INTERRUPTED;
		}
		else if (interrupted) {
			Thread.currentThread().interrupt();
		}
		waited(outcome, waiter);
		return outcome;
	}

	/**
	 * Returns the present phase, a {@link Phase.Waiting} one unless no wait would block.
	 */
	Phase enterable() {
		Phase now = this.phase;
		while (now == Phase.CLEAR) {
			PHASE.compareAndSet(this, Phase.CLEAR, new Phase.Waiting(null));
			now = this.phase;
		}
		return now;
	}

	@Override
	public CompletableFuture<Void> whenSet() {
		return whenSet(null);
	}

	/** Like {@link #whenSet()}, for a thread that will wait for the future. */
	CompletableFuture<Void> whenSet(@Nullable Thread thread) {
		Phase now = enterable();
		if (!(now instanceof Phase.Waiting mine)) {
			return now.set ? CompletableFuture.completedFuture(null)
					: CompletableFuture.failedFuture(new EventShutdownException(this));
		}
		FutureWaiter waiter = new FutureWaiter(this, mine, thread);
		this.observers.blocks(this, waiter);
		if (thread != null) {
			mine.threadsOfFutures = true;
		}
		if (!mine.enter(mine.futures, waiter, this.maxWaiters)) {
			waiter.refuse();
		}
		waiter.wakeIfReleased();
		return waiter.future;
	}

	@Override
	public int getQueueLength() {
		return (this.phase instanceof Phase.Waiting waiting) ? waiting.count() : 0;
	}

	@Override
	public List<WaitingThread> getWaitingThreads(int limit) {
		if (limit < 0) {
			throw new IllegalArgumentException("limit must be at least 0 but was " + limit);
		}
		List<Waiter> oldest = (this.phase instanceof Phase.Waiting waiting) ? waiting.oldestThreads(limit) : List.of();
		// Each clock is read once, or a pause in the loop would reorder waits, and in
		// this order, or a pause between the reads would date all of them too early.
		long nanos = System.nanoTime();
		Instant now = Instant.now();
		List<WaitingThread> threads = new ArrayList<>(oldest.size());
		oldest.forEach((waiter) -> {
			Thread thread = waiter.thread();
			if (thread != null) {
				threads.add(new WaitingThread(thread, now.minusNanos(nanos - waiter.since)));
			}
		});
		return threads;
	}

	@Override
	public Optional<Duration> getLongestWait() {
		return (this.phase instanceof Phase.Waiting waiting) ? Stream
			.of(Optional.ofNullable(waiting.threads.oldest()), Optional.ofNullable(waiting.futures.oldest()))
			.flatMap(Optional::stream)
			.min(Waiter.OLDEST_FIRST)
			.map((waiter) -> Duration.ofNanos(waiter.age())) : Optional.empty();
	}

	@Override
	public boolean isShutdown() {
		return this.phase instanceof Phase.Shutdown;
	}

	@Override
	public void addObserver(EventObserver observer) {
		this.observers.add(observer);
		this.observed = true;
	}

	@Override
	public void removeObserver(EventObserver observer) {
		this.observers.remove(observer);
	}

	@Override
	public String toString() {
		Phase now = this.phase;
		int waiters = (now instanceof Phase.Waiting waiting) ? waiting.count() : 0;
		return "Event[" + ((this.name != null) ? this.name + ", " : "") + (now.set ? "set" : "clear")
				+ ((now instanceof Phase.Shutdown) ? ", shut down" : "") + ", " + waiters + " waiting]";
	}

	/**
	 * A switch to a state that may be temporary.
	 *
	 * @param transition the effect
	 * @param phase the phase after it
	 * @param end the end that was given for it
	 */
	record Temporary(Transition transition, Phase phase, Reversal end) {

	}

}
