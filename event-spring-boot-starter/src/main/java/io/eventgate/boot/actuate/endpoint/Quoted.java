package io.eventgate.boot.actuate.endpoint;

import io.eventgate.InertText;

/**
 * Text of a request as quoted in a message: short, and without line breaks.
 */
final class Quoted {

	private static final int MAX_LENGTH = 100;

	private Quoted() {
	}

	static String of(String text) {
		String start = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text;
		return InertText.replace(start, '?');
	}

}
