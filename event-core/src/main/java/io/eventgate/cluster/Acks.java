/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.eventgate.GuardedCall;
import io.eventgate.cluster.StateStore.Reports;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the instances' reports. One poll serves all requests for acknowledgements
 * of this instance, and no thread waits. For display, reports are read once an interval.
 */
final class Acks {

	/*
	 * Invariant. A request is complete only by reports that were requested after the
	 * switch, and only if they are those of all instances. An instance that follows the
	 * store has reported before its first snapshot: either that snapshot shows the
	 * switch, or the instance is in the list. The list is incomplete when the store has
	 * lost reports, for as long as it takes until all have reported again. A store that
	 * was replaced by a copy may not know that it has lost some, or may have another
	 * clock; so the same holds if the feed was broken here.
	 *
	 * A drain is complete only if, in addition, each of these instances has reported that
	 * no call was active after it had applied this switch. That remains true until the
	 * event is set again. So a drain ends without being complete when a later version
	 * shows up, here or in a report.
	 */

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	private final Instance instance;

	private final Reporter reporter;

	private final List<Request> requests = new ArrayList<>();

	private boolean polling;

	/** The last read for display. */
	private @Nullable CompletableFuture<List<InstanceReport>> shown;

	private long shownNanos;

	Acks(Instance instance, Reporter reporter) {
		this.instance = instance;
		this.reporter = reporter;
	}

	/**
	 * Waits until all instances have applied a switch.
	 * @param expected the minimum number of instances
	 * @param nanos the maximum time to wait
	 * @return a future that completes when all have, when the time is over or the engine
	 * is closed
	 */
	CompletableFuture<Acknowledgements> await(String event, Operations.Performed performed, int expected, long nanos) {
		return await(new Request(event, performed, expected, null), nanos);
	}

	/**
	 * Waits until all instances have applied a clear, and none has an active call.
	 * @param expected the minimum number of instances
	 * @param nanos the maximum time to wait
	 * @return a future that completes when that is so, when the event was switched again,
	 * when the time is over or the engine is closed
	 */
	CompletableFuture<Acknowledgements> drain(ClusterEvent event, Operations.Performed performed, int expected,
			long nanos) {
		return await(new Request(event.name(), performed, expected, event), nanos);
	}

	private CompletableFuture<Acknowledgements> await(Request request, long nanos) {
		this.instance.endOnClose(request.result, request::end);
		Runnable limit = this.instance.schedule(request::end, Math.max(0, nanos));
		this.instance.submit(() -> {
			this.requests.add(request);
			poll();
		});
		return request.result.whenComplete((result, failure) -> limit.run());
	}

	private void poll() {
		this.requests.removeIf((request) -> request.result.isDone());
		if (this.polling || this.requests.isEmpty()) {
			return;
		}
		this.polling = true;
		List<Request> asked = List.copyOf(this.requests);
		read((reports, failure) -> {
			if (reports != null) {
				List<InstanceReport> decoded = decode(reports);
				boolean all = isComplete(reports);
				asked.forEach((request) -> request.judge(decoded, all));
			}
			else if (failure != null) {
				asked.forEach((request) -> request.failed(Counters.describe(failure)));
			}
			this.instance.schedule(() -> {
				this.polling = false;
				poll();
			}, PAUSE);
		});
	}

	/** Whether all instances have had time to report. */
	boolean isComplete(Reports reports) {
		long interval = this.reporter.interval().toNanos();
		Long broken = this.instance.link().brokenNanos();
		return reports.clockMicros() - reports.sinceMicros() >= interval / 1_000
				&& (broken == null || this.instance.timeline().nanoTime() - broken >= interval);
	}

	/** The reports of all instances, which may be as old as an interval. */
	CompletableFuture<List<InstanceReport>> show() {
		CompletableFuture<List<InstanceReport>> result = new CompletableFuture<>();
		this.instance.endOnClose(result, () -> result.completeExceptionally(new IllegalStateException("closed")));
		this.instance.submit(() -> {
			long now = this.instance.timeline().nanoTime();
			CompletableFuture<List<InstanceReport>> last = this.shown;
			if (last == null || last.isCompletedExceptionally()
					|| now - this.shownNanos >= this.instance.settings().syncInterval().toNanos()) {
				last = new CompletableFuture<>();
				this.shown = last;
				this.shownNanos = now;
				CompletableFuture<List<InstanceReport>> next = last;
				read((reports, failure) -> complete(next, (reports != null) ? decode(reports) : null, failure));
			}
			CompletableFuture<?> unused = last.whenComplete((reports, failure) -> complete(result, reports, failure));
		});
		return result;
	}

	/** Reads the reports of all instances. */
	void read(BiConsumer<@Nullable Reports, @Nullable Throwable> answer) {
		this.instance.ask("No reports", this.instance.timeoutNanos(), this.instance.store()::reports,
				(reports, failure) -> {
					if (failure != null) {
						this.instance.counters().failed("Failed to read the reports of instances", failure);
					}
					answer.accept(reports, failure);
				});
	}

	private static <T> void complete(CompletableFuture<T> future, @Nullable T result, @Nullable Throwable failure) {
		if (result != null) {
			future.complete(result);
		}
		else if (failure != null) {
			future.completeExceptionally(failure);
		}
	}

