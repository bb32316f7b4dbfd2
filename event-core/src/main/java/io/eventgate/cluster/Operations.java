package io.eventgate.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * The operations of this instance that are under way. The thread that called
 * {@code set()} also switches the local event, so that listeners are called there; until
 * it has, the {@link Reader} leaves the state that this operation made to it.
 */
final class Operations {

	private final Engine engine;

	private final Map<String, Operation> pending = new ConcurrentHashMap<>();

	private final AtomicLong count = new AtomicLong();

	/** Tells operations of this engine from those of an earlier one of the same name. */
	private final String prefix;

	Operations(Engine engine) {
		this.engine = engine;
		// Not the name itself, which may be long.
		this.prefix = Integer.toHexString(engine.settings().instance().hashCode()) + ':'
				+ Long.toHexString((long) (engine.timeline().random() * (1L << 53))) + ':';
	}

	@Nullable Operation find(String operation) {
		return operation.isEmpty() ? null : this.pending.get(operation);
	}

	/** Switches an event, in the store and then here. */
	Performed perform(ClusterEvent event, Transition.Kind kind, boolean announce) {
		Operation operation = create(event, kind, announce);
		try {
			start(operation);
			return conclude(operation, operation.outcome().join());
		}
		finally {
			end(operation);
		}
	}

	Operation create(ClusterEvent event, Transition.Kind kind, boolean announce) {
		String id = this.prefix + this.count.incrementAndGet();
		return new Operation(this.engine, event, kind, Origin.current(), id, announce);
	}

	void start(Operation operation) {
		if (this.engine.link().isUp()) {
			this.pending.put(operation.note().operation(), operation);
			operation.start();
		}
		else {
			// No call to the store has failed, so it does not count as an error of it.
			operation.outcome().complete(Operation.Outcome.failed("it cannot be reached", false, null));
		}
	}

	/** Does here what was done in the store. */
	Performed conclude(Operation operation, Operation.Outcome outcome) {
		ClusterEvent event = operation.event();
		Note note = operation.note();
		State state = outcome.state();
		if (state == null) {
			throw failure(event, note, outcome);
		}
		int released = event.replica().follow(state, note.kind(), note.origin(), UserCode::run);
		this.engine.reporter().changed(event.name());
		return new Performed(state.version(),
				new Transition(operation.kind(), outcome.wasSet(), released, note.origin()));
	}

	void end(Operation operation) {
		this.pending.remove(operation.note().operation());
	}

	private EventStoreUnavailableException failure(ClusterEvent event, Note note, Operation.Outcome outcome) {
		String operation = (note.kind() != null) ? note.kind().name().toLowerCase(Locale.ROOT) : "switch";
		Throwable cause = outcome.cause();
		String lastError = (cause != null) ? Counters.describe(cause) : this.engine.counters().lastError();
		return new EventStoreUnavailableException(event.name(), operation, outcome.unknown(), "Cannot " + operation
				+ " event '" + event.name() + "' in the store (" + this.engine.store() + "): " + outcome.why() + "; "
				+ (outcome.unknown() ? "it is not known whether this had happened before" : "nothing was changed")
				+ ", nothing will happen later. Try again when the store can be reached"
				+ ((lastError != null) ? "; its last error: " + lastError : ""), cause);
	}

	/**
	 * A switch that succeeded.
	 *
	 * @param version the version after it
	 * @param transition what it did: the state before it in the store, and the waits that
	 * it released here
	 */
	record Performed(long version, Transition transition) {

	}

}
