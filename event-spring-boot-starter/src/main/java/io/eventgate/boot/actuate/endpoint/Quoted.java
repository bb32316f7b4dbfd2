package io.eventgate.boot.actuate.endpoint;

import java.util.regex.Pattern;

/**
 * What somebody sent, made fit to be quoted in a message: short, and on one line.
 */
final class Quoted {

	private static final int MAX_LENGTH = 100;

	/**
	 * What ends a line, overrides the direction of text, or is half of a character that
	 * was cut through.
	 */
	private static final Pattern HARMFUL = Pattern
		.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]");

	private Quoted() {
	}

	static String of(String text) {
		String start = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text;
		return HARMFUL.matcher(start).replaceAll("?");
	}

}
