/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.eventgate.InertText;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;

/**
 * The part that applies newer states of the store to this instance. If the store has an
 * older state than this instance it has lost data, and is restored.
 */
final class Follower {

	/*
	 * Invariants.
	 *
	 * (1) A snapshot shows that the store has lost a version if it shows a lower one than
	 * the known one of this instance when it arrives: that of the replica, of a change
	 * that is held back, or of a result that its thread has not applied yet. In between
	 * only results of this instance come, because the feed is not read. One that was made
	 * behind the snapshot leads to a call that restores nothing; to leave it out would
	 * miss one that was made before, and lost. One whose answer comes even later is
	 * restored as well, in case it was made before. A change that is lower may only be
	 * late, so it is a reason to ask; the store itself restores nothing that it has.
	 *
	 * (2) An event that the store does not know is initialised in the same way, by
	 * raising it to the version of its definition.
	 *
	 * (3) A pending switch of a thread of this instance is left to that thread, so that
	 * observers are called there. Until it has switched the event here, later changes of
	 * the event are held back: each instance sees all of them in one order.
	 *
	 * (4) All instances find out together that the store has lost data. So each waits for
	 * a short random time, and restores in small parts what no other instance has
	 * restored by then.
	 */

	/** The maximum age of a switch, by its note, that counts as propagation. */
	private static final long LONGEST_PROPAGATION_MICROS = TimeUnit.DAYS.toMicros(1);

	/** No event is switched that often between two reads, not in a thousand years. */
	static final long LONGEST_JUMP = 1L << 40;

	/** The remedy for an implausible version. */
	static final String RESET = "Call ClusterEvents.reset, which overwrites it with the state of this instance";

	/** The maximum wait before data of the store is restored. */
	private static final long LONGEST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

	private static final Logger LOGGER = System.getLogger(ClusterEvents.class.getName());

	/** The maximum number of events in a line of the log, and of characters of each. */
	private static final int MOST_NAMES = 20;

	private static final int MOST_CHARACTERS = 100;

	private static final Queue<State> NONE = new ArrayDeque<>();

	private final Instance instance;

	private final Operations operations;

	private final Reporter reporter;

	private final Reversals reversals;

	/** Changes behind a switch of this instance that its thread has not applied yet. */
	private final Map<String, Queue<State>> held = new HashMap<>();

	/** The events that the store may have lost. */
	private final Set<String> lost = new HashSet<>();

	private boolean restoring;

	private final LogPause logPause = new LogPause();

	Follower(Instance instance, Operations operations, Reporter reporter) {
		this.instance = instance;
		this.operations = operations;
		this.reporter = reporter;
		this.reversals = new Reversals(instance);
		operations.onEnd(this::ended);
	}

	/** Returns the versions here, for a snapshot that is requested now. */
	Map<String, Long> versions() {
		Map<String, Long> versions = new HashMap<>();
		this.instance.events().forEach((name, event) -> versions.put(name, event.replica().version()));
		return versions;
	}

	/**
	 * Applies a snapshot.
	 * @param versions the versions here when it was requested
	 * @param counted whether changes count as propagated; not after an outage
	 */
	void follow(Snapshot snapshot, Map<String, Long> versions, boolean counted) {
		this.operations.doubt();
		versions.forEach((name, version) -> {
			ClusterEvent event = this.instance.find(name);
			if (event != null) {
				compare(event, snapshot.states().getOrDefault(name, State.UNKNOWN), version, counted);
				event.replica().rejoin();
			}
		});
	}

	/**
	 * Compares a snapshot that was taken between two calls for changes.
	 * @param complete whether all of it has come by the feed
	 */
	void audit(Snapshot snapshot, Map<String, Long> versions, boolean complete) {
		versions.forEach((name, version) -> {
			ClusterEvent event = this.instance.find(name);
			State state = snapshot.states().getOrDefault(name, State.UNKNOWN);
			if (event != null && (complete || state.version() < version)) {
				compare(event, state, version, true);
			}
		});
	}

