/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name and the properties from which an {@link EventRegistry} creates an event.
 * Immutable; two definitions are equal if all their properties are.
 *
 * <pre>{@code
 * EventDefinition.builder("orders-open").initiallySet(true).description("Orders are accepted").build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class EventDefinition {

	/** The maximum length of a name, in characters. */
	public static final int MAX_NAME_LENGTH = 200;

	/** Names that web servers and firewalls refuse in a path, encoded or not. */
	private static final Pattern NO_PATH_SEGMENT = Pattern.compile("\\.\\.?|.*[/\\\\;%].*");

	private final String name;

	private final boolean initiallySet;

	private final @Nullable String description;

	private final @Nullable Scope scope;

	private final @Nullable Integer maxWaiters;

	private final CutOff whenCutOff;

	private EventDefinition(Builder builder) {
		this.name = builder.name;
		this.initiallySet = builder.initiallySet;
		this.description = builder.description;
		this.scope = builder.scope;
		this.maxWaiters = builder.maxWaiters;
		this.whenCutOff = builder.whenCutOff;
	}

	/**
	 * Returns the definition of an event that is clear at first, without a description,
	 * in the default scope of its registry.
	 * @param name the name, unique in an {@link EventRegistry}
	 * @return the definition
	 * @throws IllegalArgumentException if the name is not valid, see
	 * {@link #builder(String)}
	 */
	public static EventDefinition of(String name) {
		return builder(name).build();
	}

	/**
	 * Returns a builder.
	 * @param name the name, unique in an {@link EventRegistry}
	 * @return a new builder, whose other properties have their defaults
	 * @throws IllegalArgumentException if the name is blank, begins or ends with a blank,
	 * is longer than {@value #MAX_NAME_LENGTH} characters, contains control characters,
	 * line separators or characters that override the direction of text, or cannot be a
	 * segment of a URL's path because it contains one of {@code / \ ; %} or is {@code .}
	 * or {@code ..}
	 */
	public static Builder builder(String name) {
		return new Builder(valid(name));
	}

	private static String valid(String name) {
		Objects.requireNonNull(name, "name");
		if (name.isBlank()) {
			throw new IllegalArgumentException("An event's name must not be blank");
		}
		if (name.length() > MAX_NAME_LENGTH) {
			throw new IllegalArgumentException("An event's name must not exceed " + MAX_NAME_LENGTH + " characters: '"
					+ name.substring(0, MAX_NAME_LENGTH) + "...' has " + name.length());
		}
		if (!name.strip().equals(name)) {
			// Databases may compare it equal to the name without the blanks.
			throw new IllegalArgumentException("An event's name must not begin or end with a blank: '" + name + "'");
		}
		if (!InertText.isInert(name)) {
			throw new IllegalArgumentException(
					"An event's name must not have control characters: '" + InertText.replace(name, '?') + "'");
		}
		if (NO_PATH_SEGMENT.matcher(name).matches()) {
			throw new IllegalArgumentException("An event's name must not have any of / \\ ; % nor be . or .., "
					+ "because it could not be part of a URL: '" + name + "'");
		}
		return name;
	}

	/**
	 * Returns the name of the event.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns whether the event is set when it is created.
	 * @return {@code true} if it is set at first
	 */
	public boolean initiallySet() {
		return this.initiallySet;
	}

	/**
	 * Returns the meaning of the event, for operators.
	 * @return the description, never blank
	 */
	public Optional<String> description() {
		return Optional.ofNullable(this.description);
	}

	/**
	 * Returns the scope of the event.
	 * @return the scope, or empty for the default scope of the registry
	 */
	public Optional<Scope> scope() {
		return Optional.ofNullable(this.scope);
	}

	/**
	 * Returns the maximum number of waiters in one JVM, threads and futures. A wait that
	 * would exceed it ends at once with a {@link TooManyWaitersException}.
	 * @return the maximum, or empty if there is none
	 */
	public OptionalInt maxWaiters() {
		return (this.maxWaiters != null) ? OptionalInt.of(this.maxWaiters) : OptionalInt.empty();
	}

	/**
	 * Returns what happens to a shared event in an instance that has lost the store.
	 * @return what happens; without effect for a local event
	 */
	public CutOff whenCutOff() {
		return this.whenCutOff;
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof EventDefinition other && this.name.equals(other.name)
				&& this.initiallySet == other.initiallySet && Objects.equals(this.description, other.description)
				&& this.scope == other.scope && Objects.equals(this.maxWaiters, other.maxWaiters)
				&& this.whenCutOff == other.whenCutOff;
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	public String toString() {
		return "EventDefinition[name=" + this.name + ", initiallySet=" + this.initiallySet + ", description="
				+ this.description + ", scope=" + this.scope + ", maxWaiters=" + this.maxWaiters + ", whenCutOff="
				+ this.whenCutOff + "]";
	}

	/**
	 * The threads and instances that share an event.
	 */
	public enum Scope {

		/** The threads of this JVM. */
		LOCAL,

		/** All instances of the application, through a store. */
		CLUSTER

	}

	/**
	 * The behaviour of a shared event in an instance that has lost the store for a while.
	 */
	public enum CutOff {

		/** The event keeps its state although the store is down. */
		KEEP,

		/**
		 * The event is cleared in this instance until the store is back, so that no
		 * thread passes an event that other instances may have cleared.
		 */
		CLEAR

	}

	/**
	 * A builder of definitions. Not safe for use by several threads.
	 */
	public static final class Builder {

		private final String name;

		private boolean initiallySet;

		private @Nullable String description;

		private @Nullable Scope scope;

		private @Nullable Integer maxWaiters;

		private CutOff whenCutOff = CutOff.KEEP;

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Sets whether the event is set when it is created.
		 * @param initiallySet {@code true} for an event that is set at first; the default
		 * is {@code false}
		 * @return this builder
		 */
		public Builder initiallySet(boolean initiallySet) {
			this.initiallySet = initiallySet;
			return this;
		}

		/**
		 * Sets the meaning of the event, for operators.
		 * @param description the description; {@code null} or blank for none, the default
		 * @return this builder
		 */
		public Builder description(@Nullable String description) {
			this.description = (description == null || description.isBlank()) ? null : description;
			return this;
		}

		/**
		 * Sets the scope of the event.
		 * @param scope the scope; {@code null} for the default scope of the registry,
		 * which is the default
		 * @return this builder
		 */
		public Builder scope(@Nullable Scope scope) {
			this.scope = scope;
			return this;
		}

		/**
		 * Sets the maximum number of waiters in one JVM.
		 * @param maxWaiters the maximum, at least 1; {@code null} for none, the default
		 * @return this builder
		 * @throws IllegalArgumentException if the maximum is less than 1
		 */
		public Builder maxWaiters(@Nullable Integer maxWaiters) {
			if (maxWaiters != null && maxWaiters < 1) {
				throw new IllegalArgumentException("maxWaiters must be at least 1 but was " + maxWaiters);
			}
			this.maxWaiters = maxWaiters;
			return this;
		}

		/**
		 * Sets what happens to a shared event in an instance that has lost the store.
		 * @param whenCutOff what happens; the default is {@link CutOff#KEEP}
		 * @return this builder
		 */
		public Builder whenCutOff(CutOff whenCutOff) {
			this.whenCutOff = Objects.requireNonNull(whenCutOff, "whenCutOff");
			return this;
		}

		/**
		 * Builds the definition.
		 * @return a new definition
		 */
		public EventDefinition build() {
			return new EventDefinition(this);
		}

	}

}
