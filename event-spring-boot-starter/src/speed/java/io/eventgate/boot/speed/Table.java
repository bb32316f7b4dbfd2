/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.util.Arrays;
import java.util.Locale;

/**
 * A table of figures.
 */
final class Table {

	private final StringBuilder text = new StringBuilder("| | |\n|---|---:|\n");

	/**
	 * Adds a row.
	 * @param what the format of the description
	 * @param value the format of the figure
	 * @param arguments those of the first format, and the figure as the last one
	 */
	void row(String what, String value, Object... arguments) {
		int last = arguments.length - 1;
		this.text.append("| ")
			.append(String.format(Locale.ROOT, what, Arrays.copyOf(arguments, last)))
			.append(" | ")
			.append(String.format(Locale.ROOT, value, arguments[last]))
			.append(" |\n");
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
