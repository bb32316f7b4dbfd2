/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table of the figures of a fault suite. With the system property {@code faults=all},
 * the suite is complete and limits apply unchanged. Otherwise it is short, and time
 * limits are five times as long plus five seconds, because the machine may be busy or
 * suspended for a moment.
 */
public final class FaultReport {

	private static final boolean ALL = "all".equals(System.getProperty("faults"));

	private final Queue<String> rows = new ConcurrentLinkedQueue<>();

	private final String title;

	/**
	 * Creates an empty report.
	 * @param title the subject of the suite
	 */
	public FaultReport(String title) {
		this.title = title;
	}

	/**
	 * Returns one of two values, for the short or the complete suite.
	 * @param brief the value for the short suite
	 * @param all the value for the complete suite
	 * @return one of the two
	 * @param <T> the type
	 */
	public static <T> T choose(T brief, T all) {
		return ALL ? all : brief;
	}

	/**
	 * Adds a measured time, and checks it.
	 * @param fault the description of the fault
	 * @param limit the greatest acceptable time
	 * @param nanos the measured time, in nanoseconds
	 */
	public void time(String fault, Duration limit, long nanos) {
		this.rows.add(String.format(Locale.ROOT, "| %s | %d ms | %d ms |", fault, limit.toMillis(), nanos / 1_000_000));
		assertThat(Duration.ofNanos(nanos)).as(fault)
			.isLessThanOrEqualTo(choose(limit.multipliedBy(5).plusSeconds(5), limit));
	}

	/**
	 * Adds a number, and checks it.
	 * @param fault the description of the fault and counted
	 * @param limit the greatest acceptable number
	 * @param count the measured number
	 */
	public void count(String fault, long limit, long count) {
		this.rows.add("| " + fault + " | " + limit + " | " + count + " |");
		assertThat(count).as(fault).isLessThanOrEqualTo(limit);
	}

	/**
	 * Writes the table.
	 * @param file the file
	 * @throws IOException if it cannot be written
	 */
	public void write(Path file) throws IOException {
		List<String> lines = new ArrayList<>(
				List.of("### " + this.title, "", "| fault | limit | measured |", "|---|---|---|"));
		lines.addAll(this.rows);
		Files.write(file, lines);
	}

}
