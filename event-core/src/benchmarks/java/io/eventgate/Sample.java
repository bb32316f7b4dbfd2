/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A measured value.
 *
 * @param name the name of the value
 * @param sign {@code ">"} if the measurement was stopped at the value, {@code "<"} if it
 * is derived from such a value
 * @param value the value
 */
record Sample(String name, String sign, double value) {

	static Sample of(String name, double value) {
		return new Sample(name, "", value);
	}

	static Sample atLeast(String name, double value) {
		return new Sample(name, ">", value);
	}

	static Sample atMost(String name, double value) {
		return new Sample(name, "<", value);
	}

	static Sample parse(String line) {
		String[] words = line.split(" ");
		return new Sample(words[0], (words.length > 2) ? words[2] : "", Double.parseDouble(words[1]));
	}

	boolean isAtLeast() {
		return this.sign.equals(">");
	}

	/** Returns the median. */
	static Sample median(List<Sample> samples) {
		List<Sample> sorted = samples.stream().sorted(Comparator.comparingDouble(Sample::value)).toList();
		Sample lower = sorted.get((sorted.size() - 1) / 2);
		Sample upper = sorted.get(sorted.size() / 2);
		return new Sample(lower.name, upper.sign, (lower.value + upper.value) / 2);
	}

	static double median(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	@Override
	public String toString() {
		return this.name + " " + this.value + " " + this.sign;
	}

}
