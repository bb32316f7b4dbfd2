package io.eventgate.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.eventgate.Transition;

import org.jspecify.annotations.Nullable;

/**
 * What a database or cache must do so that instances can share events through it. It
 * holds one {@link State} an event, which is a number, the <b>version</b>, and a note. An
 * odd version means set, an even one clear, and an event that the store does not know has
 * version 0. All decisions are made by {@link ClusterEvents}; a store has no timers, does
 * not retry, and does not interpret notes.
 *
 * <p>
 * <b>Threading.</b> No method blocks: each returns a stage at once, which may be
 * completed by any thread, at any time or never; who calls has time-outs of its own. A
 * store on a blocking client runs its calls in threads of its own, and sees to it that
 * none of them hangs longer than its connection lives. Calls come from any thread,
 * several at a time. What depends on a stage, and the {@link Listener}, is quick, does
 * not throw and runs no code of users.
 *
 * <p>
 * <b>Errors.</b> A stage that fails says nothing about what the store did: the command
 * may still arrive there. Only {@link RefusedException} says that the store certainly did
 * not and will not act. Stages that fail are expected in operation; do not log them.
 *
 * <p>
 * <b>Consistency.</b> Each transition, heal and read of one event is atomic and in one
 * order with all others; so reads go to the primary. A read of several events need not be
 * one snapshot. A store may lose data: survivors heal it.
 *
 * @since 0.1.0
 */
public interface StateStore extends AutoCloseable {

	/**
	 * The highest version, up to which all numbers are exact in floating point as well. A
	 * number beyond it is no version.
	 */
	long MAX_VERSION = (1L << 53) - 2;

	/** The maximum length of a {@link State#note() note}, in characters. */
	int MAX_NOTE_LENGTH = 2_048;

	/** The maximum length of a {@link #report report}, in characters. */
	int MAX_REPORT_LENGTH = 65_536;

	/**
	 * Builds the link to the store <b>anew</b>: drops all connections and the
	 * subscription that there may be, connects, subscribes to hints, and completes when
	 * the store has acknowledged the subscription. From then on every transition and
	 * every heal that changes something leads to {@link Listener#onHint}, as far as
	 * nothing is lost. A store without hints completes when it is connected.
	 *
	 * <p>
	 * Called at the start and whenever the link is lost or seems dead. A new call
	 * supersedes earlier ones, one that has not completed included: what they opened is
	 * closed, and what is pending on it fails. The store does not reconnect by itself; it
	 * reports a loss to the listener and waits for this call.
	 * @param listener is told of hints and of the loss of this link
	 * @return completes when the subscription is acknowledged
	 */
	CompletionStage<Void> subscribe(Listener listener);

	/**
	 * Reads events, and the store's clock.
	 * @param events the names; may be empty, and then the clock alone is wanted, but the
	 * store must be asked nevertheless
	 * @return the states of the given events that the store knows; others may be among
	 * them. What the store holds is decoded by {@link State#of}, each event by itself; a
	 * note longer than {@value #MAX_NOTE_LENGTH} characters should not leave the store
	 */
	CompletionStage<Snapshot> read(Set<String> events);

	/**
	 * Switches an event, in one atomic step, as {@link Command} describes. Sent once: a
	 * command whose fate is unknown must not be sent again by the store or its client.
	 * @param command what to do
	 * @return what happened
	 */
	CompletionStage<Result> transition(Command command);

	/**
	 * Raises events whose version in the store is <b>lower</b> than the given one, or
	 * which the store does not know, to the given state; each one atomically. A number
	 * that is no version counts as unknown, here and in {@link #transition}. Others stay
	 * as they are. What was raised leads to hints.
	 * @param states the states by name
	 * @return the names of the events that were raised
	 */
	CompletionStage<Set<String>> heal(Map<String, State> states);

	/**
	 * Keeps a report of an instance, instead of its former one.
	 * @param instance the instance
	 * @param report any text of at most {@value #MAX_REPORT_LENGTH} characters, some
	 * hundred as a rule
	 * @param timeToLive after which time, on the store's clock, the report is to be
	 * forgotten; zero to forget it now
	 * @return completes when it is kept
	 */
	CompletionStage<Void> report(String instance, String report, Duration timeToLive);

