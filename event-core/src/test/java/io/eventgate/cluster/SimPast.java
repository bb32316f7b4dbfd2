/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The versions that the store has had of one event.
 */
final class SimPast {

	private static final long REMEMBERED = 60 * SimWorld.SECOND;

	private final Deque<Stored> versions = new ArrayDeque<>();

	private final Set<Long> existed = new HashSet<>();

	/** The lowest version from which one change led to another, by the latter. */
	private final Map<Long, Long> changes = new HashMap<>();

	private long lastSet = -1;

	/** Records a version of the store. */
	void stored(long version, long now) {
		if (isSet()) {
			this.lastSet = now;
		}
		this.existed.add(version);
		if (this.versions.isEmpty() || this.versions.getLast().version != version) {
			this.versions.add(new Stored(now, version));
		}
		while (this.versions.size() > 1 && this.versions.getFirst().time < now - REMEMBERED) {
			this.versions.remove();
		}
	}

	/** Records that one change has led from one version to another. */
	void changed(long before, long version) {
		this.changes.merge(version, before, Math::min);
	}

	/**
	 * Returns whether one change may have led an instance from one version to another. A
	 * set() of a set event is not observed and may have happened in between.
	 */
	boolean leads(long from, long version) {
		Long before = this.changes.get(version);
		return before != null && (before <= from || ((before & version & 1) == 1 && leads(from, before)));
	}

	/** Records that the event was set for a moment. */
	void pulsed(long now) {
		this.lastSet = now;
	}

	boolean wasSetSince(long time) {
		return this.lastSet >= time || isSet();
	}

	/** Returns the time of the last set, or -1. */
	long lastSet() {
		return this.lastSet;
	}

	private boolean isSet() {
		return !this.versions.isEmpty() && (this.versions.getLast().version & 1) == 1;
	}

	boolean existed(long version) {
		return this.existed.contains(version);
	}

	/** Returns the lowest version of the store since a time. */
	long leastSince(long time) {
		long least = Long.MAX_VALUE;
		for (Iterator<Stored> each = this.versions.descendingIterator(); each.hasNext();) {
			Stored stored = each.next();
			least = Math.min(least, stored.version);
			if (stored.time <= time) {
				return least;
			}
		}
		return 0;
	}

	/** Returns the highest version of the store since a time. */
	long highestSince(long time) {
		long highest = 0;
		for (Iterator<Stored> each = this.versions.descendingIterator(); each.hasNext();) {
			Stored stored = each.next();
			highest = Math.max(highest, stored.version);
			if (stored.time <= time) {
				return highest;
			}
		}
		return highest;
	}

	private record Stored(long time, long version) {

	}

}
