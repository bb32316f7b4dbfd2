/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

/**
 * Functions that make texts from outside safe to show, log and store, such as the reason
 * of a transition, the name of another instance or the error of a store. An inert text
 * has no character that ends a line, controls a terminal, overrides the direction of the
 * text around it or cannot be encoded.
 *
 * @since 0.1.0
 */
public final class InertText {

	private static final String CUT = "...";

	private InertText() {
	}

	/**
	 * Returns whether a text has no harmful character.
	 * @param text the text
	 * @return {@code true} if it has none
	 */
	public static boolean isInert(String text) {
		return text.codePoints().noneMatch(InertText::isHarmful);
	}

	/**
	 * Replaces each harmful character.
	 * @param text the text
	 * @param replacement the character to put in its place
	 * @return the inert text
	 */
	public static String replace(String text, char replacement) {
		StringBuilder inert = new StringBuilder(text.length());
		text.codePoints().forEach((codePoint) -> inert.appendCodePoint(isHarmful(codePoint) ? replacement : codePoint));
		return inert.toString();
	}

	/**
	 * Replaces each harmful character by a space, cuts a text that is too long and strips
	 * white space at both ends.
	 * @param text the text
	 * @param maxLength the maximum length of the result in characters, at least three
	 * @return the inert text, which ends with three dots if it was cut
	 */
	public static String of(String text, int maxLength) {
		if (text.isEmpty()) {
			return text;
		}
		// Cut first, because the text may have millions of characters. Half a surrogate
		// pair that the cut leaves is harmful, so it is replaced.
		boolean cut = text.length() > maxLength;
		String start = cut ? text.substring(0, maxLength - CUT.length()) : text;
		return (replace(start, ' ') + (cut ? CUT : "")).strip();
	}

	private static boolean isHarmful(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			// Half a pair, which UTF-8 cannot encode.
			case Character.SURROGATE -> true;
			// Characters that override the direction of the text that follows.
			case Character.FORMAT ->
				(codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
			default -> false;
		};
	}

}
