package io.eventgate;

import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an event before it exists.
 *
 * @param name the name, unique in an {@link EventRegistry}
 * @param initiallySet whether the event is set from the start
 * @param description what the event means, for operators; empty if nobody said it
 * @param scope who shares the event, or {@code null} for what the registry does by
 * default
 * @since 0.1.0
 */
public record EventDefinition(String name, boolean initiallySet, String description, @Nullable Scope scope) {

	/** The longest name that is accepted, in characters. */
	public static final int MAX_NAME_LENGTH = 200;

	/** What web servers and firewalls refuse in a path, encoded or not. */
	private static final Pattern NO_PATH_SEGMENT = Pattern.compile("\\.\\.?|.*[/\\\\;%].*");

	/**
	 * Creates a definition.
	 * @param name the name
	 * @param initiallySet whether the event is set from the start
	 * @param description what the event means, or empty
	 * @param scope who shares the event, or {@code null} for the registry's default
	 * @throws IllegalArgumentException if the name is blank, longer than
	 * {@value #MAX_NAME_LENGTH} characters, has control characters, line separators or
	 * characters that override the direction of text, or cannot be a segment of a URL's
	 * path, as it has one of {@code / \ ; %} or is {@code .} or {@code ..}
	 */
	public EventDefinition {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(description, "description");
		if (name.isBlank()) {
			throw new IllegalArgumentException("An event's name must not be blank");
		}
		if (name.length() > MAX_NAME_LENGTH) {
			throw new IllegalArgumentException("An event's name must not exceed " + MAX_NAME_LENGTH + " characters: '"
					+ name.substring(0, MAX_NAME_LENGTH) + "...' has " + name.length());
		}
		if (!InertText.isInert(name)) {
			throw new IllegalArgumentException(
					"An event's name must not have control characters: '" + InertText.replace(name, '?') + "'");
		}
		if (NO_PATH_SEGMENT.matcher(name).matches()) {
			throw new IllegalArgumentException("An event's name must not have any of / \\ ; % nor be . or .., "
					+ "as it could not be part of a URL: '" + name + "'");
		}
	}

	/**
	 * Defines an event of the registry's default scope.
	 * @param name the name
	 * @param initiallySet whether the event is set from the start
	 * @param description what the event means, or empty
	 */
	public EventDefinition(String name, boolean initiallySet, String description) {
		this(name, initiallySet, description, null);
	}

	/**
	 * Defines an event of the registry's default scope, without a description.
	 * @param name the name
	 * @param initiallySet whether the event is set from the start
	 */
	public EventDefinition(String name, boolean initiallySet) {
		this(name, initiallySet, "");
	}

	/**
	 * Who shares an event.
	 */
	public enum Scope {

		/** The threads of this JVM. */
		LOCAL,

		/** All instances of the application, through a store. */
		CLUSTER

	}

}
