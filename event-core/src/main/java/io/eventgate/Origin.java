/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The origin of a {@link Transition}: its source, the principal that requested it and the
 * reason. Code that changes an event on behalf of a principal does so in {@link #run} or
 * {@link #call}. Observers find the origin in {@link Transition#origin()}:
 *
 * <pre>{@code
 * new Origin(Origin.Source.ENDPOINT, "alice", "migration").run(ordersOpen::clear);
 * }</pre>
 *
 * <p>
 * The texts often come from outside, and are written to logs, histories and other
 * instances. They are therefore made inert: characters that could end a line, override
 * the direction of text or not be encoded become spaces, and a text is cut at
 * {@value #MAX_TEXT_LENGTH} characters. A blank text is {@code null}.
 *
 * @param source the kind of source
 * @param principal the name of the principal, or {@code null} if unknown
 * @param reason the reason, or {@code null} if none was given
 * @param instance the instance of the application that changed the event, or {@code null}
 * if it is this one or unknown
 * @since 0.1.0
 */
public record Origin(Source source, @Nullable String principal, @Nullable String reason, @Nullable String instance) {

	/** The maximum length of a text, in characters. */
	public static final int MAX_TEXT_LENGTH = 500;

	/** Code of this application outside of {@link #run} and {@link #call}. */
	public static final Origin APPLICATION = new Origin(Source.APPLICATION, null, null);

	private static final ThreadLocal<Origin> CURRENT = new ThreadLocal<>();

	/**
	 * Creates an origin.
	 * @param source the kind of source
	 * @param principal the name of the principal, or {@code null}
	 * @param reason the reason, or {@code null}
	 * @param instance the other instance, or {@code null}
	 */
	public Origin {
		Objects.requireNonNull(source, "source");
		principal = inert(principal);
		reason = inert(reason);
		instance = inert(instance);
	}

	/**
	 * Creates an origin in this instance.
	 * @param source the kind of source
	 * @param principal the name of the principal, or {@code null}
	 * @param reason the reason, or {@code null}
	 */
	public Origin(Source source, @Nullable String principal, @Nullable String reason) {
		this(source, principal, reason, null);
	}

	private static @Nullable String inert(@Nullable String text) {
		String inert = (text != null) ? InertText.of(text, MAX_TEXT_LENGTH) : "";
		return inert.isEmpty() ? null : inert;
	}

	/**
	 * Returns the origin of transitions that the current thread makes.
	 * @return the origin of the innermost {@link #run} or {@link #call} of this thread,
	 * or else {@link #APPLICATION} with the principal that a {@link CallerResolver} finds
	 */
	public static Origin current() {
		Origin current = CURRENT.get();
		if (current != null) {
			return current;
		}
		return Callers.current().map((caller) -> new Origin(Source.APPLICATION, caller, null)).orElse(APPLICATION);
	}

	/**
	 * Runs an action in the current thread with this origin.
	 * @param action the action
	 */
	public void run(Runnable action) {
		Origin outer = enter();
		try {
			action.run();
		}
		finally {
			leave(outer);
		}
	}

	/**
	 * Calls an operation in the current thread with this origin.
	 * @param <V> the type of the result
	 * @param <X> the type of the exception, inferred
	 * @param operation the operation
	 * @return the result of the operation
	 * @throws X if the operation throws it
	 */
	public <V extends @Nullable Object, X extends Throwable> V call(CallableOp<V, X> operation) throws X {
		Origin outer = enter();
		try {
			return operation.call();
		}
		finally {
			leave(outer);
		}
	}

	private @Nullable Origin enter() {
		Origin outer = CURRENT.get();
		CURRENT.set(this);
		return outer;
	}

	private static void leave(@Nullable Origin outer) {
		if (outer != null) {
			CURRENT.set(outer);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * An operation with a result, which may throw an exception of one type.
	 *
	 * @param <V> the type of the result
	 * @param <X> the type of the exception
	 */
	@FunctionalInterface
	public interface CallableOp<V extends @Nullable Object, X extends Throwable> {

		/**
		 * Calls the operation.
		 * @return the result
		 * @throws X if it fails
		 */
		V call() throws X;

	}

	/**
	 * The kinds of sources of a transition.
	 */
	public enum Source {

		/** Code of this application. */
		APPLICATION,

		/** A request to the management endpoint of this instance. */
		ENDPOINT,

		/** JMX, in this instance. */
		JMX,

		/** Another instance, or a store that is shared with others. */
		CLUSTER,

		/**
		 * The end of a {@linkplain RevertibleEvent#changeFor temporary state}. Principal
		 * and reason are those of the switch that is reverted.
		 */
		REVERSAL

	}

}
