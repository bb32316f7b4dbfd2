package io.eventgate.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.eventgate.cluster.StateStore.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store for its states, and gives the answers to the {@link Follower}.
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
	 * (3) Each read has a time limit. What a read without an answer asked for is asked
	 * again at once; after the second in a row without one the link is given up.
	 *
	 * (4) While many events are switched one after the other, hints wait for the Pace,
	 * and are merged meanwhile. A timer is pending then.
	 */

	private static final int READS_BEFORE_REBUILD = 2;

	private static final long LONGEST_PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private final Engine engine;

	private final Follower follower;

	private final Set<String> hinted = new HashSet<>();

	private final Pace pace = new Pace();

	private boolean paused;

	private boolean urgent;

	private boolean everything;

	private boolean linked;

	private boolean caughtUp;

	private int failures;

	private @Nullable Read current;

	private volatile @Nullable Long syncedNanos;

	Reader(Engine engine) {
		this.engine = engine;
		this.follower = new Follower(engine);
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
	void hint(String event) {
		if (this.engine.find(event) != null) {
			this.hinted.add(event);
			readNext();
		}
	}

	/** Somebody waits for the state of an event. */
	void request(String event) {
		this.urgent |= this.engine.find(event) != null;
		hint(event);
	}

	/** Any event may have changed. */
	void requestAll() {
		this.everything = true;
		readNext();
	}

	private void readNext() {
		if (!this.linked || this.current != null || !(this.everything || isDue())) {
			return;
		}
		Read read = new Read(this.everything);
		this.current = read;
		this.everything = false;
		this.urgent = false;
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

	/**
	 * Whether there are hints that need not wait. If they must, this tries again then.
	 */
	private boolean isDue() {
		if (this.hinted.isEmpty() || this.urgent) {
			return this.urgent;
		}
		if (this.paused) {
			return false;
		}
		long delay = this.pace.delay(this.hinted, this.engine.timeline().nanoTime());
		if (delay > 0) {
			this.paused = true;
			this.engine.schedule(() -> {
				this.paused = false;
				readNext();
			}, delay);
		}
		return delay == 0;
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
		Set<String> hints = new HashSet<>(read.hints);
		hints.addAll(this.hinted);
		this.follower.follow(snapshot, read.versions, hints, this.caughtUp);
		if (read.everything) {
			this.syncedNanos = read.sentNanos;
			if (!this.caughtUp) {
				this.caughtUp = true;
				this.engine.link().caughtUp();
			}
		}
		readNext();
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
