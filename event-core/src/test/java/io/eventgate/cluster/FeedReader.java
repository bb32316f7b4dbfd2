/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;
import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader of the feed of a {@link StateStore}. It reads in the calling thread and keeps
 * the changes.
 *
 * @since 0.1.0
 */
public final class FeedReader {

	/** The usual time for which one call waits for changes. */
	public static final Duration WAIT = Duration.ofMillis(100);

	private final StateStore store;

	private final Map<String, State> states = new HashMap<>();

	private final List<Change> changes = new ArrayList<>();

	private String position = "";

	/**
	 * Creates a reader and takes a snapshot.
	 * @param store the store, connected
	 */
	public FeedReader(StateStore store) {
		this.store = store;
		startAgain();
	}

	/**
	 * Takes a new snapshot and discards the changes read so far.
	 * @return the snapshot
	 */
	public Snapshot startAgain() {
		Snapshot snapshot = StoreCalls.get(this.store.snapshot());
		this.position = snapshot.position();
		this.changes.clear();
		this.states.clear();
		this.states.putAll(snapshot.states());
		return snapshot;
	}

	/**
	 * Reads once.
	 * @param wait the time to wait for changes
	 * @return the answer, which may be a gap
	 */
	public Changes read(Duration wait) {
		Changes answer = StoreCalls.get(this.store.changes(this.position, wait));
		if (!answer.gap()) {
			assertThat(answer.changes()).hasSizeLessThanOrEqualTo(StateStore.MAX_BATCH);
			this.position = answer.position();
			this.changes.addAll(answer.changes());
			answer.changes().forEach((change) -> this.states.put(change.event(), change.state()));
		}
		return answer;
	}

	/**
	 * Reads until a condition is met.
	 * @param what a description of the condition
	 * @param condition the condition
	 */
	public void readUntil(String what, StoreCalls.Condition condition) {
		StoreCalls.await(what, () -> {
			boolean more = true;
			// Without a pause between answers, because old entries are deleted.
			while (more && !condition.isMet()) {
				Changes answer = read(WAIT);
				assertThat(answer.gap()).as("a gap while waiting for " + what).isFalse();
				more = !answer.changes().isEmpty();
			}
			return condition.isMet();
		});
	}

	/**
	 * Reads until an event has a state.
	 * @param event the event
	 * @param state the state
	 */
	public void readUntil(String event, State state) {
		readUntil(event + " in the state " + state, () -> state.equals(state(event)));
	}

	/**
	 * Reads until there is a gap. Fails if the feed brings changes instead.
	 */
	public void readUntilGap() {
		StoreCalls.await("a gap", () -> {
			Changes answer = read(WAIT);
			assertThat(answer.changes()).as("changes after a lost position").isEmpty();
			return answer.gap();
		});
	}

	/**
	 * Returns the changes since the last snapshot.
	 * @return the changes that were read, in their order
	 */
	public List<Change> changes() {
		return this.changes;
	}

	/**
	 * Returns the versions of an event that the feed brought since the last snapshot.
	 * @param event the event
	 * @return its versions in their order
	 */
	public List<Long> versions(String event) {
		return this.changes.stream()
			.filter((change) -> change.event().equals(event))
			.map((change) -> change.state().version())
			.toList();
	}

	/**
	 * Returns the last read state of an event.
	 * @param event the event
	 * @return its state
	 */
	public State state(String event) {
		return this.states.getOrDefault(event, State.UNKNOWN);
	}

	/**
	 * Returns the last read states of all events.
	 * @return the states by event
	 */
	public Map<String, State> states() {
		return Map.copyOf(this.states);
	}

	/**
	 * Returns the position of this reader.
	 * @return the position after the last read change
	 */
	public String position() {
		return this.position;
	}

}
