/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A flag that threads wait for, after Python's {@code threading.Event}. {@link #set()}
 * sets the flag and releases all waiters, {@link #clear()} clears it, and
 * {@link #await()} blocks while it is clear. Unlike a
 * {@link java.util.concurrent.CountDownLatch} an event can be cleared and reused any
 * number of times.
 *
 * <p>
 * <b>Sample usage.</b> Workers that an operator can stop and resume: <pre>{@code
 * Event ordersOpen = Event.create(true);
 *
 * void work() throws InterruptedException {
 *     while (running) {
 *         Order order = queue.take();
 *         ordersOpen.await();
 *         process(order);
 *     }
 * }
 *
 * void stop() { ordersOpen.clear(); }
 *
 * void resume() { ordersOpen.set(); }
 * }</pre>
 *
 * <p>
 * <b>Release.</b> A {@code set()} releases all waiting threads. All of them return
 * normally even if a {@code clear()} follows before they run; {@link #pulse()} does both
 * in one step. A released waiter does not look at the flag again. An event has no owner:
 * any thread may set or clear it. Release is neither fair nor simultaneous.
 *
 * <p>
 * <b>Interruption and time-out.</b> As in {@code java.util.concurrent}: a thread that is
 * interrupted when it enters a wait or while it waits gets an
 * {@link InterruptedException} with its interrupt status cleared, on a set event too. A
 * waiter that is interrupted after it was released may return normally with its status
 * kept. A time-out that is zero or negative never blocks, a time-out of any length is
 * accepted, and a timed wait returns {@code false} only if the event was not set at any
 * moment of the call.
 *
 * <p>
 * <b>Too many waiters.</b> An event can have a {@linkplain EventDefinition#maxWaiters()
 * maximum number of waiters}, so that its waits cannot occupy all threads of a pool. A
 * wait that would exceed it ends at once with a {@link TooManyWaitersException}; the
 * futures of {@link #whenSet()} count too, and fail with it. Released waiters do not
 * count.
 *
 * <p>
 * <b>Threads that must not block.</b> A wait that would block a thread that must not
 * block, for instance one of an event loop, throws an {@link IllegalStateException} at
 * once. Such threads are recognised by a {@link NonBlockingThreadDetector}, and can use
 * {@link #whenSet()}.
 *
 * <p>
 * <b>Shutdown.</b> {@link #shutdown()} ends the use of an event for waiting: present
 * waits and later ones that would block get an {@link EventShutdownException}. The flag
 * can still be read and changed, so that code that runs during a shutdown does not fail.
 *
 * <p>
 * <b>Shared events.</b> The methods that change a local event never block. Those of an
 * event that several instances share through a store may block until the store has
 * answered, uninterruptibly. They throw an {@code EventStoreUnavailableException}
 * (package {@code io.eventgate.cluster}) if it does not; the event is unchanged then.
 *
 * <p>
 * <b>Memory consistency effects.</b> Actions in a thread before <em>any</em> call of
 * {@code set()} or {@code pulse()}, one on an event that is already set included,
 * <i>happen-before</i> actions that follow a return from a wait that it released, and
 * actions that follow a later return from {@code await} or a later {@link #isSet()} that
 * returns {@code true}. Hence a consumer that calls {@code await()}, {@code clear()} and
 * then drains a queue misses no element that was added before a {@code set()}.
 *
 * <p>
 * <b>Errors.</b> A {@code set()} that ends with a {@link StackOverflowError} or an
 * {@link OutOfMemoryError} may or may not have set the event. If it has, waiters that it
 * did not wake are woken by those that it did, or by any later {@code set()} or
 * {@code pulse()}, one on a set event included. The exception is a virtual thread whose
 * {@link java.util.concurrent.locks.LockSupport#unpark unpark} ran out of stack inside
 * the JDK, which can be lost to any use of that method.
 *
 * <p>
 * All methods are safe for use by any number of threads, platform or virtual; a virtual
 * thread that waits does not pin its carrier. Because released waiters wake one another,
 * a platform thread may have to wait for a free carrier if virtual threads wait for the
 * same event. Events are not serializable. An implementation that wraps another event
 * should extend {@link ForwardingEvent}.
 *
 * @since 0.1.0
 */
public interface Event {

	/**
	 * Creates an event that is clear.
	 * @return a new event
	 */
	static Event create() {
		return create(false);
	}

	/**
	 * Creates an event.
	 * @param initiallySet whether the event is set at first
	 * @return a new event
	 */
	static Event create(boolean initiallySet) {
		return new LocalEvent(null, initiallySet);
	}

	/**
	 * Creates an event with a name, which thread dumps and messages show.
	 * @param name the name
	 * @param initiallySet whether the event is set at first
	 * @return a new event
	 */
	static Event create(String name, boolean initiallySet) {
		return new LocalEvent(Objects.requireNonNull(name, "name"), initiallySet);
	}

	/**
	 * Creates an event of this JVM from a definition, for any scope.
	 * @param definition the name, the initial state and the maximum number of waiters
	 * @return a new event
	 */
	static Event create(EventDefinition definition) {
		return new LocalEvent(definition.name(), definition.initiallySet(),
				definition.maxWaiters().orElse(Integer.MAX_VALUE));
	}

	/**
	 * Waits until at least one of the events is set. Uses no thread, and leaves nothing
	 * behind in the events that did not end the wait.
	 * @param events the events to wait for, at least one
	 * @return the first event, in the order of the arguments, that was found set
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if one of the events is shut down while none was set
	 * @throws TooManyWaitersException if one of the events has the maximum number of
	 * waiters while none was set
	 * @throws IllegalArgumentException if there is no event
	 */
	static Event awaitAny(Event... events) throws InterruptedException {
		return awaitAny(Arrays.asList(Objects.requireNonNull(events, "events")));
	}

	/**
	 * Waits until at least one of the events is set.
	 * @param events the events to wait for, at least one
	 * @return the first event, in the order of the collection, that was found set
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if one of the events is shut down while none was set
	 * @throws TooManyWaitersException if one of the events has the maximum number of
	 * waiters while none was set
	 * @throws IllegalArgumentException if there is no event
	 * @see #awaitAny(Event...)
	 */
	static Event awaitAny(Collection<? extends Event> events) throws InterruptedException {
		return CombinedWait.any(CombinedWait.FOREVER, events).orElseThrow();
	}

	/**
	 * Waits until at least one of the events is set or the time is over.
	 * @param timeout the maximum time to wait; zero or negative does not block
	 * @param events the events to wait for, at least one
	 * @return the first event, in the order of the arguments, that was found set, or
	 * empty if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if one of the events is shut down while none was set
	 * @throws TooManyWaitersException if one of the events has the maximum number of
	 * waiters while none was set
	 * @throws IllegalArgumentException if there is no event
	 * @see #awaitAny(Event...)
	 */
	static Optional<Event> awaitAny(Duration timeout, Event... events) throws InterruptedException {
		return awaitAny(timeout, Arrays.asList(Objects.requireNonNull(events, "events")));
	}

	/**
	 * Waits until at least one of the events is set or the time is over.
	 * @param timeout the maximum time to wait; zero or negative does not block
	 * @param events the events to wait for, at least one
	 * @return the first event, in the order of the collection, that was found set, or
	 * empty if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if one of the events is shut down while none was set
	 * @throws TooManyWaitersException if one of the events has the maximum number of
	 * waiters while none was set
	 * @throws IllegalArgumentException if there is no event
	 * @see #awaitAny(Event...)
	 */
	static Optional<Event> awaitAny(Duration timeout, Collection<? extends Event> events) throws InterruptedException {
		return CombinedWait.any(timeout, events);
	}

	/**
	 * Waits until each of the events has been set at some moment since the call began; a
	 * pulse counts. They need not all be set at the same time.
	 * @param events the events to wait for, at least one
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if an event is shut down before it was set
	 * @throws TooManyWaitersException if an event has the maximum number of waiters
	 * @throws IllegalArgumentException if there is no event
	 */
	static void awaitAll(Event... events) throws InterruptedException {
		awaitAll(Arrays.asList(Objects.requireNonNull(events, "events")));
	}

	/**
	 * Waits until each of the events has been set at some moment since the call began.
	 * @param events the events to wait for, at least one
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if an event is shut down before it was set
	 * @throws TooManyWaitersException if an event has the maximum number of waiters
	 * @throws IllegalArgumentException if there is no event
	 * @see #awaitAll(Event...)
	 */
	static void awaitAll(Collection<? extends Event> events) throws InterruptedException {
		CombinedWait.all(CombinedWait.FOREVER, events);
	}

	/**
	 * Waits until each of the events has been set at some moment since the call began, or
	 * the time is over.
	 * @param timeout the maximum time to wait; zero or negative does not block
	 * @param events the events to wait for, at least one
	 * @return {@code true} if each was set, {@code false} if the time ran out before
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if an event is shut down before it was set
	 * @throws TooManyWaitersException if an event has the maximum number of waiters
	 * @throws IllegalArgumentException if there is no event
	 * @see #awaitAll(Event...)
	 */
	static boolean awaitAll(Duration timeout, Event... events) throws InterruptedException {
		return awaitAll(timeout, Arrays.asList(Objects.requireNonNull(events, "events")));
	}

	/**
	 * Waits until each of the events has been set at some moment since the call began, or
	 * the time is over.
	 * @param timeout the maximum time to wait; zero or negative does not block
	 * @param events the events to wait for, at least one
	 * @return {@code true} if each was set, {@code false} if the time ran out before
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if an event is shut down before it was set
	 * @throws TooManyWaitersException if an event has the maximum number of waiters
	 * @throws IllegalArgumentException if there is no event
	 * @see #awaitAll(Event...)
	 */
	static boolean awaitAll(Duration timeout, Collection<? extends Event> events) throws InterruptedException {
		return CombinedWait.all(timeout, events);
	}

	/**
	 * Returns the name of the event.
	 * @return the name, or empty if the event was created without one
	 */
	Optional<String> getName();

	/**
	 * Returns whether the event is set. Never blocks.
	 * @return {@code true} if the event is set
	 */
	boolean isSet();

	/**
	 * Sets the event and releases all waiters. On an event that is already set this
	 * changes nothing, but still publishes the caller's earlier actions. May block if the
	 * event is shared.
	 * @return {@code true} if the call changed the event, {@code false} if it was set
	 * already
	 * @throws io.eventgate.cluster.EventStoreUnavailableException if the event is shared
	 * and its store does not answer; the event is unchanged
	 */
	boolean set();

	/**
	 * Clears the event, so that later waits block. Releases no waiter and revokes no
	 * release. May block if the event is shared.
	 * @return {@code true} if the call changed the event, {@code false} if it was clear
	 * already
	 * @throws io.eventgate.cluster.EventStoreUnavailableException if the event is shared
	 * and its store does not answer; the event is unchanged
	 */
	boolean clear();

	/**
	 * Releases all present waiters and leaves the event clear: {@link #set()} and
	 * {@link #clear()} as one step, between which no other thread can see the event set.
	 * May block if the event is shared.
	 * @throws io.eventgate.cluster.EventStoreUnavailableException if the event is shared
	 * and its store does not answer; the event is unchanged
	 */
	void pulse();

	/**
	 * Sets, clears or pulses the event, and returns the effect. May block if the event is
	 * shared.
	 * @param kind {@link Transition.Kind#SET} for {@link #set()},
	 * {@link Transition.Kind#CLEAR} for {@link #clear()}, {@link Transition.Kind#PULSE}
	 * for {@link #pulse()}
	 * @return the state before the call and the number of waits that it ended in this JVM
	 * @throws io.eventgate.cluster.EventStoreUnavailableException if the event is shared
	 * and its store does not answer; the event is unchanged
	 */
	Transition change(Transition.Kind kind);

	/**
	 * Waits until the event is set.
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if the event is clear and shut down, or shut down
	 * meanwhile
	 * @throws TooManyWaitersException if the event has the maximum number of waiters
	 */
	void await() throws InterruptedException;

	/**
	 * Waits until the event is set or the time is over.
	 * @param timeout the maximum time to wait; any length is accepted, and one longer
	 * than {@link Long#MAX_VALUE} nanoseconds (292 years) is cut to that
	 * @return {@code true} if the event was set, {@code false} if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if the event is clear and shut down, or shut down
	 * meanwhile, and the time-out is positive
	 * @throws TooManyWaitersException if the event has the maximum number of waiters, and
	 * the time-out is positive
	 */
	boolean await(Duration timeout) throws InterruptedException;

	/**
	 * Waits until the event is set or the time is over.
	 * @param timeout the maximum time to wait, in {@code unit}
	 * @param unit the unit of {@code timeout}
	 * @return {@code true} if the event was set, {@code false} if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventShutdownException if the event is clear and shut down, or shut down
	 * meanwhile, and the time-out is positive
	 * @throws TooManyWaitersException if the event has the maximum number of waiters, and
	 * the time-out is positive
	 */
	boolean await(long timeout, TimeUnit unit) throws InterruptedException;

	/**
	 * Waits until the event is set, and ignores interruption. If the thread was
	 * interrupted meanwhile, its interrupt status is set on return.
	 * @throws EventShutdownException if the event is clear and shut down, or shut down
	 * meanwhile
	 * @throws TooManyWaitersException if the event has the maximum number of waiters
	 */
	void awaitUninterruptibly();

	/**
	 * Returns a future that completes with {@code null} when the event is set, at once if
	 * it is set already, with an {@link EventShutdownException} when it is shut down, and
	 * at once with a {@link TooManyWaitersException} if it has the maximum number of
	 * waiters. Each call returns a new future; one that is cancelled or completed by its
	 * holder leaves nothing behind in the event. A future that is neither completed nor
	 * cancelled waits as long as the event is clear, even if it is no longer referenced.
	 * Dependent actions that are not {@code Async} run in the thread that sets the event,
	 * after it has released the waiting threads. They may call any method of the event.
	 * @return a new future
	 */
	CompletableFuture<Void> whenSet();

	/**
	 * Returns a future that completes with {@code null} when the event is clear, at once
	 * if it is clear already, and with an {@link EventShutdownException} when it is shut
	 * down while it is set. A pulse of a set event completes it. It is not counted as a
	 * waiter. It is completed when observers are notified: in the thread that clears the
	 * event, and possibly because of a {@code clear()} that had not yet returned when
	 * this method was called. A future that is cancelled leaves nothing behind in the
	 * event.
	 * @return a new future
	 */
	default CompletableFuture<Void> whenClear() {
		return ClearFuture.of(this);
	}

	/**
	 * Returns the number of pending waits, threads and futures. The number is exact while
	 * no wait begins or ends, and an estimate otherwise. Takes constant time.
	 * @return the number of waits
	 */
	int getQueueLength();

	/**
	 * Returns the waiting threads, the longest waiting first. The list is a snapshot that
	 * is built without stopping them; threads that begin or end a wait meanwhile may or
	 * may not be in it.
	 * @param limit the maximum number of threads, which bounds the memory used
	 * @return the longest waiting threads
	 * @throws IllegalArgumentException if {@code limit} is negative
	 */
	List<WaitingThread> getWaitingThreads(int limit);

	/**
	 * Returns all waiting threads, the longest waiting first.
	 * @return the waiting threads
	 * @see #getWaitingThreads(int)
	 */
	default List<WaitingThread> getWaitingThreads() {
		return getWaitingThreads(Integer.MAX_VALUE);
	}

	/**
	 * Returns the age of the longest pending wait, thread or future.
	 * @return the age, or empty if there is no waiter
	 */
	Optional<Duration> getLongestWait();

	/**
	 * Ends present waits, and later ones that would block, with an
	 * {@link EventShutdownException}. The flag keeps its state. A second call has no
	 * effect.
	 */
	void shutdown();

	/**
	 * Returns whether {@link #shutdown()} was called.
	 * @return {@code true} if the event is shut down
	 */
	boolean isShutdown();

	/**
	 * Adds an observer of transitions and of waits that block. It is notified of each
	 * change after this method returned, even if the call that causes the change began
	 * before. It costs nothing on calls that neither block nor change the event.
	 * @param observer the observer; one that is present already is added once more
	 */
	void addObserver(EventObserver observer);

	/**
	 * Removes one occurrence of an observer. One that is not present is ignored.
	 * @param observer the observer
	 */
	void removeObserver(EventObserver observer);

}
