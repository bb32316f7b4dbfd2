package io.eventgate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A flag that threads wait on, after Python's {@code threading.Event}. {@link #set()}
 * raises the flag and releases all waiters, {@link #clear()} lowers it again, and
 * {@link #await()} blocks while it is down. Unlike a
 * {@link java.util.concurrent.CountDownLatch} an event can be closed again and reused for
 * ever.
 *
 * <p>
 * <b>Sample usage.</b> Workers that an operator can hold: <pre>{@code
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
 * void hold() { ordersOpen.clear(); }
 *
 * void resume() { ordersOpen.set(); }
 * }</pre>
 *
 * <p>
 * <b>Release.</b> A {@code set()} releases every thread that waits at that moment, and
 * they all return normally although a {@code clear()} may follow before they run;
 * {@link #pulse()} does both in one step. A waiter never looks at the flag again. Nothing
 * is owned: any thread may set or clear. Release is not fair, and not simultaneous.
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
 * <b>Closing.</b> {@link #close()} ends the use of an event for waiting: present waits
 * and later ones that would block get an {@link EventClosedException}. The flag itself
 * can still be read and switched, so that code that runs during a shutdown does not fail.
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
 * {@link OutOfMemoryError} has switched the event or has not. If it has, waiters that it
 * did not get to wake are woken by those that it did, or by any later {@code set()} or
 * {@code pulse()}, one on a set event included. The exception is a virtual thread whose
 * {@link java.util.concurrent.locks.LockSupport#unpark unpark} ran out of stack inside
 * the JDK, which can be lost to any use of that method.
 *
 * <p>
 * All methods are safe for use by any number of threads, platform or virtual; a virtual
 * thread that waits does not pin its carrier. As released waiters wake one another, a
 * platform thread may have to wait for a carrier to be free if virtual threads wait
 * beside it. Events are not serializable.
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
	 * @param initiallySet whether the event is set from the start
	 * @return a new event
	 */
	static Event create(boolean initiallySet) {
		return new LocalEvent(null, initiallySet);
	}

	/**
	 * Creates an event that shows its name in thread dumps and messages.
	 * @param name the name
	 * @param initiallySet whether the event is set from the start
	 * @return a new event
	 */
	static Event create(String name, boolean initiallySet) {
		return new LocalEvent(Objects.requireNonNull(name, "name"), initiallySet);
	}

	/**
	 * Waits until at least one of the events is set. No thread is used for it and nothing
	 * stays behind in the events that did not end the wait.
	 * @param timeout how long to wait at most; zero or negative does not block
	 * @param events the events to wait for, at least one
	 * @return the first event, in the order of the arguments, that was found set, or
	 * empty if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventClosedException if one of the events is closed while none was set
	 * @throws IllegalArgumentException if there is no event
	 */
	static Optional<Event> awaitAny(Duration timeout, Event... events) throws InterruptedException {
		return CombinedWait.any(timeout, events);
	}

	/**
	 * Waits until each of the events has been set at some moment since the call began; a
	 * pulse counts. They need not be set all at one time.
	 * @param timeout how long to wait at most; zero or negative does not block
	 * @param events the events to wait for, at least one
	 * @return {@code true} if each was set, {@code false} if the time ran out before
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventClosedException if an event is closed before it was set
	 * @throws IllegalArgumentException if there is no event
	 */
	static boolean awaitAll(Duration timeout, Event... events) throws InterruptedException {
		return CombinedWait.all(timeout, events);
	}

	/**
	 * Tells whether the flag is raised. Never blocks.
	 * @return {@code true} if the event is set
	 */
	boolean isSet();

	/**
	 * Raises the flag and releases all waiters. On an event that is already set this
	 * changes nothing, but still publishes what the caller did before.
	 */
	void set();

	/**
	 * Lowers the flag, so that later waits block. Releases nobody and takes back no
	 * release.
	 */
	void clear();

	/**
	 * Releases all present waiters and leaves the flag down: {@link #set()} and
	 * {@link #clear()} as one step, between which no other thread can see the flag up.
	 */
	void pulse();

	/**
	 * Waits until the event is set.
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventClosedException if the event is clear and closed, or closed meanwhile
	 */
	void await() throws InterruptedException;

	/**
	 * Waits until the event is set or the time is over.
	 * @param timeout how long to wait at most; any length is accepted, and one longer
	 * than {@link Long#MAX_VALUE} nanoseconds (292 years) is cut to that
	 * @return {@code true} if the event was set, {@code false} if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventClosedException if the event is clear and closed, or closed meanwhile,
	 * and the time-out is positive
	 */
	boolean await(Duration timeout) throws InterruptedException;

	/**
	 * Waits until the event is set or the time is over.
	 * @param timeout how long to wait at most, in {@code unit}
	 * @param unit the unit of {@code timeout}
	 * @return {@code true} if the event was set, {@code false} if the time ran out
	 * @throws InterruptedException if the thread is interrupted on entry or while waiting
	 * @throws EventClosedException if the event is clear and closed, or closed meanwhile,
	 * and the time-out is positive
	 */
	boolean await(long timeout, TimeUnit unit) throws InterruptedException;

	/**
	 * Waits until the event is set, whatever interrupts the thread. If the thread was
	 * interrupted meanwhile, its interrupt status is set on return.
	 * @throws EventClosedException if the event is clear and closed, or closed meanwhile
	 */
	void awaitUninterruptibly();

	/**
	 * Returns a future that completes with {@code null} when the event is set, at once if
	 * it is set already, and with an {@link EventClosedException} when it is closed. Each
	 * call returns a future of its own; one that is cancelled or completed by its holder
	 * leaves nothing behind in the event. A future that is neither completed nor
	 * cancelled waits as long as the event is clear, even if nobody holds it any more.
	 * Dependent actions that are not {@code Async} run in the thread that sets the event,
	 * after it has released the waiting threads, and may call any method of the event.
	 * @return a new future
	 */
	CompletableFuture<Void> whenSet();

	/**
	 * Counts the waits that are pending: threads and futures. Exact while nobody comes or
	 * goes, an estimate otherwise. Takes time in proportion to the answer.
	 * @return how many wait
	 */
	int getQueueLength();

	/**
	 * Lists the threads that wait, the longest waiting first. A snapshot that is built
	 * without stopping anyone; threads that come or go meanwhile may or may not be in it.
	 * @param limit how many threads to list at most, which bounds the memory used
	 * @return the longest waiting threads
	 * @throws IllegalArgumentException if {@code limit} is negative
	 */
	List<WaitingThread> getWaitingThreads(int limit);

	/**
	 * Lists all threads that wait, the longest waiting first.
	 * @return the waiting threads
	 * @see #getWaitingThreads(int)
	 */
	default List<WaitingThread> getWaitingThreads() {
		return getWaitingThreads(Integer.MAX_VALUE);
	}

	/**
	 * Tells how long the longest of the pending waits, thread or future, has lasted.
	 * @return the age of the oldest wait, or empty if nobody waits
	 */
	Optional<Duration> getLongestWait();

	/**
	 * Ends present waits, and later ones that would block, with an
	 * {@link EventClosedException}. The flag keeps its state. Closing again does nothing.
	 */
	void close();

	/**
	 * Tells whether {@link #close()} was called.
	 * @return {@code true} if the event is closed
	 */
	boolean isClosed();

	/**
	 * Adds a listener that is told of transitions and of waits that blocked. It slows
	 * nothing down where nobody blocks and nothing changes.
	 * @param listener the listener; one that is there already is added once more
	 */
	void addListener(EventListener listener);

	/**
	 * Removes a listener, once. One that is not there is ignored.
	 * @param listener the listener
	 */
	void removeListener(EventListener listener);

}
