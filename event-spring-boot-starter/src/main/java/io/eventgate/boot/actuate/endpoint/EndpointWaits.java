package io.eventgate.boot.actuate.endpoint;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventgate.Event;
import io.eventgate.EventRegistry;

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

	private final Set<EndpointWait> pending = ConcurrentHashMap.newKeySet();

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
		EndpointWait wait = new EndpointWait(event, request, this.executor);
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
		this.pending.forEach(EndpointWait::shutDown);
		this.executor.shutdown();
	}

}
