/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import org.jspecify.annotations.Nullable;

/**
 * The permanent link to the store: a snapshot, then the changes after it.
 */
final class Feed {

	/*
	 * Invariants.
	 *
	 * (1) There is one link at a time. Each has a number, and late answers from an
	 * earlier one are ignored. A position lives as long as its link.
	 *
	 * (2) A link is up when it has taken a snapshot. Before that the store has confirmed
	 * its report, or the link is lost: an instance that requests acknowledgements of a
	 * change that the snapshot does not show has the report of this one, and waits.
	 *
	 * (3) No change is missed. Each call of changes() asks for the changes after the
	 * position up to which all were applied; the position advances after the changes are
	 * applied, in the same task. Changes that do not follow on it are a gap, which leads
	 * to a snapshot.
	 *
	 * (4) It never stops trying. On each link one of these is pending: a call of the
	 * store with its time limit, the report before the first snapshot, which has a limit
	 * too, or a delay before the next call. When the link is lost the delay before the
	 * next attempt is pending, which is capped. A step that fails, for instance when
	 * memory is exhausted, ends the link. A call of changes() is the heartbeat: a link on
	 * which it gets no answer in time is given up.
	 */

	private static final Logger LOGGER = System.getLogger(ClusterEvents.class.getName());

	private static final long SHORTEST_DELAY = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(1);

	/** The time that a store may take beyond the requested wait: feed.md R8. */
	private static final long SHORTEST_GRACE = TimeUnit.SECONDS.toNanos(1);

	/**
	 * The number of intervals after which all events are read again, twice as many if
	 * each call brings changes.
	 */
	private static final int AUDIT_INTERVALS = 30;

	private final Instance instance;

	private final Follower follower;

	private final Reporter reporter;

	private final Strays strays;

	private final Pace pace = new Pace();

	private final LogPause logPause = new LogPause();

	private long number;

	private String position = "";

	private int failures;

	/** The number of gaps with less than an interval between them. */
	private int gaps;

	private long gapNanos;

	private boolean closed;

	private boolean lossLogged;

	private long auditNanos;

	private final long startedNanos;

	/** Cancels the pending time limit of a call, or the pending delay. */
	private Runnable pending = () -> {
	};

	/** The step after the pending delay, if the delay may be cut short. */
	private @Nullable Runnable next;

	/** The number of the last delay: one that was cut short may be over already. */
	private long delays;

	Feed(Instance instance, Follower follower, Reporter reporter, Strays strays) {
		this.instance = instance;
		this.follower = follower;
		this.reporter = reporter;
		this.strays = strays;
		this.startedNanos = instance.timeline().nanoTime();
		instance.link().onHurry(() -> instance.submit(this::hurry));
	}

	void open() {
		if (this.closed) {
			return;
		}
		long link = ++this.number;
		this.instance.link().next(link);
		this.instance.counters().links.increment();
		call("No connection", this.instance.timeoutNanos(),
				() -> this.instance.store()
					.connect((cause) -> this.instance.execute(() -> lost(link, cause)))
					.thenApply((nothing) -> true),
				(connected) -> this.reporter.begin((failure) -> {
					if (link == this.number && failure == null) {
						attempt(link, this::snapshot);
					}
					else if (failure != null) {
						lost(link, failure);
					}
				}));
	}

	private void snapshot() {
		Map<String, Long> versions = this.follower.versions();
		long sent = this.instance.timeline().nanoTime();
		call("No snapshot", this.instance.timeoutNanos(), this.instance.store()::snapshot, (snapshot) -> {
			this.instance.counters().snapshots.increment();
			this.instance.sample(sent, snapshot.clockMicros());
			this.follower.follow(snapshot, versions, this.failures == 0);
			this.position = snapshot.position();
			scheduleAudit();
			up(snapshot.clockMicros());
			watch();
		});
	}

	/** Called when the snapshot of this link, or that after a gap, is taken. */
	private void up(long clockMicros) {
		boolean first = !this.instance.link().isUp();
		synced(clockMicros);
		if (first) {
			this.reporter.report();
		}
		if (this.lossLogged) {
			this.lossLogged = false;
			LOGGER.log(Level.INFO, "Connected to the event store: " + this.instance.store());
		}
	}

	private void synced(long clockMicros) {
		this.instance.link().synced(this.instance.timeline().nanoTime(), this.position, clockMicros);
	}

	private void watch() {
		long wait = this.instance.jittered(this.instance.settings().syncInterval());
		long grace = Math.max(SHORTEST_GRACE, this.instance.timeoutNanos() / 2);
		long sent = this.instance.timeline().nanoTime();
		String after = this.position;
		call("No answer", wait + grace, () -> this.instance.store().changes(after, Duration.ofNanos(wait)),
				(changes) -> {
					if (changes.gap()) {
						gap();
					}
					else {
						followed(changes, sent + wait);
					}
				});
	}

	private void gap() {
		long now = this.instance.timeline().nanoTime();
		boolean again = this.gaps > 0 && now - this.gapNanos < this.instance.settings().syncInterval().toNanos();
		this.gaps = again ? this.gaps + 1 : 1;
		this.gapNanos = now;
		this.instance.link().broken(now);
		this.instance.counters().gaps.increment();
		// The first at once, repeated ones with growing delays.
		delay((this.gaps == 1) ? 0 : delayNanos(this.gaps), this::snapshot, false);
	}

