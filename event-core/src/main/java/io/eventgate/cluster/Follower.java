package io.eventgate.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.eventgate.cluster.StateStore.Snapshot;
import io.eventgate.cluster.StateStore.State;

/**
 * Takes over what is newer in the store than here. Where the store knows less than this
 * instance it has lost data, and is healed.
 */
final class Follower {

	/*
	 * The store has lost a version if it shows a lower one than this instance had when
	 * the read was sent. "Had when the answer came" would not do: a switch of this
	 * instance may have passed the read on the way.
	 *
	 * An event that the store does not know is initialised in the same way, by raising it
	 * to the version that its definition stands for.
	 */

	/** How wrong the time in the note of another instance may be. */
	private static final long NOTE_ERROR_MICROS = TimeUnit.MILLISECONDS.toMicros(500);

	/** A switch that is older by its note does not show how fast switches travel. */
	private static final long LONGEST_PROPAGATION_MICROS = TimeUnit.DAYS.toMicros(1);

	private final Engine engine;

	Follower(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Compares an answer of the store with the events here.
	 * @param snapshot the answer
	 * @param versions what was asked for, and the versions here when it was
	 * @param hints for which of them there were hints
	 * @param counted whether changes are to be counted; not after an outage
	 */
	void follow(Snapshot snapshot, Map<String, Long> versions, Set<String> hints, boolean counted) {
		Map<String, State> lost = new HashMap<>();
		Set<String> initial = new HashSet<>();
		versions.forEach((name, version) -> {
			ClusterEvent event = this.engine.find(name);
			if (event == null) {
				return;
			}
			Replica replica = event.replica();
			State state = snapshot.states().getOrDefault(name, State.UNKNOWN);
			if (state.version() < version) {
				lost.put(name, replica.state());
				if (!replica.isAdopted()) {
					initial.add(name);
				}
			}
			else if (state.version() > 0 && !(replica.isAdopted() && state.equals(replica.state()))) {
				takeOver(event, state, counted, hints.contains(name));
			}
			event.asked().complete(null);
		});
		if (!lost.isEmpty()) {
			heal(lost, initial);
		}
	}

	private void takeOver(ClusterEvent event, State state, boolean counted, boolean hinted) {
		Replica replica = event.replica();
		Note note = Note.decode(state.note());
		Operation own = this.engine.operations().find(note.operation());
		if (own != null) {
			own.seen(state);
		}
		else if (!replica.isAdopted()) {
			boolean younger = isYounger(note, event);
			if (younger) {
				count(note, counted, hinted);
			}
			replica.adopt(state, younger, note.seenBy(instance()), this.engine.timeline()::handOver);
			// Somebody may still ask who has it.
			if (note.atMicros() != 0 && ageMicros(note) < Reporter.LATELY_MICROS) {
				this.engine.reporter().changed(event.name());
			}
		}
		else if (state.version() > replica.version()) {
			count(note, counted, hinted);
			replica.follow(state, note.kind(), note.seenBy(instance()), this.engine.timeline()::handOver);
			this.engine.reporter().changed(event.name());
		}
		this.engine.reporter().seen(event.name(), note);
	}

	/** Whether the event was switched after it was created here, if that can be told. */
	private boolean isYounger(Note note, ClusterEvent event) {
		return note.atMicros() != 0
				&& note.atMicros() + NOTE_ERROR_MICROS >= this.engine.clock().earliestAt(event.createdNanos());
	}

	private void count(Note note, boolean counted, boolean hinted) {
		if (!counted || note.instance().equals(instance())) {
			return;
		}
		if (note.atMicros() != 0 && ageMicros(note) < LONGEST_PROPAGATION_MICROS) {
			this.engine.counters().propagated(ageMicros(note));
		}
		if (!hinted) {
			this.engine.counters().missedHints.increment();
		}
	}

	/** How long ago the event was switched, by the store's clock as it is known here. */
	private long ageMicros(Note note) {
		return this.engine.clock().estimateAt(this.engine.timeline().nanoTime()) - note.atMicros();
	}

	private void heal(Map<String, State> lost, Set<String> initial) {
		this.engine.ask(() -> this.engine.store().heal(lost), (raised, failure) -> {
			if (raised != null) {
				this.engine.counters().heals.add(raised.stream().filter((name) -> !initial.contains(name)).count());
			}
			else if (failure != null) {
				this.engine.counters().failed("Lost data could not be restored yet", failure);
			}
		});
	}

	private String instance() {
		return this.engine.settings().instance();
	}

}
