/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures the cost of the starter in start time, heap and classes. JVMs run in turn
 * without and with the starter. The result has the medians of the differences and ratios
 * of each round, and the quartiles of the ratios as a measure of their spread.
 */
final class StartUp {

	private static final int WITHOUT = -1;

	private static final int[] EVENTS = { WITHOUT, 1, 100, 10_000 };

	private final Map<Application.Kind, Map<Integer, List<Figures>>> figures = new LinkedHashMap<>();

	String measure(int rounds) throws IOException {
		for (int round = 0; round <= rounds; round++) {
			for (Application.Kind kind : Application.Kind.values()) {
				// Forwards and backwards, so that slow changes affect all alike.
				for (int index = 0; index < EVENTS.length; index++) {
					int events = EVENTS[(round % 2 == 0) ? index : EVENTS.length - 1 - index];
					Figures measured = start(kind, events);
					if (round > 0) { // The first round warms up the file cache.
						this.figures.computeIfAbsent(kind, (key) -> new LinkedHashMap<>())
							.computeIfAbsent(events, (key) -> new ArrayList<>())
							.add(measured);
					}
				}
			}
		}
		StringBuilder table = new StringBuilder(
				"| application | events | start | ratio | quartiles | heap | classes |\n");
		table.append("|---|---:|---:|---:|---:|---:|---:|\n");
		for (Application.Kind kind : Application.Kind.values()) {
			for (int events : EVENTS) {
				table.append(row(kind, events));
			}
		}
		return table.append('\n').toString();
	}

	private static Figures start(Application.Kind kind, int events) throws IOException {
		try (Application application = new Application(kind, events)) {
			return new Figures(application.startNanos() / 1e6, application.number("heap") / 1024.0,
					application.number("classes"));
		}
	}

	private String row(Application.Kind kind, int events) {
		Map<Integer, List<Figures>> all = this.figures.getOrDefault(kind, Map.of());
		List<Figures> without = all.getOrDefault(WITHOUT, List.of());
		List<Figures> with = all.getOrDefault(events, List.of());
		if (events == WITHOUT) {
			return String.format(Locale.ROOT, "| %s | without the starter | %.0f ms | | | %.0f KiB | %.0f |%n", kind,
					median(without, Figures::millis), median(without, Figures::kibibytes),
					median(without, Figures::classes));
		}
		List<Figures> more = new ArrayList<>();
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < with.size(); round++) {
			more.add(with.get(round).minus(without.get(round)));
			ratios.add(with.get(round).millis() / without.get(round).millis());
		}
		return String.format(Locale.ROOT, "| | %,d | %+.0f ms | %.3f | %.3f to %.3f | %+.0f KiB | %+.0f |%n", events,
				median(more, Figures::millis), quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75),
				median(more, Figures::kibibytes), median(more, Figures::classes));
	}

	private static <T> double median(List<T> measured, ToDoubleFunction<T> figure) {
		return quantile(measured.stream().map(figure::applyAsDouble).toList(), 0.5);
	}

	/** Interpolates between the two nearest values. */
	private static double quantile(List<Double> measured, double share) {
		double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		double place = share * (sorted.length - 1);
		int below = (int) place;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
	}

	private record Figures(double millis, double kibibytes, double classes) {

		Figures minus(Figures other) {
			return new Figures(this.millis - other.millis, this.kibibytes - other.kibibytes,
					this.classes - other.classes);
		}

	}

}
