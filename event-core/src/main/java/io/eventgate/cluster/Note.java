/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.eventgate.Origin;
import io.eventgate.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The kind, origin and time of a switch. In the store it is a line of the form
 * {@code kind=set&principal=alice&...}, encoded as in a URL: readable, and open to keys
 * that other versions of this program may add. A field that cannot be read counts as
 * absent, because notes are for display; only versions decide. A note has at most
 * {@value StateStore#MAX_NOTE_LENGTH} characters: principal and reason are cut to that.
 *
 * @param kind the kind of switch, or {@code null} if unknown
 * @param origin the origin, as seen by the instance that made it
 * @param instance the instance that made it, or empty
 * @param operation identifies the call, or empty
 * @param atMicros the time, on the store's clock; 0 if unknown
 * @param askedMicros the time, on the store's clock, since which each instance that has
 * applied it must report so; 0 if it need not
 * @param untilMicros the time at which the state is reverted, on the store's clock; 0 if
 * it stays
 */
record Note(Transition.@Nullable Kind kind, Origin origin, String instance, String operation, long atMicros,
		long askedMicros, long untilMicros) {

	private static final String PRINCIPAL = "principal";

	private static final String REASON = "reason";

	private static final String UNTIL = "until";

	private static final String ASKED = "ack";

	private static final int MAX_DIGITS = Long.toString(StateStore.MAX_VERSION).length();

	String encode() {
		Map<String, String> fields = new LinkedHashMap<>();
		if (this.kind != null) {
			fields.put("kind", lower(this.kind));
		}
		fields.put("source", lower(this.origin.source()));
		// In this place, but with the room that the others leave.
		fields.put(PRINCIPAL, "");
		fields.put(REASON, "");
		fields.put("instance", this.instance);
		fields.put("op", this.operation);
		fields.put("at", Long.toString(this.atMicros));
		fields.put(ASKED, (this.askedMicros != 0) ? Long.toString(this.askedMicros) : "");
		fields.put(UNTIL, (this.untilMicros != 0) ? Long.toString(this.untilMicros) : "");
		int room = StateStore.MAX_NOTE_LENGTH - encode(fields).length() - (PRINCIPAL + REASON).length() - 4;
		String principal = fitting(this.origin.principal(), room / 2);
		fields.put(PRINCIPAL, principal);
		fields.put(REASON, fitting(this.origin.reason(), room - encode(principal).length()));
		return encode(fields);
	}

	/** Returns the beginning of a text that has room when it is encoded. */
	private static String fitting(@Nullable String text, int room) {
		String whole = Objects.requireNonNullElse(text, "");
		int end = 0;
		for (int length = 0; end < whole.length();) {
			int next = whole.offsetByCodePoints(end, 1);
			length += encode(whole.substring(end, next)).length();
			if (length > room) {
				break;
			}
			end = next;
		}
		return whole.substring(0, end);
	}

	static Note decode(String text) {
		Map<String, String> fields = decodeFields(text);
		Origin.Source source = find(Origin.Source.values(), fields.get("source"));
		return new Note(find(Transition.Kind.values(), fields.get("kind")),
				new Origin((source != null) ? source : Origin.Source.CLUSTER, fields.get(PRINCIPAL),
						fields.get(REASON)),
				fields.getOrDefault("instance", ""), fields.getOrDefault("op", ""),
				Math.max(0, number(fields.getOrDefault("at", ""))), Math.max(0, number(fields.getOrDefault(ASKED, ""))),
				Math.max(0, number(fields.getOrDefault(UNTIL, ""))));
	}

	/** Returns whether the text is the note of a temporary state. */
	static boolean isTemporary(String text) {
		return text.contains(UNTIL + '='); // In values it is escaped.
	}

	/** Returns the note of the same switch, with a state that stays. */
	Note lasting() {
		return new Note(this.kind, this.origin, this.instance, this.operation, this.atMicros, this.askedMicros, 0);
	}

	/**
	 * Returns the note of the same switch, whose acknowledgement is asked for now.
	 * @param text the note, which may have fields of other versions of this program
	 */
	static String asked(String text, long nowMicros) {
		Map<String, String> fields = decodeFields(text);
		fields.put(ASKED, Long.toString(Math.max(1, nowMicros)));
		if (encode(fields).length() > StateStore.MAX_NOTE_LENGTH) {
			fields.remove(REASON);
		}
		return encode(fields);
	}

	/** Returns the origin of the transition, as seen by the given instance. */
	Origin seenBy(String self) {
		return (self.equals(this.instance) || this.origin.source() == Origin.Source.REVERSAL) ? this.origin
				: new Origin(Origin.Source.CLUSTER, this.origin.principal(), this.origin.reason(), this.instance);
	}

	/** Encodes the fields that are not empty. */
	static String encode(Map<String, String> fields) {
		StringBuilder text = new StringBuilder();
		fields.forEach((key, value) -> {
			if (!value.isEmpty()) {
				text.append((text.length() > 0) ? "&" : "").append(encode(key)).append('=').append(encode(value));
			}
		});
		return text.toString();
	}

	static Map<String, String> decodeFields(String text) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (String field : text.split("&", -1)) {
			int equals = field.indexOf('=');
			if (equals > 0) {
				try {
					fields.put(decodeText(field.substring(0, equals)), decodeText(field.substring(equals + 1)));
				}
				catch (IllegalArgumentException ex) {
					// A forged or damaged field counts as absent.
				}
			}
		}
		return fields;
	}

	/**
	 * Returns the number, or -1 if it is absent or this program cannot have written it.
	 * Most fields are absent, and an exception would cost more than the rest of the note.
	 */
	static long number(String text) {
		boolean isNumber = !text.isEmpty() && text.length() <= MAX_DIGITS
				&& text.chars().allMatch((character) -> character >= '0' && character <= '9');
		long number = isNumber ? Long.parseLong(text) : -1;
		return (number <= StateStore.MAX_VERSION) ? number : -1;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String decodeText(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private static <E extends Enum<E>> @Nullable E find(E[] values, @Nullable String name) {
		for (E value : values) {
			if (lower(value).equals(name)) {
				return value;
			}
		}
		return null;
	}

}
