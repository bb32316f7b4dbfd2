package io.eventgate.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.eventgate.cluster.StateStore.Command;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;

/**
 * What a store keeps, and the rules by which it changes: the reference for real stores.
 */
final class StoreMemory {

	private final Map<String, State> states = new HashMap<>();

	private final Map<String, Report> reports = new HashMap<>();

	private final Consumer<String> hints;

	StoreMemory(Consumer<String> hints) {
		this.hints = hints;
	}

	synchronized Map<String, State> read(Set<String> names) {
		Map<String, State> found = new HashMap<>(this.states);
		found.keySet().retainAll(names);
		return found;
	}

	synchronized State get(String name) {
		return this.states.getOrDefault(name, State.UNKNOWN);
	}

	synchronized Result transition(Command command, long nowMicros) {
		if (nowMicros >= command.deadlineMicros()) {
			return Result.EXPIRED;
		}
		long before = get(command.event()).version();
		long after = command.apply(before);
		if (after != before || command.announce()) {
			this.states.put(command.event(), new State(after, command.note()));
			this.hints.accept(command.event());
		}
		return new Result(before, after);
	}

	synchronized Set<String> heal(Map<String, State> healed) {
		Set<String> raised = new HashSet<>();
		healed.forEach((name, state) -> {
			if (get(name).version() < state.version()) {
				this.states.put(name, state);
				raised.add(name);
				this.hints.accept(name);
			}
		});
		return raised;
	}

	synchronized void report(String instance, String text, long untilMicros) {
		this.reports.put(instance, new Report(text, untilMicros));
	}

	synchronized Map<String, String> reports(long nowMicros) {
		this.reports.values().removeIf((report) -> report.untilMicros <= nowMicros);
		Map<String, String> texts = new HashMap<>();
		this.reports.forEach((instance, report) -> texts.put(instance,
				(report.text.length() <= StateStore.MAX_REPORT_LENGTH) ? report.text : ""));
		return texts;
	}

	/** Loses what it keeps, and has the given states instead. */
	synchronized void restore(Map<String, State> copy) {
		this.states.clear();
		this.states.putAll(copy);
		this.reports.clear();
	}

	synchronized Map<String, State> copy() {
		return new HashMap<>(this.states);
	}

	private record Report(String text, long untilMicros) {

	}

}
