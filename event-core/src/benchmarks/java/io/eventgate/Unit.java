/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.Locale;

/**
 * The unit of a value.
 */
enum Unit {

	NANOS {

		@Override
		String format(double value) {
			if (value >= 1e9) {
				return round(value / 1e9) + " s";
			}
			if (value >= 1e6) {
				return round(value / 1e6) + " ms";
			}
			return (value >= 1e3) ? round(value / 1e3) + " µs" : round(value) + " ns";
		}

	},

	BYTES {

		@Override
		String format(double value) {
			return (value >= 10_000) ? round(value / 1024) + " KiB" : round(value) + " B";
		}

	},

	RATIO {

		@Override
		String format(double value) {
			return round(value);
		}

	};

	abstract String format(double value);

	String format(Sample sample) {
		return sample.sign() + format(sample.value());
	}

	/** Rounds to three digits, but not below a thousandth. */
	private static String round(double value) {
		if (value >= 100) {
			return String.format(Locale.ROOT, "%.0f", value);
		}
		if (value >= 10) {
			return String.format(Locale.ROOT, "%.1f", value);
		}
		if (value >= 0.1 || value < 0.0005) {
			return String.format(Locale.ROOT, "%.2f", value);
		}
		return String.format(Locale.ROOT, "%.4f", value);
	}

}
