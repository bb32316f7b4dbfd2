/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The document. It has an introduction and one section for each Java version; a run
 * replaces its own section only.
 */
final class Report {

	private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\n]+)\n(.*?)(?=^## |\\z)");

	private static final String INTRODUCTION = """
			# Benchmarks

			`Event` beside gates that are written by hand: a `CountDownLatch` that is replaced when the gate is closed, a flag
			with `ReentrantLock` and `Condition`, a flag with `synchronized` and `notifyAll`, a `Phaser`, a flag with Guava's
			`Monitor`. *Ratio* is the event's figure divided by that of `CountDownLatch`: below 1 the event is faster. *Bare* is
			the limit: one compare-and-set of a reference for each change, and threads that only park.

			```
			mvn -B -Pbenchmarks -pl event-core verify
			```

			measures everything, all peers in turn, and replaces the section of the Java version that runs Maven.
			`-Dbenchmarks.mode=quick` measures each once and `-Dbenchmarks.only=<regular expression>` only some experiments;
			both write to `event-core/target/benchmarks.md` instead.

			How it is measured: what does not block by JMH, with its allocation profiler. All else in JVMs that are started
			for one measurement of one peer, in turn (event, latch, ..., event, latch, ...); a figure is the median of the
			JVMs, and that of a JVM the median of its repetitions after a warm-up; a ratio is the median of the ratios of the
			turns. `>` means that the measurement was stopped there. Bytes of a waiter are counted by JOL, which does not see
			the native nodes of `synchronized`. The source is `event-core/src/benchmarks/java`.

			""";

	private final Path file;

	Report(Path file) {
		this.file = file;
	}

	void write(String table, boolean complete, long seconds) throws IOException {
		Map<String, String> sections = new TreeMap<>();
		if (Files.exists(this.file)) {
			Matcher matcher = SECTION.matcher(Files.readString(this.file));
			while (matcher.find()) {
				sections.put(matcher.group(1), matcher.group(2));
			}
		}
		sections.put("Java " + Runtime.version().feature(), section(table, complete, seconds));
		StringBuilder document = new StringBuilder(INTRODUCTION);
		sections.forEach((title,
				section) -> document.append("## ").append(title).append("\n\n").append(section.strip()).append("\n\n"));
		Files.writeString(this.file, document.toString().stripTrailing() + "\n");
	}

	private static String section(String table, boolean complete, long seconds) throws IOException {
		return String.format(Locale.ROOT, "%n%s %s on %s, %d processors, %d GiB, %s. %s took %d minutes.%n%n%s%n",
				System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"), processor(),
				Runtime.getRuntime().availableProcessors(), memoryGibibytes(), System.getProperty("os.name"),
				complete ? "The run" : "A part, not to be quoted, which", Math.round(seconds / 60.0), table);
	}

	private static String processor() throws IOException {
		Path info = Path.of("/proc/cpuinfo");
		if (Files.exists(info)) {
			for (String line : Files.readAllLines(info)) {
				if (line.startsWith("model name")) {
					return line.substring(line.indexOf(':') + 1).strip();
				}
			}
		}
		return System.getProperty("os.arch");
	}

	private static long memoryGibibytes() {
		var system = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory
			.getOperatingSystemMXBean();
		return Math.round(system.getTotalMemorySize() / (double) (1L << 30));
	}

}
