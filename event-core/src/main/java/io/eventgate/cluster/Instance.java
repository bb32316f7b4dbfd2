/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The context that the parts of one instance share.
 */
final class Instance {

	/*
	 * Responsibilities.
	 *
	 * Feed connects with the store, takes a snapshot and watches the changes after it,
	 * for ever. Follower brings what is newer there to the Replica of each event, which
	 * is the only way in which switches of other instances arrive; if the store is behind
	 * the replica, it restores the store. Operations switches events in the store on
	 * behalf of threads of this instance. Reporter reports to the others how far this
	 * instance is, and Acks reads their reports. Strays removes from the store what no
	 * instance has any longer.
	 *
	 * The state of these parts is confined to the mailbox: its tasks read and write it,
	 * no other thread does. Tasks neither block nor run code of users, and run in threads
	 * of the store and of the timer, never in one of the application, whose stack could
	 * be exhausted. State that other threads need is volatile or concurrent.
	 *
	 * isSet() and await() need neither this state nor a thread: an engine that has
	 * stopped, for any reason, leaves events as they are.
	 */

	/*
	 * No wait outlives the engine. endOnClose() stores how a wait ends, and then reads
	 * `closed`; close() writes `closed`, and then reads the stored ends. An iteration of
	 * a concurrent set shows each element whose add() returned before it began: if it
	 * misses one, `closed` was written before that add() returned, and endOnClose() ends
	 * the wait. Both may end it: of two results of a future the first counts.
	 */

	/** The actions that end the pending waits if the engine is closed. */
	private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private final ConcurrentMap<String, ClusterEvent> events = new ConcurrentHashMap<>();

	private final Mailbox mailbox = new Mailbox(Instance::run);

	private final StoreClock clock = new StoreClock();

	private final Counters counters = new Counters();

	private final LinkState link = new LinkState();

	private final StateStore store;

	private final ClusterSettings settings;

	private final Timeline timeline;

	Instance(StateStore store, ClusterSettings settings, Timeline timeline) {
		this.store = store;
		this.settings = settings;
		this.timeline = timeline;
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			// After any failure the next tasks must run, or the engine stops.
			System.getLogger(ClusterEvents.class.getName())
				.log(Level.ERROR, "Unexpected exception in an event store task; other tasks continue", ex);
		}
	}

	String name() {
		return this.settings.instance();
	}

	ConcurrentMap<String, ClusterEvent> events() {
		return this.events;
	}

	/** Returns the event of the name, if this instance has it. */
	@Nullable ClusterEvent find(String event) {
		return this.events.get(event);
	}

	StoreClock clock() {
		return this.clock;
	}

	/** Called with the store's clock from an answer that has just come. */
	void sample(long sentNanos, long clockMicros) {
		this.clock.sample(sentNanos, this.timeline.nanoTime(), clockMicros);
	}

	Counters counters() {
		return this.counters;
	}

	LinkState link() {
		return this.link;
	}

	StateStore store() {
		return this.store;
	}

	ClusterSettings settings() {
		return this.settings;
	}

	Timeline timeline() {
		return this.timeline;
	}

	long timeoutNanos() {
		return this.settings.commandTimeout().toNanos();
	}

	/** Runs a task of the engine, in a thread of the store or of the timer. */
	void execute(Runnable task) {
		this.mailbox.execute(task);
	}

	/** Runs a task of the engine soon, for a thread of the application. */
	void submit(Runnable task) {
		this.timeline.execute(() -> execute(task));
	}

	/**
	 * Runs a task of the engine later.
	 * @return an action that cancels it
	 */
	Runnable schedule(Runnable task, long nanos) {
		return this.timeline.schedule(() -> execute(task), nanos);
	}

	/** Returns a somewhat shorter time, so that instances do not all act at once. */
	long jittered(Duration interval) {
		return (long) (interval.toNanos() * (1 - this.timeline.random() / 4));
	}

	/** Runs a task of the engine repeatedly, after at most the given time. */
	void repeat(Runnable task, Duration interval) {
		schedule(() -> {
			repeat(task, interval);
			task.run();
		}, jittered(interval));
	}

	/**
	 * Calls the store, and handles its answer in a task of the engine. An answer that
	 * does not come in time is a {@link TimeoutException}; one that comes later is
	 * ignored.
	 * @param what the beginning of the message of that exception
	 * @return an action that ends the wait: no answer is handled then
	 */
	<T> Runnable ask(String what, long nanos, Supplier<CompletionStage<T>> question,
			BiConsumer<@Nullable T, @Nullable Throwable> answer) {
		AtomicBoolean open = new AtomicBoolean(true);
		Runnable limit = schedule(() -> {
			if (open.getAndSet(false)) {
				answer.accept(null, new TimeoutException(what + " within " + nanos / 1_000_000 + " ms"));
			}
		}, nanos);
		ask(question).whenComplete((result, failure) -> execute(() -> {
			if (open.getAndSet(false)) {
				limit.run();
				boolean nothing = result == null && failure == null;
				answer.accept(result, nothing ? new IllegalStateException("The store answered null") : failure);
			}
		}));
		return () -> {
			open.set(false);
			limit.run();
		};
	}

	/** Calls the store. */
	static <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
		try {
			return question.get();
		}
		// Also a class that is missing in its client.
		catch (Exception | LinkageError | AssertionError ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Registers a wait that ends at the latest when the engine is closed, at once if it
	 * is closed already.
	 * @param wait the future that is waited for
	 * @param end completes the future, in any thread
	 */
	void endOnClose(CompletableFuture<?> wait, Runnable end) {
		this.ends.add(end);
		CompletableFuture<?> unused = wait.whenComplete((result, failure) -> this.ends.remove(end));
		if (this.closed) {
			end.run();
		}
	}

	/** Ends pending work and releases the store. */
	void close(Runnable closesFeed) {
		this.closed = true;
		execute(() -> {
			// In this order, because a late answer may need a thread for code of users.
			closesFeed.run();
			this.timeline.close();
		});
		this.ends.forEach(Runnable::run);
		this.store.close();
	}

}
