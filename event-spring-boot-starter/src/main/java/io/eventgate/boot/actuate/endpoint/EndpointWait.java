package io.eventgate.boot.actuate.endpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventShutdownException;
import io.eventgate.TooManyWaitersException;
import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The wait of one request. It also observes the event: waiters are released before the
 * history is notified of the transition, which the response contains.
 */
final class EndpointWait implements EventObserver {

	/**
	 * The maximum time that a released request waits for its notification, which is late
	 * if an earlier observer blocks.
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
	EndpointWait(Event event, WaitRequest request, ScheduledExecutorService executor) {
		this.event = event;
		this.request = request;
		this.executor = executor;
		// Before the state is read, so that it sees the transition that ends the wait.
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
