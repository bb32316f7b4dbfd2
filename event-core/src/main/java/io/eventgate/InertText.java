package io.eventgate;

/**
 * Texts that came from outside and are shown, logged and stored: who asked for something,
 * and why. They must not forge a line of a log, turn the text around them round, or be
 * too long or too broken to be written.
 */
final class InertText {

	private static final String CUT = "...";

	private InertText() {
	}

	static boolean isInert(String text) {
		return text.codePoints().noneMatch(InertText::isHarmful);
	}

	/** Puts another character in the place of each harmful one. */
	static String replace(String text, char replacement) {
		StringBuilder inert = new StringBuilder(text.length());
		text.codePoints().forEach((codePoint) -> inert.appendCodePoint(isHarmful(codePoint) ? replacement : codePoint));
		return inert.toString();
	}

	/** On one line, and cut where it is too long. */
	static String of(String text, int maxLength) {
		if (text.isEmpty()) {
			return text;
		}
		// Before it is read: it may have millions of characters. Half a surrogate pair
		// that the cut leaves is harmful, and so is replaced.
		boolean cut = text.length() > maxLength;
		String start = cut ? text.substring(0, maxLength - CUT.length()) : text;
		return (replace(start, ' ') + (cut ? CUT : "")).strip();
	}

	private static boolean isHarmful(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			// Half a pair, which UTF-8 has no bytes for.
			case Character.SURROGATE -> true;
			// What overrides the direction of the text that follows.
			case Character.FORMAT ->
				(codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
			default -> false;
		};
	}

}
