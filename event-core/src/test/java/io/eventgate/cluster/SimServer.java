package io.eventgate.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The machine that the store runs on, with copies that lag behind.
 */
final class SimServer {

	private static final long LONGEST_LAG = 3 * SimWorld.SECOND;

	final StoreMemory memory;

	private final SimWorld world;

	private final SimHistory history;

	private final Runnable onChange;

	private final Deque<Copy> copies = new ArrayDeque<>();

	private final Set<Read> reads = new LinkedHashSet<>();

	/** The revision that each event was changed at last. */
	private final Map<String, Long> revisions = new HashMap<>();

	private long clockOffset;

	/** Connections of earlier lives are unknown to it. */
	private int life;

	/** The process that serves. */
	private int identity;

	/** The birth of the data that it has. */
	private int incarnation;

	private long marks;

	private long pausedUntil;

	private boolean down;

	/** The former machine, which still serves the feed to those who have not noticed. */
	private @Nullable StoreMemory former;

	SimServer(SimWorld world, SimHistory history, int feedLength, Runnable onChange) {
		this.onChange = onChange;
		this.world = world;
		this.history = history;
		this.memory = new StoreMemory(feedLength);
		this.memory.onChange(this::wake);
		anotherClock();
	}

	private void anotherClock() {
		this.clockOffset = this.world.between(3_600 * SimWorld.SECOND, 3 * 3_600 * SimWorld.SECOND);
	}

	int life() {
		return this.life;
	}

	int identity() {
		return this.identity;
	}

	int incarnation() {
		return this.incarnation;
	}

	boolean isDown() {
		return this.down;
	}

	/** How long it will not do anything. */
	long paused() {
		return Math.max(0, this.pausedUntil - this.world.now());
	}

	long clockMicros() {
		return (this.world.now() + this.clockOffset) / 1_000;
	}

	State get(String name) {
		return this.memory.get(name);
	}

	/** The revision of the namespace. */
	long lastRevision() {
		return StoreMemory.Position.of(this.memory.snapshot(0).position()).revision();
	}

	/** The revision of an event, -1 if there is no row of it. */
	long revisionOf(String event) {
		return this.revisions.getOrDefault(event, -1L);
	}

	/** Chooses what no other change has. */
	String mark() {
		return Long.toString(++this.marks);
	}

	// What clients ask for

	Result transition(Command command, String mark, long nowMicros) {
		State before = get(command.event());
		Result result = this.memory.transition(command, nowMicros, mark);
		this.world.log(() -> "store: " + command.kind() + " " + command.event() + " "
				+ Note.decode(command.note()).operation() + " -> " + result);
		if (result.isExecuted()) {
			if (command.condition() != null) {
				this.history.reversed(command, before, nowMicros);
			}
			else {
				this.history.applied(command, result);
			}
			if (result.version() != result.before()) {
				this.history.changed(command.event(), result.before(), result.version());
			}
			changed(Set.of(command.event()));
			this.onChange.run();
		}
		return result;
	}

	Set<String> restore(Map<String, State> states, String mark, SimNode node) {
		Map<String, State> before = this.memory.states();
		Set<String> raised = this.memory.restore(states, mark);
		this.world.log(() -> "store: restore " + versions(states) + " raised " + raised);
		raised.forEach((event) -> this.history.changed(event, before.getOrDefault(event, State.UNKNOWN).version(),
				get(event).version()));
		states.forEach((event, state) -> {
			if (!raised.contains(event)) {
				this.history.restoredInVain(event, state, node);
			}
		});
		if (!raised.isEmpty()) {
			changed(raised);
			this.onChange.run();
		}
		return raised;
	}

	/**
	 * Reads the feed as Redis does: waits for entries, and looks at the head of the feed
	 * and the clock in a second step.
	 */
	void read(SimConnection connection, long revision, long wait, Consumer<StoreMemory.Tail> answer) {
		Read read = new Read(connection, revision, answer);
		this.reads.add(read);
		answer(read, false);
		this.world.after(wait, () -> answer(read, true));
	}

	private void answer(Read read, boolean timeIsOver) {
		if (!this.reads.contains(read)) {
			return;
		}
		if (paused() > 0) {
			this.world.after(paused(), () -> answer(read, timeIsOver));
			return;
		}
		StoreMemory.Tail tail = feed().tail(read.revision, clockMicros());
		if (timeIsOver || !tail.entries().isEmpty()) {
			this.reads.remove(read);
			this.world.after(this.world.chance(0.5) ? 0 : this.world.between(0, SimWorld.MILLI), () -> {
				StoreMemory.Tail check = feed().tail(Long.MAX_VALUE, clockMicros());
				read.answer
					.accept(new StoreMemory.Tail(tail.entries(), tail.complete(), check.head(), check.clockMicros()));
			});
		}
	}