	/**
	 * Reads the reports of all instances whose time is not over.
	 * @return the reports by instance; an empty one in place of one that is too long,
	 * which should not leave the store
	 */
	CompletionStage<Map<String, String>> reports();

	/**
	 * Closes all connections and ends all threads. What is pending fails. Returns without
	 * waiting for the store.
	 */
	@Override
	void close();

	/**
	 * Is told what happens at the other end of a link.
	 */
	interface Listener {

		/**
		 * An event may have changed. A hint may be wrong, late, doubled or forged: it
		 * only causes a read. For a change that this instance made it can be left out.
		 * @param event the name
		 */
		void onHint(String event);

		/**
		 * The link is lost, or its subscription. To be told at once if the client notices
		 * it; if not, the reads of {@link ClusterEvents} will.
		 * @param cause why
		 */
		void onLost(Throwable cause);

	}

	/**
	 * An event as the store holds it.
	 *
	 * @param version how often it was switched; odd if set
	 * @param note who made it so and why, as {@link Command#note()} said; some hundred
	 * characters as a rule, one line. One of more than {@value #MAX_NOTE_LENGTH}
	 * characters was not written by this library, and counts as none
	 */
	record State(long version, String note) {

		/** An event that the store does not know. */
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
		 * Decodes what a store holds, which anyone with access to it may have written.
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
	 * The answer to a read.
	 *
	 * @param clockMicros the store's own clock in microseconds, as {@link Command} uses
	 * it, taken in the store between the arrival of the question and the answer; its zero
	 * does not matter
	 * @param states the states by name
	 */
	record Snapshot(long clockMicros, Map<String, State> states) {

		/**
		 * Creates a snapshot.
		 * @param clockMicros the store's clock
		 * @param states the states by name
		 */
		public Snapshot {
			states = Map.copyOf(states);
		}

	}

	/**
	 * How an event is to be switched. In one atomic step the store
	 * <ol>
	 * <li>answers {@link Result#EXPIRED} and does nothing if its clock has reached
	 * {@code deadlineMicros}. The clock is read as late as possible, after any waiting
	 * for a lock;</li>
	 * <li>calculates the new version as {@link #apply} does;</li>
	 * <li>if it is another than the stored one, or if {@code announce} is true, stores it
	 * with the note, adds both to its log if it keeps one, and publishes the name as a
	 * hint.</li>
	 * </ol>
	 *
	 * @param event the name of the event
	 * @param kind what to do
	 * @param known the version that the caller has seen; the store may have lost it
	 * @param deadlineMicros when it is too late, on the store's clock
	 * @param announce whether to store the note and publish a hint even if the version
	 * stays the same
	 * @param note who asks for it and why; one line of at most {@value #MAX_NOTE_LENGTH}
	 * characters
	 */
	record Command(String event, Transition.Kind kind, long known, long deadlineMicros, boolean announce, String note) {

		/**
		 * Creates a command.
		 * @param event the name of the event
		 * @param kind what to do
		 * @param known the version that the caller has seen
		 * @param deadlineMicros when it is too late
		 * @param announce whether to announce what changes nothing
		 * @param note who asks for it and why
		 */
		public Command {
			Objects.requireNonNull(event, "event");
			Objects.requireNonNull(kind, "kind");
			Objects.requireNonNull(note, "note");
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
	 * What became of a command.
	 *
	 * @param expired whether it came too late and nothing was done
	 * @param before the version that was in the store before
	 * @param version the version after it
	 */
	record Result(boolean expired, long before, long version) {

		/** The command came too late. */
		public static final Result EXPIRED = new Result(true, 0, 0);

		/**
		 * Creates the result of a command that came in time.
		 * @param before the version that was in the store before
		 * @param version the version after it
		 */
		public Result(long before, long version) {
			this(false, before, version);
		}

	}

	/**
	 * Completes a stage if it is certain that the store did not and will not act: it
	 * answered with an error, or the command never left this instance.
	 */
	class RefusedException extends RuntimeException {

		/**
		 * Creates the exception.
		 * @param message why, for an operator
		 * @param cause what the client said, or {@code null}
		 */
		public RefusedException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
