/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.WaitOutcome;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A monitor of the request threads that wait for events. If they all do, no request can
 * set an event on the same port, so it warns when {@value #WARN_AT_PERCENT} % of them
 * wait. Follows an {@link EventRegistry}. A request costs nothing; a wait that blocks a
 * thread reads the name of the thread. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class RequestThreadsMonitor implements EventRegistry.Listener {

	private static final Log logger = LogFactory.getLog(RequestThreadsMonitor.class);

	private static final int WARN_AT_PERCENT = 80;

	private static final long INTERVAL_NANOS = Duration.ofHours(1).toNanos();

	private final LongSupplier nanoTime;

	/** The number of waits by thread: a thread can wait for several events together. */
	private final Map<Thread, Integer> waiting = new ConcurrentHashMap<>();

	private volatile @Nullable RequestThreads threads;

	/**
	 * Creates a monitor, which has to be added to a registry.
	 */
	public RequestThreadsMonitor() {
		this(System::nanoTime);
	}

	RequestThreadsMonitor(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Begins to count waiting threads.
	 * @param threads the request threads of the server
	 */
	public void monitor(RequestThreads threads) {
		this.threads = threads;
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		registration.event().addObserver(new Observer(registration.definition().name()));
	}

	private final class Observer implements EventObserver {

		private final String event;

		/** Initially so long ago that a warning is due. */
		private final AtomicLong lastWarning = new AtomicLong(
				RequestThreadsMonitor.this.nanoTime.getAsLong() - INTERVAL_NANOS);

		Observer(String event) {
			this.event = event;
		}

		@Override
		public @Nullable Consumer<WaitOutcome> onThreadBlock(Event source) {
			Thread thread = Thread.currentThread();
			RequestThreads threads = RequestThreadsMonitor.this.threads;
			if (threads == null || !threads.contains(thread)) {
				return null;
			}
			Map<Thread, Integer> waiting = RequestThreadsMonitor.this.waiting;
			waiting.merge(thread, 1, Integer::sum);
			int count = waiting.size();
			if (count * 100L >= (long) threads.max() * WARN_AT_PERCENT && isDue()) {
				warn(count, threads.max());
			}
			return (outcome) -> waiting.computeIfPresent(thread, (key, waits) -> (waits > 1) ? waits - 1 : null);
		}

		private boolean isDue() {
			long last = this.lastWarning.get();
			long now = RequestThreadsMonitor.this.nanoTime.getAsLong();
			return now - last >= INTERVAL_NANOS && this.lastWarning.compareAndSet(last, now);
		}

		private void warn(int count, int max) {
			logger
				.warn("%d of %d request threads wait for events, the latest for '%s'. If all wait, no request can set "
					.formatted(count, max, this.event)
						+ "an event on this port. Limit the waiters by eventgate.events.%s.max-waiters, or set "
							.formatted(this.event)
						+ "spring.threads.virtual.enabled=true, or give Actuator a port by management.server.port");
		}

	}

}
