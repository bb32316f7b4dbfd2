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
 * One of the instances that share events: what its parts have in common.
 */
final class Instance {

	/*
	 * Who does what.
	 *
	 * Feed connects with the store, takes a snapshot and watches the changes after it,
	 * for ever. Follower brings what is newer there to the Replica of each event, which
	 * is the only way in which switches of other instances arrive; where the store knows
	 * less than the replica, it restores the store. Operations switches events in the
	 * store on behalf of threads of this instance. Reporter tells the others how far this
	 * instance is, and Acks reads what they tell.
	 *
	 * The state of these parts is confined to the mailbox: its tasks read and write it,
	 * no other thread does. Tasks neither block nor run code of users, and the threads
	 * that bring them are those of the store and of the timer, and one of the application
	 * when its operation has ended. What other threads need is volatile or concurrent.
	 *
	 * isSet() and await() need neither this state nor a thread: an engine that stands
	 * still, for whatever reason, leaves events as they are.
	 */

	/*
	 * No wait outlives the engine. endOnClose() stores how a wait ends, and then reads
	 * `closed`; close() writes `closed`, and then visits what is stored. An iteration of
	 * a concurrent set shows each element whose add() returned before it began: if it
	 * misses one, `closed` was written before that add() returned, and endOnClose() ends
	 * the wait. Both may end it: of two results of a future the first counts.
	 */

	/** How the waits that are under way end if the engine is closed. */
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
			// Whatever it is, those that follow must run, or the engine stands still.
			System.getLogger(ClusterEvents.class.getName())
				.log(Level.ERROR, "A task of the event synchronization failed; others go on", ex);
		}
	}

	String name() {
		return this.settings.instance();
	}

	ConcurrentMap<String, ClusterEvent> events() {
		return this.events;
	}

	/** The event of the name, if this instance has it. */
	@Nullable ClusterEvent find(String event) {
		return this.events.get(event);
	}

	StoreClock clock() {
		return this.clock;
	}

	/** The store's clock is known from an answer that has come now. */
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

	/** Runs a task of the engine. */
	void execute(Runnable task) {
		this.mailbox.execute(task);
	}

	/**
	 * Runs a task of the engine later.
	 * @return cancels it
	 */
	Runnable schedule(Runnable task, long nanos) {
		return this.timeline.schedule(() -> execute(task), nanos);
	}

	/** A time that is somewhat shorter, so that instances do not act all at once. */
	long jittered(Duration interval) {
		return (long) (interval.toNanos() * (1 - this.timeline.random() / 4));
	}

	/** Runs a task of the engine again and again, after at most the given time. */
	void repeat(Runnable task, Duration interval) {
		schedule(() -> {
			repeat(task, interval);
			task.run();
		}, jittered(interval));
	}

	/**
	 * Asks the store, whose answer becomes a task of the engine. If it does not come in
	 * time it is a {@link TimeoutException}, and one that comes later is ignored.
	 * @param what what is missing then, for people
	 * @return ends the wait for the answer, so that none comes
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

	/** Asks the store. */
	static <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
		try {
			return question.get();
		}
		// Also a class that its client is missing.
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

	/** Ends what is under way and lets go of the store. */
	void close(Runnable closesFeed) {
		this.closed = true;
		execute(() -> {
			// In this order: what an answer still changes needs a thread for code of
			// users.
			closesFeed.run();
			this.timeline.close();
		});
		this.ends.forEach(Runnable::run);
		this.store.close();
	}

}