	/** Applies the state of one event, which was requested when it was created. */
	void follow(ClusterEvent event, State state, long version) {
		compare(event, state, version, true);
	}

	private void compare(ClusterEvent event, State state, long version, boolean counted) {
		if (state.version() < Math.max(version, known(event))) {
			lost(event);
		}
		else if (state.version() > 0) {
			takeOver(event, state, counted);
		}
		event.asked().complete(null);
	}

	/** Returns the last version known to this instance, even if it is not applied yet. */
	private long known(ClusterEvent event) {
		long known = Math.max(event.replica().version(), this.operations.known(event));
		for (State state : this.held.getOrDefault(event.name(), NONE)) {
			known = Math.max(known, state.version());
		}
		return known;
	}

	/** Applies changes. */
	void follow(List<Change> changes) {
		for (Change change : changes) {
			ClusterEvent event = this.instance.find(change.event());
			if (event != null) {
				takeOver(event, change.state(), true);
				if (change.state().version() >= known(event)) {
					this.lost.remove(change.event());
				}
				else if (change.state().version() < event.replica().version() && !isOwn(change.state())) {
					lost(event);
				}
			}
		}
	}

	/**
	 * Returns whether the state was made here, and so is outdated if another followed.
	 */
	private boolean isOwn(State state) {
		return Note.decode(state.note()).instance().equals(this.instance.name());
	}

	private void takeOver(ClusterEvent event, State state, boolean counted) {
		Queue<State> queue = this.held.get(event.name());
		Note note = Note.decode(state.note());
		Operation own = this.operations.find(note.operation());
		if (queue != null) {
			queue.add(state);
		}
		else if (own != null && own.event() == event && own.seen(state)) {
			this.held.put(event.name(), new ArrayDeque<>(List.of(state)));
		}
		else {
			apply(event, state, note, counted);
		}
	}

	/** Called when the thread of an operation is done, or has given up. */
	private void ended(Operation operation) {
		this.reversals.check(operation.event());
		release(operation.event());
		if (operation.isDoubtful()) {
			lost(operation.event());
		}
	}

	private void release(ClusterEvent event) {
		Queue<State> queue = this.held.remove(event.name());
		if (queue != null) {
			try {
				for (State state = queue.peek(); state != null; state = queue.peek()) {
					takeOver(event, state, true);
					queue.remove();
				}
			}
			catch (RuntimeException | Error ex) {
				// For instance when memory is exhausted: no feed brings them again.
				this.held.putIfAbsent(event.name(), queue);
				this.instance.schedule(() -> release(event), LONGEST_PATIENCE);
				throw ex;
			}
		}
		if (this.lost.contains(event.name())) {
			restoreIn(0);
		}
	}

	private void apply(ClusterEvent event, State state, Note note, boolean counted) {
		Replica replica = event.replica();
		if (isImplausible(state.version(), replica.version())) {
			replica.refuse(state.version());
			this.instance.counters()
				.failed(implausible(event.name(), state.version(), replica.version()) + ". " + RESET);
			return;
		}
		replica.accept();
		if (!replica.isAdopted()) {
			boolean younger = isYounger(note, event);
			if (younger) {
				count(note, counted);
			}
			replica.adopt(state, younger, Cause.of(note, this.instance));
		}
		else if (state.version() > replica.version()) {
			count(note, counted);
			replica.follow(state, Cause.of(note, this.instance));
		}
		else if (state.version() == replica.version() && !state.equals(replica.state())) {
			// The end of a temporary state may have changed.
			replica.follow(state, Cause.of(note, this.instance));
		}
		this.reversals.check(event);
		this.operations.reached(event);
		// A request may still be waiting for acknowledgements.
		if (note.askedMicros() != 0 && ageMicros(note.askedMicros()) < this.reporter.latelyMicros()) {
			this.reporter.seen(event.name(), note);
		}
	}

	static boolean isImplausible(long version, long known) {
		return version - known > LONGEST_JUMP;
	}