	private void wake() {
		List.copyOf(this.reads).forEach((read) -> answer(read, false));
	}

	private StoreMemory feed() {
		StoreMemory old = this.former;
		return (old != null) ? old : this.memory;
	}

	// What happens to it

	private void changed(Set<String> events) {
		events.forEach((event) -> this.revisions.put(event, lastRevision()));
		this.copies.add(new Copy(this.world.now(), this.incarnation, this.memory.copy(), Map.copyOf(this.revisions)));
		while (this.copies.getFirst().time < this.world.now() - LONGEST_LAG && this.copies.size() > 1) {
			this.copies.remove();
		}
		this.history.stored(this.memory.states());
	}

	/** Stands still, but its clock goes on. */
	void pause(long nanos) {
		this.world.log(() -> "store: paused for " + nanos / SimWorld.MILLI + " ms");
		this.pausedUntil = this.world.now() + nanos;
	}

	/** Dies, and comes back later with all it had. */
	void restart(long nanos) {
		this.world.log(() -> "store: killed for " + nanos / SimWorld.MILLI + " ms");
		this.life++;
		this.identity++;
		this.down = true;
		List<Read> broken = new ArrayList<>(this.reads);
		this.reads.clear();
		broken.stream().filter((read) -> this.world.chance(0.7)).forEach((read) -> read.connection.reset());
		this.world.after(nanos, () -> this.down = false);
	}

	/** Forgets everything, and goes on as if nothing had happened. */
	void flush() {
		this.history.lostBehindLivingLinks();
		loseAll();
	}

	/** Loses the events, but not the feed. */
	void evict() {
		this.world.log(() -> "store: evicts the events");
		this.history.lostBehindLivingLinks();
		this.history.lost();
		this.memory.evictEvents();
		this.revisions.clear();
		changed(Set.of());
	}

	/** Dies, and comes back later without data. */
	void restartEmpty(long nanos) {
		restart(nanos);
		loseAll();
	}

	/** Dies, and a copy on another machine that lags behind takes over. */
	void failOver(long nanos) {
		restart(nanos);
		moveToCopy();
	}

	/** The same, but a proxy or a replica that is promoted keeps the links alive. */
	void failOverBehindLivingLinks() {
		this.identity++;
		this.history.lostBehindLivingLinks();
		this.history.clockChangedBehindLivingLinks();
		moveToCopy();
	}

	/** The same, but the feed is still read from the former machine for a while. */
	void failOverHalf(long nanos) {
		this.world.log(() -> "store: the former machine serves the feed for " + nanos / SimWorld.MILLI + " ms");
		StoreMemory old = this.memory.copy();
		failOverBehindLivingLinks();
		this.former = old;
		this.world.after(nanos, () -> {
			if (this.former == old) {
				this.former = null;
			}
		});
	}

	/** Forgets the older part of the feed. */
	void trim() {
		int length = this.world.random.nextInt(3);
		this.world.log(() -> "store: trims the feed to " + length);
		this.memory.trim(length);
	}

	/** Somebody adds an entry by hand. */
	void addForeignEntry() {
		this.world.log(() -> "store: foreign entry");
		this.memory.addForeignEntry();
	}

	private void moveToCopy() {
		long lag = this.world.chance(0.2) ? 0
				: this.world.between(0, this.world.chance(0.5) ? LONGEST_LAG : 5 * SimWorld.MILLI);
		Copy chosen = new Copy(0, this.incarnation + 1, new StoreMemory(0), Map.of());
		for (Copy each : this.copies) {
			if (each.time <= this.world.now() - lag) {
				chosen = each;
			}
		}
		anotherClock();
		this.history.clockChanged();
		lose(chosen);
	}

	private void loseAll() {
		lose(new Copy(0, this.incarnation + 1, new StoreMemory(0), Map.of()));
	}

	private void lose(Copy copy) {
		this.world.log(() -> "store: has lost data, goes on with " + versions(copy.memory.states()));
		this.memory.become(copy.memory);
		this.incarnation = copy.incarnation;
		this.revisions.clear();
		this.revisions.putAll(copy.revisions);
		this.copies.clear();
		this.history.lost();
		changed(Set.of());
	}

	private static Map<String, Long> versions(Map<String, State> states) {
		Map<String, Long> versions = new HashMap<>();
		states.forEach((event, state) -> versions.put(event, state.version()));
		return versions;
	}

	private record Copy(long time, int incarnation, StoreMemory memory, Map<String, Long> revisions) {

	}

	/** A read of the feed that waits. */
	private static final class Read {

		final SimConnection connection;

		final long revision;

		final Consumer<StoreMemory.Tail> answer;

		Read(SimConnection connection, long revision, Consumer<StoreMemory.Tail> answer) {
			this.connection = connection;
			this.revision = revision;
			this.answer = answer;
		}

	}

}
