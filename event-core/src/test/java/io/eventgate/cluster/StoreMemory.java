/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Condition;
import io.eventgate.cluster.StateStore.Report;
import io.eventgate.cluster.StateStore.Reports;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The data of a store and the rules for its changes, as a reference for real stores. Its
 * feed is a chain, like that of Redis. See {@link ChainCursor}.
 */
final class StoreMemory {

	private final Map<String, State> states = new HashMap<>();

	private final Map<String, Report> reports = new HashMap<>();

	/** The feed, without its trimmed part. */
	private final Deque<Entry> log = new ArrayDeque<>();

	private final int logLength;

	/** The identity of the last change. */
	private String head = "";

	/** The number of the last entry ever added to the feed. */
	private long lastRevision;

	private @Nullable Long sinceMicros;

	private Runnable onChange = () -> {
	};

	StoreMemory(int logLength) {
		this.logLength = logLength;
	}

	/** A callback that runs after each change, within the call that made it. */
	void onChange(Runnable onChange) {
		this.onChange = onChange;
	}

	synchronized Snapshot snapshot(long nowMicros) {
		return new Snapshot(nowMicros, new Position(this.head, this.lastRevision).text(), this.states);
	}

	synchronized State get(String name) {
		return this.states.getOrDefault(name, State.UNKNOWN);
	}

	synchronized Map<String, State> states() {
		return new HashMap<>(this.states);
	}

	/** Returns the entries of the feed after a number. */
	synchronized Tail tail(long revision, long nowMicros) {
		List<Entry> entries = new ArrayList<>();
		boolean complete = true;
		for (Entry entry : this.log) {
			if (entry.revision > revision) {
				complete = entries.size() < StateStore.MAX_BATCH;
				if (!complete) {
					break;
				}
				entries.add(entry);
			}
		}
		return new Tail(entries, complete, this.head, nowMicros);
	}

	synchronized Result transition(Command command, long nowMicros, String mark) {
		if (nowMicros >= command.deadlineMicros()) {
			return Result.EXPIRED;
		}
		State before = get(command.event());
		Condition condition = command.condition();
		if (condition != null && !condition.isMet(before, nowMicros)) {
			return Result.UNMET;
		}
		State after = command.stores(before.version());
		if (after != null) {
			put(command.event(), after, mark);
		}
		return new Result(before.version(), command.apply(before.version()));
	}

	synchronized Set<String> restore(Map<String, State> lost, String mark) {
		Set<String> raised = new HashSet<>();
		lost.forEach((name, state) -> {
			if (get(name).version() < state.version()) {
				put(name, state, mark);
				raised.add(name);
			}
		});
		return raised;
	}

	synchronized Set<String> remove(Map<String, State> expected) {
		Set<String> removed = new HashSet<>(expected.keySet());
		removed.removeIf((name) -> !this.states.remove(name, expected.get(name)));
		return removed;
	}

	synchronized void put(String event, State state, String mark) {
		this.states.put(event, state);
		Position last = new Position(this.head, 0);
		this.lastRevision = Math.max(last.headRevision(), this.lastRevision) + 1;
		String id = this.lastRevision + "-" + mark;
		add(new Entry(this.lastRevision, id, this.head, mark, new Change(event, state)));
		this.head = id;
		this.onChange.run();
	}

	/** Adds an entry that no instance can have written. */
	synchronized void addForeignEntry() {
		this.lastRevision++;
		add(new Entry(this.lastRevision, "", "", "", null));
		this.onChange.run();
	}

	private void add(Entry entry) {
		this.log.add(entry);
		trim(this.logLength);
	}

	/** Trims the older part of the feed. */
	synchronized void trim(int length) {
		while (this.log.size() > length) {
			this.log.remove();
		}
	}

	synchronized int report(String instance, String text, long nowMicros) {
		this.sinceMicros = (this.sinceMicros == null) ? nowMicros : this.sinceMicros;
		this.reports.put(instance, new Report(nowMicros, text));
		return this.reports.size();
	}

	synchronized Reports reports(long nowMicros) {
		return new Reports(nowMicros, (this.sinceMicros == null) ? nowMicros : this.sinceMicros, this.reports);
	}

	synchronized void forget(Set<String> instances) {
		this.reports.keySet().removeAll(instances);
	}

	/** Sets the time since which reports are complete. */
	synchronized void keptSince(long micros) {
		this.sinceMicros = micros;
	}

	/** Writes an event without the feed, as another program may do. */
	synchronized void forge(String event, State state) {
		this.states.put(event, state);
	}

	/** Replaces all data by the given events. */
	synchronized void lose(Map<String, State> left) {
		become(new StoreMemory(this.logLength));
		this.states.putAll(left);
	}

	/** Loses the events, but not the feed, as a server that evicts a key. */
	synchronized void evictEvents() {
		this.states.clear();
		this.head = "";
	}

	synchronized StoreMemory copy() {
		StoreMemory copy = new StoreMemory(this.logLength);
		copy.become(this);
		return copy;
	}

	/** Replaces all data by that of a copy. */
	synchronized void become(StoreMemory copy) {
		this.states.clear();
		this.states.putAll(copy.states);
		this.reports.clear();
		this.reports.putAll(copy.reports);
		this.log.clear();
		this.log.addAll(copy.log);
		this.head = copy.head;
		this.lastRevision = copy.lastRevision;
		this.sinceMicros = copy.sinceMicros;
	}

	/**
	 * An entry of the feed.
	 *
	 * @param change the change, or {@code null} if another program has added the entry
	 */
	record Entry(long revision, String id, String previous, String mark, @Nullable Change change) {

	}

	/**
	 * An answer to a read of the feed.
	 */
	record Tail(List<Entry> entries, boolean complete, String head, long clockMicros) {

		/** Follows the entries with a cursor. */
		Changes follow(ChainCursor cursor, String after) {
			long revision = Position.of(after).revision;
			List<Change> changes = new ArrayList<>();
			for (Entry entry : this.entries) {
				revision = entry.revision;
				if (entry.change != null) {
					cursor.follow(entry.id, entry.previous, entry.mark);
					changes.add(entry.change);
				}
			}
			if (!cursor.finishRead(this.complete, this.head)) {
				return Changes.GAP;
			}
			return new Changes(false, this.clockMicros, new Position(cursor.position(), revision).text(), changes);
		}

	}

	/**
	 * A position in the feed.
	 *
	 * @param head the identity of the last change
	 * @param revision the number of the last entry
	 */
	record Position(String head, long revision) {

		static Position of(String text) {
			int space = text.indexOf(' ');
			return new Position(text.substring(0, space), Long.parseLong(text.substring(space + 1)));
		}

		long headRevision() {
			return this.head.isEmpty() ? 0 : Long.parseLong(this.head.substring(0, this.head.indexOf('-')));
		}

		String text() {
			return this.head + " " + this.revision;
		}

	}

}
