/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A checker of recorded calls. It explains their results by the times at which calls
 * began and ended: each call took effect at some moment in between. A result that no
 * choice of these moments explains is a bug.
 */
final class History {

	private final List<Switch> switches;

	/**
	 * Creates a history.
	 * @param switches all calls that switched the event; the first of them ended before
	 * all others began
	 */
	History(Collection<Switch> switches) {
		this.switches = List.copyOf(switches);
	}

	/**
	 * Returns the reason why the outcome of a wait is impossible, or empty if it is
	 * possible.
	 */
	Optional<String> objection(Wait wait) {
		return switch (wait.outcome) {
			case PENDING -> Optional.of("it has not ended");
			case SET -> mayHaveBeenSet(wait) ? Optional.empty() : Optional.of("no thread had set the event");
			case NOT_SET -> objectionToNotSet(wait);
			case CANCELLED -> isReleasedWithin(wait.entered, wait.asked) ? Optional.of("it had been released before")
					: Optional.empty();
			case INTERRUPTED -> Optional.empty();
		};
	}

	private boolean mayHaveBeenSet(Wait wait) {
		return mayBeSetAt(wait.begin) || this.switches.stream()
			.anyMatch((one) -> one.overlaps(wait.begin, wait.end)
					&& ((wait.kind == Wait.Kind.IS_SET) ? one.kind().leavesSet() : one.kind().releases()));
	}

	private Optional<String> objectionToNotSet(Wait wait) {
		if (wait.kind == Wait.Kind.FUTURE) {
			return isReleasedWithin(wait.entered, wait.asked + wait.timeout)
					? Optional.of("it had been released in time") : Optional.empty();
		}
		if (wait.end - wait.begin < wait.timeout) {
			return Optional.of("its time was not over");
		}
		if (isSighted(wait)) {
			return Optional.of("it had been seen waiting before a release in time");
		}
		// It entered at one of these moments, or a little later.
		boolean explained = LongStream
			.concat(LongStream.of(wait.begin), this.switches.stream().mapToLong(Switch::begin))
			.filter((entry) -> entry >= wait.begin && earliestEnd(wait, entry) <= wait.end)
			.anyMatch((entry) -> mayBeClearAt(entry) && !isReleasedWithin(entry, earliestEnd(wait, entry)));
		return explained ? Optional.empty() : Optional.of("the event was set meanwhile");
	}

	/**
	 * Returns the earliest time at which a wait that entered at that moment can time out.
	 */
	private static long earliestEnd(Wait wait, long entry) {
		// The time-out of a wait for several events begins before its first entry.
		return (wait.kind == Wait.Kind.ANY) ? Math.max(entry, wait.begin + wait.timeout) : entry + wait.timeout;
	}

	/**
	 * Returns whether a thread saw the wait pending and released it before its time-out.
	 */
	private boolean isSighted(Wait wait) {
		return this.switches.stream()
			.anyMatch((one) -> one.kind().releases() && one.end() < wait.begin + wait.timeout
					&& one.sighted().contains(wait));
	}

	private boolean isReleasedWithin(long from, long to) {
		return this.switches.stream().anyMatch((one) -> one.kind().releases() && one.isWithin(from, to));
	}

	private boolean mayBeSetAt(long moment) {
		return mayBeAt(moment, true);
	}

	private boolean mayBeClearAt(long moment) {
		return mayBeAt(moment, false);
	}

	/** Returns whether a switch that led to the state may be the latest one. */
	private boolean mayBeAt(long moment, boolean set) {
		return this.switches.stream()
			.filter((one) -> one.kind().leavesSet() == set && one.begin() <= moment)
			.anyMatch((one) -> this.switches.stream()
				.noneMatch((other) -> other.kind().leavesSet() != set && other.isWithin(one.end(), moment)));
	}

	/**
	 * Returns the reason why the interrupts of a thread cannot have been reported as they
	 * were, or empty.
	 * @param interrupts the calls that interrupted the thread
	 * @param waits its waits, in their order
	 * @param pending whether its status was set in the end
	 */
	static Optional<String> objection(Collection<Interrupt> interrupts, List<Wait> waits, boolean pending) {
		List<Wait> reported = waits.stream().filter((wait) -> wait.outcome == Wait.Outcome.INTERRUPTED).toList();
		for (int i = 0; i < reported.size(); i++) {
			long end = reported.get(i).end;
			if (interrupts.stream().filter((one) -> one.begin() <= end).count() <= i) {
				return Optional.of("more interrupts were reported than sent, at " + reported.get(i));
			}
		}
		long taken = Long.MIN_VALUE;
		for (Wait wait : waits) {
			long before = taken;
			if (wait.outcome == Wait.Outcome.INTERRUPTED) {
				taken = wait.end;
			}
			else if (wait.kind.looksForInterruptOnEntry()
					&& interrupts.stream().anyMatch((one) -> one.begin() > before && one.end() < wait.begin)) {
				return Optional.of("an interrupt was ignored on entry by " + wait);
			}
		}
		long last = taken;
		return (!pending && interrupts.stream().anyMatch((one) -> one.begin() > last))
				? Optional.of("an interrupt was swallowed") : Optional.empty();
	}

	/** Returns the waits that cannot be explained. */
	List<String> objections(Collection<Wait> waits) {
		List<String> objections = new ArrayList<>();
		for (Wait wait : waits) {
			objection(wait).ifPresent((reason) -> objections.add(wait + ", but " + reason));
		}
		return objections;
	}

	/**
	 * A call that interrupted a thread.
	 *
	 * @param begin the time at which it began
	 * @param end the time at which it returned
	 */
	record Interrupt(long begin, long end) {

	}

}
