/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.EventShutdownException;
import io.eventgate.TooManyWaitersException;
import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP requests to the {@link EventsEndpoint} that wait for an event. None of them
 * holds a thread: one daemon thread, which ends when it is idle, serves the time-outs and
 * the responses of all requests. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EndpointWaits implements AutoCloseable {

	private static final long KEEP_ALIVE_SECONDS = 10;

	private final EventRegistry events;

	private final int max;

	private final AtomicInteger count = new AtomicInteger();

	private final Set<PendingWait> pending = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, EndpointWaits::thread);

	private volatile boolean closed;

	/**
	 * Creates an object without waits.
	 * @param events the events to wait for
	 * @param max the maximum number of waiting requests
	 */
	public EndpointWaits(EventRegistry events, int max) {
		this.events = events;
		this.max = max;
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "eventgate-endpoint-waits");
		thread.setDaemon(true);
		return thread;
	}

	/** Returns the number of requests that wait. */
	int count() {
		return this.count.get();
	}

	/**
	 * Begins a wait. Its future is completed by this method if the request does not wait,
	 * otherwise by a thread of this object. A cancelled future leaves no waiter.
	 * @param request the wait
	 * @return a future that is completed empty when the endpoint responds, or with the
	 * problem to respond with
	 */
	CompletableFuture<Optional<ProblemDescriptor>> begin(WaitRequest request) {
		Event event = this.events.findRegistration(request.name()).map(EventRegistry.Registration::event).orElse(null);
		// The endpoint answers 404 if there is none.
		if (event == null || request.isReachedBy(event.isSet())) {
			return CompletableFuture.completedFuture(Optional.empty());
		}
		if (this.count.incrementAndGet() > this.max) {
			this.count.decrementAndGet();
			return CompletableFuture.completedFuture(Optional.of(ProblemDescriptor.tooManyWaits(this.max)));
		}
		PendingWait wait = new PendingWait(event, request, this.executor);
		this.pending.add(wait);
		CompletableFuture<Optional<ProblemDescriptor>> response = wait.begin(() -> {
			this.pending.remove(wait);
			this.count.decrementAndGet();
		});
		if (this.closed) {
			wait.shutDown();
		}
		return response;
	}

	/**
	 * Ends all waits, because the events may not be shut down when the application stops.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.pending.forEach(PendingWait::shutDown);
		this.executor.shutdown();
	}

	/**
	 * The wait of one request. It also observes the event: waiters are released before
	 * the history is notified of the transition, which the response contains.
	 */
	private static final class PendingWait implements EventObserver {

		/**
		 * The maximum time that a released request waits for its notification, which is
		 * late if an earlier observer blocks.
		 */
		private static final Duration NOTIFICATION_TIMEOUT = Duration.ofSeconds(1);

		private final Event event;

		private final WaitRequest request;

		private final ScheduledExecutorService executor;

		/** Completed when the state is reached or the wait ends for another reason. */
		private final CompletableFuture<Void> end;

		private final CompletableFuture<Void> notification = new CompletableFuture<>();

		private final CompletableFuture<Optional<ProblemDescriptor>> response = new CompletableFuture<>();

		/**
		 * Creates a wait, which is a waiter of the event.
		 * @param event the event
		 * @param request the request
		 * @param executor calls the dependents of the response
		 */
		PendingWait(Event event, WaitRequest request, ScheduledExecutorService executor) {
			this.event = event;
			this.request = request;
			this.executor = executor;
			// Before the state is read, so that it sees the transition that ends the
			// wait.
			event.addObserver(this);
			this.end = (request.until() == Transition.Kind.SET) ? event.whenSet() : event.whenClear();
		}

		/**
		 * Begins the time-out.
		 * @param onEnd called at the end of the wait
		 * @return the future of {@link EndpointWaits#begin}
		 */
		CompletableFuture<Optional<ProblemDescriptor>> begin(Runnable onEnd) {
			CompletableFuture<?> unused = this.response.whenComplete((problem, failure) -> {
				this.event.removeObserver(this);
				this.end.cancel(false);
			});
			boolean waits = !this.end.isDone();
			Future<?> timer = waits ? schedule(this::timeOut, this.request.timeout())
					: CompletableFuture.completedFuture(null);
			CompletableFuture<?> unusedToo = this.end.whenComplete((nothing, failure) -> {
				timer.cancel(false);
				onEnd.run();
				if (waits) {
					respond(problem(failure));
				}
				else {
					this.response.complete(problem(failure));
				}
			});
			return this.response;
		}

		private void timeOut() {
			this.end.completeExceptionally(
					this.executor.isShutdown() ? new EventShutdownException(this.event) : new TimeoutException());
		}

		/** Ends the wait like the shutdown of its event. */
		void shutDown() {
			this.end.completeExceptionally(new EventShutdownException(this.event));
		}

		@Override
		public void onTransition(Event event, Transition transition) {
			if (this.request.isReachedBy(transition.isSet()) || transition.kind() == Transition.Kind.PULSE) {
				this.notification.complete(null);
			}
		}

		private void respond(Optional<ProblemDescriptor> problem) {
			if (this.response.isDone()) {
				return; // The client is gone.
			}
			if (problem.isPresent()) {
				this.notification.complete(null);
			}
			Future<?> timer = schedule(() -> this.notification.complete(null), NOTIFICATION_TIMEOUT);
			CompletableFuture<?> unused = this.notification.whenComplete((nothing, failure) -> {
				timer.cancel(false);
				Future<?> unusedToo = schedule(() -> this.response.complete(problem), Duration.ZERO);
			});
		}

		/** Schedules a task, or runs it at once while the application stops. */
		private Future<?> schedule(Runnable task, Duration delay) {
			try {
				return this.executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				task.run();
				return CompletableFuture.completedFuture(null);
			}
		}

		private Optional<ProblemDescriptor> problem(@Nullable Throwable failure) {
			if (failure == null) {
				return Optional.empty();
			}
			if (failure instanceof TimeoutException) {
				return Optional.of(ProblemDescriptor.timedOut(this.request));
			}
			if (failure instanceof TooManyWaitersException) {
				return Optional.of(ProblemDescriptor.tooManyWaiters(this.request));
			}
			return Optional.of(ProblemDescriptor.shutDown(this.request));
		}

	}

}