	/** Decodes reports, and forgets instances that were lost long ago. */
	List<InstanceReport> decode(Reports reports) {
		long forgotten = this.instance.settings().forgetAfter().toNanos() / 1_000;
		List<InstanceReport> decoded = new ArrayList<>();
		Set<String> old = new HashSet<>();
		reports.byInstance().forEach((name, report) -> {
			long age = reports.clockMicros() - report.writtenMicros();
			InstanceReport known = InstanceReport.decode(name, report.text(), age);
			if (known.isLost() && age > forgotten) {
				old.add(name);
			}
			else {
				decoded.add(known);
			}
		});
		if (!old.isEmpty()) {
			this.instance.ask("No answer", this.instance.timeoutNanos(),
					() -> this.instance.store().forget(old).thenApply((nothing) -> true), (done, failure) -> {
						if (failure != null) {
							this.instance.counters().failed("Failed to remove old reports", failure);
						}
					});
		}
		return decoded;
	}

	static String switchedAgain(String event) {
		return "Event '" + event + "' was switched again";
	}

	/** A switch whose acknowledgements are waited for. */
	private final class Request {

		private final String event;

		private final Operations.Performed performed;

		private final int expected;

		/** The event whose active calls have to end, if they have to. */
		private final @Nullable ClusterEvent drained;

		private final CompletableFuture<Acknowledgements> result = new CompletableFuture<>();

		/** Other instances that have had no active call after the switch. */
		private final Set<String> idle = new HashSet<>();

		/** Instances that have applied it stay so, even if they have ended since. */
		private final SortedSet<String> applied = new TreeSet<>();

		/** Written by tasks of the engine, read by any thread that ends the request. */
		private volatile Acknowledgements known;

		Request(String event, Operations.Performed performed, int expected, @Nullable ClusterEvent drained) {
			this.event = event;
			this.performed = performed;
			this.expected = expected;
			this.drained = drained;
			this.applied.add(Acks.this.instance.name());
			this.known = acknowledgements(new TreeSet<>(), new TreeSet<>(), countHere(), false,
					"The reports of the instances were not read in time");
		}

		/**
		 * Evaluates the acknowledgements of this switch.
		 * @param all whether all instances have had time to report
		 */
		void judge(List<InstanceReport> reports, boolean all) {
			SortedSet<String> pending = new TreeSet<>();
			SortedSet<String> lost = new TreeSet<>();
			for (InstanceReport report : reports) {
				Long there = report.applied().get(this.event);
				if (there != null && there >= this.performed.version()) {
					this.applied.add(report.instance());
				}
				else if (!this.applied.contains(report.instance())) {
					(report.isLost() ? lost : pending).add(report.instance());
				}
			}
			SortedMap<String, Integer> active = countHere();
			boolean overtaken = false;
			if (this.drained != null) {
				overtaken = this.drained.replica().version() > this.performed.version();
				for (InstanceReport report : reports) {
					overtaken |= report.applied().getOrDefault(this.event, 0L) > this.performed.version();
					countThere(report, active, pending, lost);
				}
			}
			boolean complete = all && pending.isEmpty() && lost.isEmpty() && active.isEmpty() && !overtaken
					&& this.applied.size() >= this.expected;
			this.known = acknowledgements(pending, lost, active, complete,
					overtaken ? switchedAgain(this.event) : missing(pending.isEmpty() && lost.isEmpty(), all));
			if (complete || overtaken) {
				end();
			}
		}

		/** Returns why acknowledgements of instances that are not listed are missing. */
		private @Nullable String missing(boolean listed, boolean all) {
			if (listed && this.applied.size() < this.expected) {
				return this.applied.size() + " of " + this.expected + " expected instances have reported";
			}
			return (listed && !all)
					? "Other instances may not have reported yet since the store or its connection was interrupted"
					: null;
		}

		private SortedMap<String, Integer> countHere() {
			SortedMap<String, Integer> active = new TreeMap<>();
			int here = (this.drained != null) ? GuardedCall.countActive(this.drained).orElse(0) : 0;
			if (here > 0) {
				active.put(Acks.this.instance.name(), here);
			}
			return active;
		}

		/** Adds an instance whose calls have not ended, or may not have ended. */
		private void countThere(InstanceReport report, SortedMap<String, Integer> active, SortedSet<String> pending,
				SortedSet<String> lost) {
			String instance = report.instance();
			if (instance.equals(Acks.this.instance.name()) || this.idle.contains(instance)) {
				return;
			}
			boolean applied = report.applied().getOrDefault(this.event, -1L) >= this.performed.version();
			Integer count = applied ? report.active().get(this.event) : null;
			if (count != null && count == 0) {
				this.idle.add(instance);
				return;
			}
			if (count != null) {
				active.put(instance, count);
			}
			if (report.isLost()) {
				lost.add(instance);
			}
			else if (count == null) {
				pending.add(instance);
			}
		}

		/** The reports cannot be read, for now. */
		void failed(String error) {
			this.known = acknowledgements(this.known.pending(), this.known.lost(), this.known.active(), false, error);
		}

		private Acknowledgements acknowledgements(SortedSet<String> pending, SortedSet<String> lost,
				SortedMap<String, Integer> active, boolean complete, @Nullable String error) {
			return new Acknowledgements(this.performed.transition(), this.performed.version(), this.applied, pending,
					lost, active, complete, false, error);
		}

		void end() {
			this.result.complete(this.known);
		}

	}

}
