package io.eventgate.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.eventgate.cluster.EventStore.Snapshot;
import io.eventgate.cluster.EventStore.State;
import org.jspecify.annotations.Nullable;

/**
 * Reads the store, and takes over what is newer there than here. Where the store knows
 * less than this instance it has lost data, and is healed.
 */
final class Reader {

	/*
	 * Invariants.
	 *
	 * (1) One read is under way at a time. Hints that come meanwhile are merged into the
	 * next one, as the present one may have passed the store before the change. So the
	 * number of reads follows the time that a read takes, not the number of hints.
	 *
	 * (2) Only answers to reads are taken over, never what a hint says.
	 *
	 * (3) The store has lost a version if it shows a lower one than this instance had
	 * when the read was sent. Had it when the answer came would not be enough: a switch
	 * of this instance may have passed the read on the way.
	 *
	 * (4) Each read has a time limit. What a read without an answer asked for is asked
	 * again at once; after the second in a row without one the link is given up.
	 */

	private static final int READS_BEFORE_REBUILD = 2;

	private static final long LONGEST_PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private final Engine engine;

	private final Set<String> hinted = new HashSet<>();

	private boolean everything;

	private boolean linked;

	private boolean caughtUp;

	private int failures;

	private @Nullable Read current;

	private volatile @Nullable Long syncedNanos;

	Reader(Engine engine) {
		this.engine = engine;
	}

	/** When the last read of all events that succeeded was sent. */
	@Nullable Long syncedNanos() {
		return this.syncedNanos;
	}

	/** There is a new link; all that was known of the store is old. */
	void begin() {
		this.linked = true;
		this.caughtUp = false;
		this.failures = 0;
		requestAll();
	}

	/** The link is gone. */
	void stop() {
		this.linked = false;
		Read read = this.current;
		if (read != null) {
			this.current = null;
			read.limit.run();
		}
	}

	/** An event may have changed. */
	void request(String event) {
		if (this.engine.find(event) != null) {
			this.hinted.add(event);
			readNext();
		}
	}

	/** Any event may have changed. */
	void requestAll() {
		this.everything = true;
		readNext();
	}

	private void readNext() {
		if (!this.linked || this.current != null || !(this.everything || !this.hinted.isEmpty())) {
			return;
		}
		Read read = new Read(this.everything);
		this.current = read;
		this.everything = false;
		this.hinted.clear();
		this.engine.counters().reads.increment();
		read.limit = this.engine.schedule(
				() -> failed(read, new TimeoutException("No answer within " + patience() / 1_000_000 + " ms")),
				patience());
		this.engine.ask(() -> this.engine.store().read(read.versions.keySet()), (snapshot, failure) -> {
			if (snapshot != null) {
				succeeded(read, snapshot);
			}
			else {
				failed(read, (failure != null) ? failure : new IllegalStateException("The store answered null"));
			}
		});
	}

	/** How long to wait for an answer, so that a dead link is noticed soon. */
	private long patience() {
		return Math.min(this.engine.timeoutNanos(), LONGEST_PATIENCE);
	}

	private void failed(Read read, Throwable cause) {
		if (read != this.current) {
			return;
		}
		read.limit.run();
		this.current = null;
		this.everything |= read.everything;
		this.hinted.addAll(read.hints);
		this.failures++;
		if (this.failures >= READS_BEFORE_REBUILD) {
			this.engine.link().lost(cause);
		}
		else {
			this.engine.counters().failed("A read failed", cause);
			readNext();
		}
	}

	private void succeeded(Read read, Snapshot snapshot) {
		if (read != this.current) {
			return;
		}
		read.limit.run();
		this.current = null;
		this.failures = 0;
		this.engine.clock().sample(read.sentNanos, this.engine.timeline().nanoTime(), snapshot.clockMicros());
		compare(read, snapshot);
		if (read.everything) {
			this.syncedNanos = read.sentNanos;
			if (!this.caughtUp) {
				this.caughtUp = true;
				this.engine.link().caughtUp();
			}
		}
		readNext();
	}

	private void compare(Read read, Snapshot snapshot) {
		Map<String, State> lost = new HashMap<>();
		Set<String> initial = new HashSet<>();
		read.versions.forEach((name, version) -> {
			ClusterEvent event = this.engine.find(name);
			if (event == null) {
				return;
			}
			State state = snapshot.states().getOrDefault(name, State.UNKNOWN);
			if (state.version() < version) {
				lost.put(name, event.replica().state());
				if (!event.replica().isAdopted()) {
					initial.add(name);
				}
			}
			takeOver(event, state, read);
		});
		if (!lost.isEmpty()) {
			heal(lost, initial);
		}
	}

	private void takeOver(ClusterEvent event, State state, Read read) {
		Replica replica = event.replica();
		if (replica.isAdopted() && state.equals(replica.state())) {
			return; // As a rule.
		}
		Note note = Note.decode(state.note());
		Operation own = this.engine.operations().find(note.operation());
		if (own != null) {
			own.seen(state);
		}
		else if (!replica.isAdopted()) {
			replica.adopt(state, isYounger(note, event), note.seenBy(instance()), this.engine.timeline()::handOver);
		}
		else if (state.version() > replica.version()) {
			count(event.name(), note, read);
			replica.follow(state, note.kind(), note.seenBy(instance()), this.engine.timeline()::handOver);
			this.engine.reporter().changed(event.name());
		}
		if (replica.isAdopted()) {
			event.adopted().complete(null);
		}
		this.engine.reporter().seen(event.name(), note);
	}

	/** Whether the event was switched after it was created here. */
	private boolean isYounger(Note note, ClusterEvent event) {
		return note.atMicros() != 0 && note.atMicros() >= this.engine.clock().earliestAt(event.createdNanos());
	}

	private void count(String name, Note note, Read read) {
		if (!this.caughtUp || note.instance().equals(instance())) {
			return;
		}
		if (note.atMicros() != 0) {
			this.engine.counters()
				.propagated(this.engine.clock().estimateAt(this.engine.timeline().nanoTime()) - note.atMicros());
		}
		if (!read.hints.contains(name) && !this.hinted.contains(name)) {
			this.engine.counters().missedHints.increment();
		}
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

	/** A question to the store, and what was known here when it was sent. */
	private final class Read {

		final boolean everything;

		final Set<String> hints = Set.copyOf(Reader.this.hinted);

		final long sentNanos = Reader.this.engine.timeline().nanoTime();

		final Map<String, Long> versions = new HashMap<>();

		Runnable limit = () -> {
		};

		Read(boolean everything) {
			this.everything = everything;
			Engine engine = Reader.this.engine;
			for (String name : everything ? engine.events().keySet() : this.hints) {
				ClusterEvent event = engine.find(name);
				if (event != null) {
					this.versions.put(name, event.replica().version());
				}
			}
		}

	}

}
