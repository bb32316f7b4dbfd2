package io.eventgate;

import java.util.Objects;

/**
 * Where a transition of an {@link Event} comes from: by which way, who did it and why.
 * Code that switches an event on behalf of somebody says so with {@link #run}, and
 * whoever listens finds it in {@link Transition#origin()}:
 *
 * <pre>{@code
 * new Origin(Origin.Source.ENDPOINT, "alice", "migration", "").run(ordersOpen::clear);
 * }</pre>
 *
 * <p>
 * The texts often come from outside, and go to logs, histories and other instances. So
 * they are made inert: what could end a line, turn text around or not be encoded becomes
 * a space, and what is longer than {@value #MAX_TEXT_LENGTH} characters is cut.
 *
 * @param source by which way the transition came
 * @param who who asked for it, for instance a principal's name; empty if unknown
 * @param why the reason that was given; empty if none was
 * @param instance the instance of the application that did it, if it was another one than
 * this; empty otherwise and if unknown
 * @since 0.1.0
 */
public record Origin(Source source, String who, String why, String instance) {

	/** How long a text can be, in characters. */
	public static final int MAX_TEXT_LENGTH = 500;

	/** Code of this application that did not say more. */
	public static final Origin APPLICATION = new Origin(Source.APPLICATION, "", "", "");

	private static final ThreadLocal<Origin> CURRENT = new ThreadLocal<>();

	/**
	 * Creates an origin.
	 * @param source by which way the transition comes
	 * @param who who asks for it, or empty
	 * @param why the reason, or empty
	 * @param instance the other instance, or empty
	 */
	public Origin {
		Objects.requireNonNull(source, "source");
		who = InertText.of(Objects.requireNonNull(who, "who"), MAX_TEXT_LENGTH);
		why = InertText.of(Objects.requireNonNull(why, "why"), MAX_TEXT_LENGTH);
		instance = InertText.of(Objects.requireNonNull(instance, "instance"), MAX_TEXT_LENGTH);
	}

	/**
	 * Tells in whose name the current thread acts.
	 * @return what the innermost {@link #run} of this thread said, or
	 * {@link #APPLICATION} with the name that a {@link CallerResolver} knows
	 */
	public static Origin current() {
		Origin current = CURRENT.get();
		if (current != null) {
			return current;
		}
		String caller = Callers.current();
		return caller.isEmpty() ? APPLICATION : new Origin(Source.APPLICATION, caller, "", "");
	}

	/**
	 * Runs an action in the current thread whose transitions have this origin.
	 * @param action what to run
	 */
	public void run(Runnable action) {
		Origin outer = CURRENT.get();
		CURRENT.set(this);
		try {
			action.run();
		}
		finally {
			if (outer != null) {
				CURRENT.set(outer);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * The ways on which a transition can come.
	 */
	public enum Source {

		/** Code of this application. */
		APPLICATION,

		/** A request to the management endpoint of this instance. */
		ENDPOINT,

		/** JMX, in this instance. */
		JMX,

		/** Another instance, or a store that is shared with others. */
		CLUSTER

	}

}
