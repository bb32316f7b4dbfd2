/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A store within this JVM with real threads. Each client completes its calls in a thread
 * of its own, like the clients of real stores.
 */
class InMemoryStateStore implements StateStore {

	private static final AtomicLong MARKS = new AtomicLong();

	private final Server server;

	private final ScheduledThreadPoolExecutor network = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "in-memory-store");
		thread.setDaemon(true);
		return thread;
	});

	private volatile @Nullable Link link;

	private volatile boolean closed;

	InMemoryStateStore(Server server) {
		this.server = server;
		this.network.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		server.clients.add(this);
	}

	@Override
	public CompletionStage<Void> connect(Consumer<Throwable> lost) {
		Link former = this.link;
		this.link = new Link(lost);
		if (former != null) {
			former.end("superseded");
		}
		return answer((link) -> {
			return null;
		});
	}

	@Override
	public CompletionStage<Snapshot> snapshot() {
		return answer((link) -> {
			link.cursor.tookSnapshot();
			return this.server.memory.snapshot(nowMicros());
		});
	}

	@Override
	public CompletionStage<Changes> changes(String after, Duration wait) {
		CompletableFuture<Changes> changes = new CompletableFuture<>();
		return this.<Boolean>answer((link) -> {
			link.add(changes);
			boolean ready = link.cursor.startRead(StoreMemory.Position.of(after).head());
			link.reading = new Pending(after, changes);
			Future<?> unused = this.network.schedule(() -> read(link, true), ready ? 0 : wait.toNanos(),
					TimeUnit.NANOSECONDS);
			read(link, false);
			return true;
		}).thenCompose((begun) -> changes);
	}

	/** Completes a read if there are changes or its time is over. */
	private void read(Link link, boolean timeIsOver) {
		Pending reading = link.reading;
		if (reading != null && this.server.mode == Mode.UP && this.link == link) {
			StoreMemory.Tail tail = this.server.memory.tail(StoreMemory.Position.of(reading.after).revision(),
					nowMicros());
			if (timeIsOver || !tail.entries().isEmpty()) {
				link.reading = null;
				reading.answer.complete(tail.follow(link.cursor, reading.after));
			}
		}
	}

	/** Notifies this client of a change. */
	void wake() {
		Link present = this.link;
		if (present != null) {
			try {
				this.network.execute(() -> read(present, false));
			}
			catch (RejectedExecutionException ex) {
				// Closed in the meantime, which must not affect the caller.
			}
		}
	}

	@Override
	public CompletionStage<Reading> read(String event) {
		return answer((link) -> new Reading(nowMicros(), this.server.memory.get(event)));
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		if (this.server.mode == Mode.READ_ONLY) {
			return CompletableFuture.failedFuture(new RefusedException("of the test", null));
		}
		return mark((mark) -> this.server.memory.transition(command, nowMicros(), mark),
				(result) -> result.isExecuted() && command.stores(result.before()) != null);
	}

	@Override
	public CompletionStage<Set<String>> restore(Map<String, State> states) {
		if (states.size() > MAX_BATCH) {
			return CompletableFuture.failedFuture(new RefusedException("too many events", null));
		}
		return mark((mark) -> this.server.memory.restore(states, mark), (raised) -> !raised.isEmpty());
	}

	@Override
	public CompletionStage<Void> reset(String event, State state) {
		return mark((mark) -> {
			this.server.memory.put(event, state, mark);
			return true;
		}, (done) -> true).thenAccept((done) -> {
		});
	}

	@Override
	public CompletionStage<Set<String>> remove(Map<String, State> states) {
		return answer((link) -> this.server.memory.remove(states));
	}

	private <T> CompletionStage<T> mark(Function<String, T> change, Predicate<T> adds) {
		String mark = Long.toString(MARKS.incrementAndGet());
		return answer((link) -> {
			link.cursor.sending(mark);
			T result = change.apply(mark);
			link.cursor.answered(mark, adds.test(result));
			return result;
		});
	}

	@Override
	public CompletionStage<Integer> report(String instance, String report) {
		return answer((link) -> this.server.memory.report(instance, report, nowMicros()));
	}

	@Override
	public CompletionStage<Reports> reports() {
		return answer((link) -> this.server.memory.reports(nowMicros()));
	}

	@Override
	public CompletionStage<Void> forget(Set<String> instances) {
		return answer((link) -> {
			this.server.memory.forget(instances);
			return null;
		});
	}

	@Override
	public void close() {
		this.closed = true;
		this.server.clients.remove(this);
		this.network.shutdown();
		Link last = this.link;
		if (last != null) {
			last.end("closed");
		}
	}

	@Override
	public String toString() {
		return "in memory";
	}

	private <T> CompletionStage<T> answer(Function<Link, @Nullable T> action) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		Link present = this.link;
		if (present == null || this.closed) {
			answer.completeExceptionally(new RefusedException(this.closed ? "closed" : "not connected", null));
			return answer;
		}
		present.add(answer);
		try {
			this.network.execute(() -> {
				Mode mode = this.server.mode;
				if (mode == Mode.REFUSING) {
					answer.completeExceptionally(new RefusedException("of the test", null));
				}
				else if (mode == Mode.FAILING) {
					answer.completeExceptionally(new IllegalStateException("connection reset"));
				}
				else if (mode != Mode.SILENT) {
					answer(answer, mode, () -> action.apply(present));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(new RefusedException("closed", ex));
		}
		return answer;
	}

	private static <T> void answer(CompletableFuture<T> answer, Mode mode, Supplier<@Nullable T> action) {
		try {
			T result = action.get();
			if (mode == Mode.UP) {
				answer.complete(result);
			}
		}
		catch (IllegalArgumentException ex) {
			answer.completeExceptionally(new RefusedException("not possible", ex));
		}
	}

	/** Notifies the client that its connection is lost. */
	void lose() {
		Link present = this.link;
		if (present != null) {
			present.lost.accept(new IllegalStateException("connection reset"));
		}
	}

	private static long nowMicros() {
		return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
	}

	/** A connection to the server. */
	private static final class Link {

		final ChainCursor cursor = new ChainCursor();

		final Consumer<Throwable> lost;

		/** Fails the pending calls when the connection is closed. */
		private final Set<Consumer<Throwable>> pending = ConcurrentHashMap.newKeySet();

		/** The pending read. Only the thread of the network uses it. */
		@Nullable Pending reading;

		Link(Consumer<Throwable> lost) {
			this.lost = lost;
		}

		void add(CompletableFuture<?> answer) {
			Consumer<Throwable> end = answer::completeExceptionally;
			this.pending.add(end);
			CompletableFuture<?> unused = answer.whenComplete((result, failure) -> this.pending.remove(end));
		}

		void end(String why) {
			this.pending.forEach((end) -> end.accept(new IllegalStateException(why)));
		}

	}

	private record Pending(String after, CompletableFuture<Changes> answer) {

	}

	/** The server, which the clients share. */
	static final class Server {

		private static final int LOG_LENGTH = 1_000;

		final CopyOnWriteArrayList<InMemoryStateStore> clients = new CopyOnWriteArrayList<>();

		final StoreMemory memory = new StoreMemory(LOG_LENGTH);

		volatile Mode mode = Mode.UP;

		Server() {
			this.memory.onChange(() -> this.clients.forEach(InMemoryStateStore::wake));
		}

	}

	/** The behaviour of the server. */
	enum Mode {

		UP, READ_ONLY, REFUSING, FAILING, SILENT, FORGETTING_ANSWERS

	}

}
