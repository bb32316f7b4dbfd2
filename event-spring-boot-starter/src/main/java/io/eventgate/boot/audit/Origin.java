package io.eventgate.boot.audit;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where a transition comes from. Line breaks and other control characters in the texts
 * are replaced by spaces, so that they can be logged and shown as they are.
 *
 * @param source which way it came
 * @param principal the name of who asked for it, if known
 * @param reason why, in the words of who asked for it, if given; not longer than
 * {@value #MAX_REASON_LENGTH} characters
 * @since 0.1.0
 */
public record Origin(Source source, @Nullable String principal, @Nullable String reason) {

	/** The longest reason that is accepted, in characters. */
	public static final int MAX_REASON_LENGTH = 500;

	/**
	 * A call of {@link io.eventgate.Event}'s methods that nothing more is known of.
	 */
	public static final Origin APPLICATION = new Origin(Source.APPLICATION, null, null);

	/**
	 * Creates an origin.
	 * @param source which way the transition came
	 * @param principal the name of who asked for it, or {@code null}
	 * @param reason why, or {@code null}; a blank one counts as none
	 * @throws IllegalArgumentException if the reason is too long
	 */
	public Origin {
		Objects.requireNonNull(source, "source");
		if (reason != null && reason.length() > MAX_REASON_LENGTH) {
			throw new IllegalArgumentException(
					"The reason must not exceed " + MAX_REASON_LENGTH + " characters, but has " + reason.length());
		}
		principal = inert(principal);
		reason = inert(reason);
	}

	private static @Nullable String inert(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text.replaceAll("\\p{Cc}", " ").strip();
	}

	/**
	 * Which way a transition came.
	 */
	public enum Source {

		/** The application's own code. */
		APPLICATION,

		/** The Actuator endpoint over HTTP. */
		ENDPOINT,

		/** The Actuator endpoint over JMX. */
		JMX,

		/** Another instance of the application. */
		CLUSTER

	}

}
