/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.eventgate.GuardedCall;
import org.jspecify.annotations.Nullable;

/**
 * The reporter of the state of this instance to the store: the versions of the events
 * whose acknowledgement was asked for, and the numbers of waits and of active calls here.
 * It reports at each fifth interval, and at once when the instance begins to follow the
 * store, has taken a snapshot, was asked for acknowledgements, or has no active call left
 * of an event that it was asked for.
 */
final class Reporter {

	static final int INTERVALS = 5;

	/** The number of missed reports after which an instance counts as lost. */
	private static final int REPORTS_MISSED = 3;

	/**
	 * The time for which a request for acknowledgements is answered, longer than a drain
	 * of the endpoint takes.
	 */
	private static final long LATELY_MICROS = TimeUnit.MINUTES.toMicros(6);

	/** The time after which active calls are counted again. */
	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	private final Instance instance;

	/** The known requests for acknowledgement, by event. For any thread. */
	private final Map<String, Request> requests = new ConcurrentHashMap<>();

	/** The number of instances, as last answered by the store. */
	private int instances = 1;

	private boolean sending;

	private Runnable cancel = () -> {
	};

	private boolean again;

	/** The last report that was sent, and when. */
	private @Nullable InstanceReport sent;

	private long sentNanos;

	private boolean watching;

	/** The task after the first report of a link. */
	private @Nullable Consumer<@Nullable Throwable> afterwards;

	Reporter(Instance instance) {
		this.instance = instance;
	}

	Duration interval() {
		return this.instance.settings().syncInterval().multipliedBy(INTERVALS);
	}

	/**
	 * Returns the time for which a request for acknowledgement is answered, long enough
	 * for those of {@link Strays} too.
	 */
	long latelyMicros() {
		return Math.max(LATELY_MICROS, TimeUnit.NANOSECONDS.toMicros(4 * interval().toNanos()));
	}

	/** Returns the number of instances, as far as is known. */
	int instances() {
		return this.instances;
	}

	/** Called when a change asks for acknowledgements. */
	void seen(String event, Note note) {
		Request request = new Request(note.operation(), this.instance.timeline().nanoTime());
		Request former = this.requests.put(event, request);
		if (former == null || !former.operation.equals(request.operation)) {
			send();
		}
	}

	/** Sends a report if the store can be reached. */
	void report() {
		if (this.instance.link().isUp()) {
			send();
		}
	}

	/**
	 * Sends the first report of a new link. One of an earlier link is not waited for.
	 * @param afterwards the task to run then, which receives the failure if the store has
	 * not confirmed it
	 */
	void begin(Consumer<@Nullable Throwable> afterwards) {
		this.cancel.run();
		this.sending = false;
		this.again = false;
		this.afterwards = afterwards;
		send();
	}

	/** Sends a report. While one is under way, another one follows it. */
	private void send() {
		if (this.sending) {
			this.again = true;
			return;
		}
		this.sending = true;
		InstanceReport report = current();
		this.sent = report;
		this.sentNanos = this.instance.timeline().nanoTime();
		watch();
		String text = report.encode();
		this.cancel = this.instance.ask("No answer to a report", this.instance.timeoutNanos(),
				() -> this.instance.store().report(this.instance.name(), text), (kept, failure) -> {
					if (kept != null) {
						this.instances = Math.max(1, kept);
					}
					else if (failure != null) {
						this.instance.counters().failed("Failed to store a report", failure);
					}
					sent(failure);
				});
	}

	/** Called when a report has arrived, or has failed. */
	private void sent(@Nullable Throwable failure) {
		this.sending = false;
		Consumer<@Nullable Throwable> next = this.afterwards;
		this.afterwards = null;
		if (next != null) {
			next.accept(failure);
		}
		if (this.again) {
			this.again = false;
			send();
		}
	}

	/**
	 * Counts active calls again soon, as long as the last report has some of a clear
	 * event whose acknowledgement was asked for.
	 */
	private void watch() {
		if (this.watching || ending().isEmpty()) {
			return;
		}
		this.watching = true;
		this.instance.schedule(() -> {
			this.watching = false;
			if (hasNews()) {
				report();
			}
			else {
				watch();
			}
		}, PAUSE);
	}

	/** Returns whether calls have ended that others may wait for. */
	private boolean hasNews() {
		boolean late = this.instance.timeline().nanoTime()
				- this.sentNanos >= this.instance.settings().syncInterval().toNanos();
		return ending().entrySet().stream().anyMatch((entry) -> {
			ClusterEvent event = this.instance.find(entry.getKey());
			int active = (event != null) ? active(event) : 0;
			return active == 0 || (late && active != entry.getValue());
		});
	}

	/** Returns the active calls of the last report that others may wait for. */
	private Map<String, Integer> ending() {
		Map<String, Integer> ending = new HashMap<>();
		InstanceReport last = this.sent;
		if (last != null) {
			last.applied().forEach((event, version) -> {
				int active = last.active().getOrDefault(event, 0);
				if (active > 0 && version % 2 == 0) {
					ending.put(event, active);
				}
			});
		}
		return ending;
	}

	private static int active(ClusterEvent event) {
		return GuardedCall.countActive(event).orElse(0);
	}

	/** Returns the report as of now. For any thread. */
	InstanceReport current() {
		// First, so that the rest has all requests up to this time.
		long followedMicros = this.instance.link().followedMicros();
		long now = this.instance.timeline().nanoTime();
		this.requests.values().removeIf((request) -> now - request.seenNanos > latelyMicros() * 1_000);
		Map<String, Long> applied = new HashMap<>();
		Map<String, Integer> waiters = new HashMap<>();
		Map<String, Integer> active = new HashMap<>();
		this.instance.events().forEach((name, event) -> {
			if (this.requests.containsKey(name)) {
				applied.put(name, event.replica().version());
			}
			int waiting = event.getQueueLength();
			if (waiting > 0) {
				waiters.put(name, waiting);
			}
			// After the version was read, so that it is the number after that switch.
			int calls = active(event);
			if (calls > 0 || applied.containsKey(name)) {
				active.put(name, calls);
			}
		});
		return new InstanceReport(this.instance.name(), applied, waiters, active, this.instance.link().position(),
				followedMicros, interval().multipliedBy(REPORTS_MISSED), false);
	}

	private record Request(String operation, long seenNanos) {

	}

}
