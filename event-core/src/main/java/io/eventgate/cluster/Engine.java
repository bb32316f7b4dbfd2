package io.eventgate.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The parts that keep the events of one instance equal to those in the store, and what
 * they share.
 */
final class Engine {

	/*
	 * Who does what.
	 *
	 * Link keeps a connection with a subscription, for ever. Reader asks the store what
	 * the versions are, whenever Link has a new connection, a hint came or an interval is
	 * over; Follower brings newer ones to the Replica of each event, which is the only
	 * way in which switches of other instances arrive. Where the store knows less than
	 * the replica, Follower heals the store. Operations switches events in the store on
	 * behalf of threads of this instance. Reporter tells the others how far this instance
	 * is.
	 *
	 * The state of Link, Reader and Reporter is confined to the mailbox: tasks of it read
	 * and write it, no other thread does. What other threads need is volatile or
	 * concurrent: Link.up, Link.firstUp, Reader.syncedNanos and Reporter.changes.
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

	private final Mailbox mailbox = new Mailbox();

	private final StoreClock clock = new StoreClock();

	private final Counters counters = new Counters();

	private final StateStore store;

	private final ClusterSettings settings;

	private final Timeline timeline;

	private final Operations operations;

	private final Reporter reporter;

	private final Reader reader;

	private final Link link;

	Engine(StateStore store, ClusterSettings settings, Timeline timeline) {
		this.store = store;
		this.settings = settings;
		this.timeline = timeline;
		this.operations = new Operations(this);
		this.reporter = new Reporter(this);
		this.reader = new Reader(this);
		this.link = new Link(this);
	}

	ConcurrentMap<String, ClusterEvent> events() {
		return this.events;
	}

	StoreClock clock() {
		return this.clock;
	}

	Counters counters() {
		return this.counters;
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

	Operations operations() {
		return this.operations;
	}

	Reporter reporter() {
		return this.reporter;
	}

	Reader reader() {
		return this.reader;
	}

	Link link() {
		return this.link;
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

	/** Runs a task of the engine again and again, after at most the given time. */
	void repeat(Runnable task, Duration interval) {
		// Never later than promised, and not all instances at the same time.
		long nanos = (long) (interval.toNanos() * (1 - this.timeline.random() / 4));
		schedule(() -> {
			repeat(task, interval);
			task.run();
		}, nanos);
	}

	/** Asks the store, whose answer becomes a task of the engine. */
	<T> void ask(Supplier<CompletionStage<T>> question, BiConsumer<@Nullable T, @Nullable Throwable> answer) {
		ask(question).whenComplete((result, failure) -> execute(() -> answer.accept(result, failure)));
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

	/** The event of the name, if this instance has it. */
	@Nullable ClusterEvent find(String name) {
		return this.events.get(name);
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

	/** Begins to follow the store. */
	void start() {
		schedule(() -> {
			this.link.open();
			repeat(this.reader::requestAll, this.settings.syncInterval());
			repeat(this.reporter::report, this.reporter.interval());
		}, 0);
	}

	/** Ends what is under way and lets go of the store. */
	void close() {
		this.closed = true;
		execute(() -> {
			// In this order: what a read still changes needs a thread for code of users.
			this.link.close();
			this.timeline.close();
		});
		this.ends.forEach(Runnable::run);
		this.store.close();
	}

}