	private void followed(Changes changes, long due) {
		long now = this.instance.timeline().nanoTime();
		// The clock was looked up after the wait.
		this.instance.sample(now, changes.clockMicros());
		this.follower.follow(changes.changes());
		boolean moved = !changes.position().equals(this.position);
		this.position = changes.position();
		// Not before: a store may answer snapshots and nothing else.
		this.failures = 0;
		synced(changes.clockMicros());
		// Another program may have added an entry that is no change; more may follow.
		boolean more = moved || !changes.changes().isEmpty();
		if (now - this.auditNanos >= (more ? auditIntervalNanos() : 0)) {
			audit();
		}
		else if (more) {
			Set<String> events = changes.changes().stream().map(Change::event).collect(Collectors.toSet());
			boolean full = changes.changes().size() >= StateStore.MAX_BATCH;
			delay(full ? 0 : this.pace.delay(events, now, this.reporter.instances()), this::watch, false);
		}
		else {
			// A store that cannot wait for changes has answered early.
			delay(Math.max(0, due - now), this::watch, true);
		}
	}

	private void scheduleAudit() {
		this.auditNanos = this.instance.timeline().nanoTime()
				+ (long) (auditIntervalNanos() * (0.75 + this.instance.timeline().random() / 2));
	}

	private long auditIntervalNanos() {
		return this.instance.settings().syncInterval().toNanos() * AUDIT_INTERVALS;
	}

	/** Looks for changes that no feed shows, such as a row that was deleted by hand. */
	private void audit() {
		Map<String, Long> versions = this.follower.versions();
		long sent = this.instance.timeline().nanoTime();
		call("No snapshot", this.instance.timeoutNanos(), this.instance.store()::snapshot, (snapshot) -> {
			this.instance.counters().snapshots.increment();
			this.instance.sample(sent, snapshot.clockMicros());
			// Anything newer than the position comes by the feed.
			this.follower.audit(snapshot, versions, snapshot.position().equals(this.position));
			this.strays.look(snapshot);
			scheduleAudit();
			watch();
		});
	}

	/** Called when a thread waits for the next changes. */
	private void hurry() {
		Runnable waiting = this.next;
		if (waiting != null) {
			this.next = null;
			this.delays++;
			this.pending.run();
			attempt(this.number, waiting);
		}
	}

	/** Calls the store; a failure ends the link. */
	private <T> void call(String what, long limit, Supplier<CompletionStage<T>> question, Consumer<T> answer) {
		long link = this.number;
		this.pending = this.instance.ask(what, limit, question, (result, failure) -> {
			if (link == this.number && result != null) {
				attempt(link, () -> answer.accept(result));
			}
			else if (failure != null) {
				lost(link, failure);
			}
		});
	}

	private void delay(long nanos, Runnable task, boolean cuttable) {
		if (nanos <= 0) {
			task.run();
			return;
		}
		long link = this.number;
		long delay = ++this.delays;
		this.next = cuttable ? task : null;
		this.pending = this.instance.schedule(() -> {
			if (link == this.number && delay == this.delays) {
				this.next = null;
				attempt(link, task);
			}
		}, nanos);
	}

	/** Runs a step, which may fail half-way, for instance when memory is exhausted. */
	private void attempt(long link, Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			lost(link, ex);
			throw ex;
		}
	}

	private void lost(long link, Throwable cause) {
		if (link != this.number || this.closed) {
			return;
		}
		leave();
		// First, because a statement below may fail.
		this.failures++;
		this.pending = this.instance.schedule(this::open, delayNanos(this.failures - 1));
		this.instance.link().broken(this.instance.timeline().nanoTime());
		this.instance.counters().failed(cause);
		if (this.logPause.isDue(this.instance.timeline().nanoTime())) {
			String first = (this.instance.link().syncedNanos() != null) ? "Lost the connection to the event store: "
					: "No connection to the event store: ";
			String what = this.lossLogged ? "Still no connection to the event store: " : first;
			LOGGER.log(Level.WARNING, what + this.instance.store() + " (" + Counters.describe(cause)
					+ "). Events keep their last known state until it is available again");
			this.lossLogged = true;
		}
		scheduleCutOff();
	}

	/** Schedules the clearing of events that must not stay set without the store. */
	private void scheduleCutOff() {
		long after = this.instance.settings().cutOffAfter().toNanos();
		long passed = this.instance.timeline().nanoTime() - lastSeenNanos();
		this.instance.schedule(() -> {
			if (!this.instance.link().isUp() && this.instance.timeline().nanoTime() - lastSeenNanos() >= after) {
				this.follower.cutOff();
			}
		}, Math.max(0, after - passed));
	}

	private long lastSeenNanos() {
		Long synced = this.instance.link().syncedNanos();
		return (synced != null) ? synced : this.startedNanos;
	}

	/**
	 * Returns a delay that doubles up to the cap. Half of it is random, so that instances
	 * do not all connect at once.
	 */
	private long delayNanos(int doublings) {
		long delay = Math.min(LONGEST_DELAY, SHORTEST_DELAY << Math.min(doublings, 10));
		return (long) (delay * (0.5 + this.instance.timeline().random() / 2));
	}

	/** Invalidates all pending calls of the present link. */
	private void leave() {
		this.number++;
		this.instance.link().next(this.number);
		this.pending.run();
		this.next = null;
	}

	void close() {
		this.closed = true;
		leave();
	}

}