	static String implausible(String event, long version, long known) {
		return "The version of event '" + event + "' in the store is " + version + ", but the last known version is "
				+ known + ": another program has written it, and no instance applies it";
	}

	/**
	 * Returns whether the event may have been switched after it was created here. The
	 * time of a note is that of the call, as its instance estimates it, and that is not
	 * less than the earliest time from which the deadline of the command is reckoned. So
	 * the store has executed it at the latest by the deadline after the time of the note,
	 * if all instances have the same command time-out.
	 */
	private boolean isYounger(Note note, ClusterEvent event) {
		long latest = note.atMicros() + TimeUnit.NANOSECONDS.toMicros(Operation.deadlineNanos(this.instance));
		return note.atMicros() != 0 && latest >= this.instance.clock().earliestAt(event.createdNanos());
	}

	private void count(Note note, boolean counted) {
		if (counted && !note.instance().equals(this.instance.name()) && note.atMicros() != 0
				&& ageMicros(note.atMicros()) < LONGEST_PROPAGATION_MICROS) {
			this.instance.counters().propagated(ageMicros(note.atMicros()));
		}
	}

	/** Returns the age of a time on the store's clock, as it is known here. */
	private long ageMicros(long atMicros) {
		return this.instance.clock().estimateAt(this.instance.timeline().nanoTime()) - atMicros;
	}

	private void lost(ClusterEvent event) {
		this.lost.add(event.name());
		// No other instance may have a state that was never in the store.
		restoreIn(event.replica().isAdopted() ? (long) (LONGEST_PATIENCE * this.instance.timeline().random()) : 0);
	}

	private void restoreIn(long nanos) {
		if (!this.restoring) {
			this.restoring = true;
			this.instance.schedule(this::restoreSome, nanos);
		}
	}

	/** Restores a part of the lost events, and then the next one. */
	private void restoreSome() {
		Map<String, State> some = new HashMap<>();
		Set<String> initial = new HashSet<>();
		this.lost.removeIf((name) -> {
			ClusterEvent event = this.instance.find(name);
			if (event != null && (some.size() == StateStore.MAX_BATCH || event.replica().version() < known(event))) {
				return false;
			}
			if (event != null) {
				some.put(name, event.replica().state());
				if (!event.replica().isAdopted()) {
					initial.add(name);
				}
			}
			return true;
		});
		this.restoring = !some.isEmpty();
		if (this.restoring) {
			this.instance.ask("No answer to a restoration", this.instance.timeoutNanos(),
					() -> this.instance.store().restore(some), (raised, failure) -> {
						this.restoring = false;
						if (raised != null) {
							restored(raised, initial);
							restoreIn(0);
						}
						else if (failure != null) {
							this.instance.counters()
								.failed("Failed to restore lost data. It will be tried again", failure);
							this.lost.addAll(some.keySet());
							restoreIn(this.instance.jittered(this.instance.settings().syncInterval()));
						}
					});
		}
	}

	private void restored(Set<String> raised, Set<String> initial) {
		List<String> events = raised.stream().filter((name) -> !initial.contains(name)).toList();
		this.instance.counters().restorations.add(events.size());
		if (!events.isEmpty() && this.logPause.isDue(this.instance.timeline().nanoTime())) {
			LOGGER.log(Level.WARNING,
					"The event store had lost events, which this instance has restored: " + some(events));
		}
	}

	/** Returns the names, or the first of them, for a line of the log. */
	static String some(Collection<String> names) {
		List<String> some = names.stream()
			.sorted()
			.limit(MOST_NAMES)
			.map((name) -> InertText.of(name, MOST_CHARACTERS))
			.toList();
		return some + ((some.size() < names.size()) ? " and " + (names.size() - some.size()) + " more" : "");
	}

	/** Called when the store has been out of reach for too long. */
	void cutOff() {
		this.instance.events().values().forEach((event) -> {
			if (event.clearsWhenCutOff()) {
				event.replica().cutOff();
			}
		});
	}

}
