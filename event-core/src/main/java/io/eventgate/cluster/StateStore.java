/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * A database or cache through which instances share events. It holds one {@link State}
 * for each event, which is a number, the <b>version</b>, and a note. An odd version means
 * set, an even one clear, and an event that is not in the store has version 0. All
 * decisions are made by {@link ClusterEvents}; a store has no timers, does not retry, and
 * does not interpret notes.
 *
 * <p>
 * <b>Feed.</b> An instance takes a {@link #snapshot()} of all events, which has a
 * <b>position</b>, and then reads the {@link #changes changes} after that position, like
 * a watch of etcd or Kubernetes. A position is a text that only the store interprets: the
 * number of the last change, and the proof that later changes are the continuation of the
 * same feed. A position is valid only on the link that it was read on.
 *
 * <p>
 * <b>Threading.</b> No method blocks: each returns a stage at once, which may be
 * completed by any thread, at any time or never; the caller has its own time limits. A
 * store on a blocking client runs its calls in its own threads, and ensures that none of
 * them hangs longer than its connection lives. Calls come from any thread, several at a
 * time. Dependents of a stage, and the consumer of {@link #connect(Consumer)}, are quick,
 * do not throw and run no code of users.
 *
 * <p>
 * <b>Errors.</b> A stage that fails does not show whether the store acted: the command
 * may still arrive there. Only {@link RefusedException} means that the store certainly
 * did not and will not act. Stages that fail are expected in operation; do not log them.
 *
 * <p>
 * <b>Consistency.</b> Each transition, restoration and read of one event is atomic and in
 * one order with all others; reads therefore go to the primary. The order of positions is
 * the order in which changes become visible: a reader that has seen a position never sees
 * a change before it appear later. A store may lose data or go back to an earlier state;
 * survivors restore it.
 *
 * <p>
 * <b>After {@link #close()}</b>, and before the first {@link #connect(Consumer)}, each
 * call returns a stage that has failed with a {@link RefusedException}.
 *
 * @since 0.1.0
 */
public interface StateStore extends AutoCloseable {

	/**
	 * The highest version, up to which all numbers are exact in floating point as well. A
	 * greater number is no version.
	 */
	long MAX_VERSION = (1L << 53) - 2;

	/** The maximum length of a {@link State#note() note}, in characters. */
	int MAX_NOTE_LENGTH = 2_048;

	/** The maximum length of a {@link #report report}, in characters. */
	int MAX_REPORT_LENGTH = 65_536;

	/** The maximum number of changes in one answer, and of events in one restoration. */
	int MAX_BATCH = 100;

	/**
	 * Builds a <b>new</b> link to the store: drops existing connections, and connects.
	 * Pending calls of the former link fail. Called at the start and whenever the link is
	 * lost or seems dead. The store does not reconnect by itself; it reports a loss and
	 * waits for this call.
	 * @param lost called at most once, if the client notices that this link is lost; not
	 * called because of a later {@code connect} or {@link #close()}. Other losses are
	 * noticed by a {@link #changes} that does not answer
	 * @return a future that completes when the store accepts calls
	 */
	CompletionStage<Void> connect(Consumer<Throwable> lost);

	/**
	 * Reads all events of the namespace, their position in the feed, and the store's
	 * clock. The content of the store is decoded by {@link State#of}, each event
	 * separately; a note longer than {@value #MAX_NOTE_LENGTH} characters should not
	 * leave the store.
	 * @return the snapshot: it contains every change up to its position, and may contain
	 * later ones
	 */
	CompletionStage<Snapshot> snapshot();

	/**
	 * Reads the changes after a position: at once if there are any, otherwise when one
	 * comes or the wait is over. A store that cannot wait for changes may answer at once,
	 * and is called again after the wait. It should fail if it has no answer within the
	 * command time-out, because a broken link is noticed later otherwise.
	 * <p>
	 * The answer is a {@link Changes#GAP gap} if a change after the position is missing:
	 * the feed no longer reaches back, the store has lost data or was replaced by a copy
	 * that lagged behind, or the feed lacks an answered change that this link made
	 * itself, by {@link #transition} or {@link #restore}. Each answer has the store's
	 * clock, read after the wait by a server that could also switch events: a replica
	 * refuses.
	 * <p>
	 * One call is under way at a time.
	 * @param after the position of the last answer on this link, of this method or a
	 * snapshot
	 * @param wait how long to wait if there is no change; an answer may come somewhat
	 * later
	 * @return at most {@value #MAX_BATCH} changes in their order, with the position after
	 * them. A store may leave out all but the last change of an event
	 */
	CompletionStage<Changes> changes(String after, Duration wait);

	/**
	 * Reads one event, and the store's clock.
	 * @param event the name
	 * @return its state, {@link State#UNKNOWN} if it is not in the store
	 */
	CompletionStage<Reading> read(String event);

	/**
	 * Switches an event, in one atomic step, as {@link Command} describes. Sent once:
	 * neither the store nor its client may resend a command whose outcome is unknown.
	 * @param command the command
	 * @return its result
	 */
	CompletionStage<Result> transition(Command command);

	/**
	 * Raises events whose version in the store is <b>lower</b> than the given one, or
	 * which are not in the store, to the given state, each one atomically. A number that
	 * is no version counts as unknown, here and in {@link #transition}. Other events are
	 * unchanged. Each raised event is a change in the feed.
	 * @param states the states by name, at most {@value #MAX_BATCH}
	 * @return the names of the events that were raised
	 */
	CompletionStage<Set<String>> restore(Map<String, State> states);

	/**
	 * Gives an event the given state, regardless of its present one: an operator's remedy
	 * for a forged version. This is a change in the feed.
	 * @param event the name
	 * @param state its state from now on
	 * @return a future that completes when it is done
	 */
	CompletionStage<Void> reset(String event, State state);

	/**
	 * Removes events whose state in the store is <b>exactly</b> the given one, version
	 * and note, each one atomically. That is no change in the feed: an instance that
	 * still has the event finds with a later snapshot that it is missing, and restores
	 * it.
	 * @param states the states by name, at most {@value #MAX_BATCH}
	 * @return the names of the events that were removed
	 */
	CompletionStage<Set<String>> remove(Map<String, State> states);

	/**
	 * Stores a report of an instance in place of its former one, with the time on the
	 * store's clock.
	 * @param instance the instance
	 * @param report any text of at most {@value #MAX_REPORT_LENGTH} characters, some
	 * hundred as a rule
	 * @return the number of instances whose reports are kept, for an estimate
	 */
	CompletionStage<Integer> report(String instance, String report);

	/**
	 * Reads the reports of all instances, and the time since which they are kept without
	 * loss.
	 * @return the reports; one that is too long should not leave the store, and is empty
	 */
	CompletionStage<Reports> reports();

	/**
	 * Removes the reports of instances.
	 * @param instances their names
	 * @return a future that completes when they are removed
	 */
	CompletionStage<Void> forget(Set<String> instances);

	/**
	 * Closes all connections and ends all threads. Pending calls fail. Returns without
	 * waiting for the store.
	 */
	@Override
	void close();

	/**
	 * The state of an event in the store.
	 *
	 * @param version the number of switches; odd if set
	 * @param note the note of the last {@link Command#note() command}; some hundred
	 * characters as a rule, one line. One of more than {@value #MAX_NOTE_LENGTH}
	 * characters was not written by this library, and counts as none
	 */
	record State(long version, String note) {

		/** The state of an event that is not in the store. */
		public static final State UNKNOWN = new State(0, "");

		/**
		 * Creates a state.
		 * @param version the version
		 * @param note the note
		 */
		public State {
			if (!isVersion(version)) {
				throw new IllegalArgumentException(
						"version must be between 0 and " + MAX_VERSION + " but was " + version);
			}
			note = (Objects.requireNonNull(note, "note").length() <= MAX_NOTE_LENGTH) ? note : "";
		}

		/**
		 * Decodes the content of a store, which anyone with access to it may have
		 * written.
		 * @param number the number in the place of the version
		 * @param note the note, or {@code null} if there is none
		 * @return the state; {@link #UNKNOWN} if the number is no version
		 */
		public static State of(long number, @Nullable String note) {
			return isVersion(number) ? new State(number, (note != null) ? note : "") : UNKNOWN;
		}

		private static boolean isVersion(long number) {
			return number >= 0 && number <= MAX_VERSION;
		}

	}

	/**
	 * The states of all events.
	 *
	 * @param clockMicros the store's own clock in microseconds, as {@link Command} uses
	 * it, read in the store between the arrival of the call and the answer; its zero does
	 * not matter
	 * @param position the position in the feed
	 * @param states the states by name
	 */
	record Snapshot(long clockMicros, String position, Map<String, State> states) {

		/**
		 * Creates a snapshot.
		 * @param clockMicros the store's clock
		 * @param position the position in the feed
		 * @param states the states by name
		 */
		public Snapshot {
			Objects.requireNonNull(position, "position");
			states = Map.copyOf(states);
		}

	}

	/**
	 * The changes after a position.
	 *
	 * @param gap whether changes are missing, so that a new snapshot is needed; the other
	 * components are meaningless then
	 * @param clockMicros the store's clock, as in {@link Snapshot}
	 * @param position the position after these changes
	 * @param changes the changes in their order
	 */
	record Changes(boolean gap, long clockMicros, String position, List<Change> changes) {

		/** Changes are missing. */
		public static final Changes GAP = new Changes(true, 0, "", List.of());

		/**
		 * Creates an answer.
		 * @param gap whether changes are missing
		 * @param clockMicros the store's clock
		 * @param position the position after these changes
		 * @param changes the changes in their order
		 */
		public Changes {
			Objects.requireNonNull(position, "position");
			changes = List.copyOf(changes);
		}

	}

	/**
	 * A change of an event.
	 *
	 * @param event the name
	 * @param state the state after it
	 */
	record Change(String event, State state) {

		/**
		 * Creates a change.
		 * @param event the name
		 * @param state the state after it
		 */
		public Change {
			Objects.requireNonNull(event, "event");
			Objects.requireNonNull(state, "state");
		}

	}

	/**
	 * The state of one event.
	 *
	 * @param clockMicros the store's clock, as in {@link Snapshot}
	 * @param state the state of the event
	 */
	record Reading(long clockMicros, State state) {

		/**
		 * Creates a reading.
		 * @param clockMicros the store's clock
		 * @param state the state of the event
		 */
		public Reading {
			Objects.requireNonNull(state, "state");
		}

	}

	/**
	 * The command to switch an event. In one atomic step the store
	 * <ol>
	 * <li>answers {@link Result#EXPIRED} and does nothing if its clock has reached
	 * {@code deadlineMicros}. The clock is read as late as possible, after the last wait
	 * for a lock;</li>
	 * <li>answers {@link Result#UNMET} and does nothing if there is a condition that is
	 * not {@linkplain Condition#isMet met};</li>
	 * <li>calculates the new version as {@link #apply} does;</li>
	 * <li>if it is another than the stored one, stores it with the note, as the next
	 * change of the feed. If it is the same, and {@code repeatNote} is not empty, stores
	 * that note, also as a change.</li>
	 * </ol>
	 * If the store refuses any part of it, neither event nor feed is changed.
	 *
	 * @param event the name of the event
	 * @param kind the kind of switch
	 * @param known the version that the caller has seen; the store may have lost it
	 * @param deadlineMicros the time from which it is too late, on the store's clock
	 * @param note the caller and the reason; one line of at most
	 * {@value #MAX_NOTE_LENGTH} characters
	 * @param repeatNote the note to store if the version stays the same; empty to store
	 * nothing then
	 * @param condition the condition, or {@code null} if there is none
	 */
	record Command(String event, Transition.Kind kind, long known, long deadlineMicros, String note, String repeatNote,
			@Nullable Condition condition) {

		/**
		 * Creates a command.
		 * @param event the name of the event
		 * @param kind the kind of switch
		 * @param known the version that the caller has seen
		 * @param deadlineMicros the time from which it is too late
		 * @param note the caller and the reason
		 * @param repeatNote the note to store if the version stays the same, or empty
		 * @param condition the condition, or {@code null} if there is none
		 */
		public Command {
			Objects.requireNonNull(event, "event");
			Objects.requireNonNull(kind, "kind");
			Objects.requireNonNull(note, "note");
			Objects.requireNonNull(repeatNote, "repeatNote");
		}

		/**
		 * Creates a command without a condition.
		 * @param event the name of the event
		 * @param kind the kind of switch
		 * @param known the version that the caller has seen
		 * @param deadlineMicros the time from which it is too late
		 * @param note the caller and the reason
		 */
		public Command(String event, Transition.Kind kind, long known, long deadlineMicros, String note) {
			this(event, kind, known, deadlineMicros, note, "", null);
		}

		/**
		 * Returns what this command stores.
		 * @param before the version in the store
		 * @return the state, or {@code null} if it stores nothing
		 */
		public @Nullable State stores(long before) {
			long version = apply(before);
			if (version != before) {
				return new State(version, this.note);
			}
			return this.repeatNote.isEmpty() ? null : new State(version, this.repeatNote);
		}

		/**
		 * Calculates the version that this command leads to: starting from the higher one
		 * of the stored and the known version, set goes to the next odd number, clear to
		 * the next even one, unless it is there already, and a pulse to the next even
		 * number that passes an odd one.
		 * @param stored the version in the store, 0 if it has none
		 * @return the new version
		 */
		public long apply(long stored) {
			long base = Math.max(stored, this.known);
			boolean set = (base & 1) == 1;
			return switch (this.kind) {
				case SET -> set ? base : base + 1;
				case CLEAR -> set ? base + 1 : base;
				case PULSE -> set ? base + 1 : base + 2;
			};
		}

	}

	/**
	 * The condition of a command.
	 *
	 * @param expected the state that the store must have: the same version, and exactly
	 * the same note
	 * @param notBeforeMicros the time that the store's clock must have reached
	 */
	record Condition(State expected, long notBeforeMicros) {

		/**
		 * Creates a condition.
		 * @param expected the state that the store must have
		 * @param notBeforeMicros the time that the store's clock must have reached
		 */
		public Condition {
			Objects.requireNonNull(expected, "expected");
		}

		/**
		 * Returns whether the condition is met.
		 * @param stored the state in the store
		 * @param clockMicros the store's clock
		 * @return {@code true} if the command may be executed
		 */
		public boolean isMet(State stored, long clockMicros) {
			return stored.equals(this.expected) && clockMicros >= this.notBeforeMicros;
		}

	}

	/**
	 * The result of a command.
	 *
	 * @param status whether it was executed
	 * @param before the version that was in the store before
	 * @param version the version after it
	 */
	record Result(Status status, long before, long version) {

		/** The command came too late. */
		public static final Result EXPIRED = new Result(Status.EXPIRED, 0, 0);

		/** The condition of the command was not met. */
		public static final Result UNMET = new Result(Status.UNMET, 0, 0);

		/**
		 * Creates the result of a command that came in time.
		 * @param before the version that was in the store before
		 * @param version the version after it
		 */
		public Result(long before, long version) {
			this(Status.EXECUTED, before, version);
		}

		/**
		 * Returns whether the command was executed, even if it changed nothing.
		 * @return {@code false} if it did nothing because of its deadline or condition
		 */
		public boolean isExecuted() {
			return this.status == Status.EXECUTED;
		}

		/** The fate of a command. */
		public enum Status {

			/** It was executed. */
			EXECUTED,

			/** It came too late, and nothing was done. */
			EXPIRED,

			/** Its condition was not met, and nothing was done. */
			UNMET

		}

	}

	/**
	 * The reports of all instances.
	 *
	 * @param clockMicros the store's clock, as in {@link Snapshot}
	 * @param sinceMicros the time since which reports are kept without loss, on the
	 * store's clock: when the first one came to a store that had none
	 * @param byInstance the reports by instance
	 */
	record Reports(long clockMicros, long sinceMicros, Map<String, Report> byInstance) {

		/**
		 * Creates reports.
		 * @param clockMicros the store's clock
		 * @param sinceMicros the time since which reports are kept without loss
		 * @param byInstance the reports by instance
		 */
		public Reports {
			byInstance = Map.copyOf(byInstance);
		}

	}

	/**
	 * The report of an instance.
	 *
	 * @param writtenMicros the time when it was written, on the store's clock
	 * @param text its text
	 */
	record Report(long writtenMicros, String text) {

		/**
		 * Creates a report.
		 * @param writtenMicros the time when it was written
		 * @param text its text
		 */
		public Report {
			text = (Objects.requireNonNull(text, "text").length() <= MAX_REPORT_LENGTH) ? text : "";
		}

	}

	/**
	 * Completes a stage if it is certain that the store did not and will not act: it
	 * answered with an error, or the command never left this instance.
	 */
	class RefusedException extends RuntimeException {

		/**
		 * Creates the exception.
		 * @param message the reason, for an operator
		 * @param cause the error of the client, or {@code null}
		 */
		public RefusedException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
