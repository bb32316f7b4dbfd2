/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A program that measures the cost of the starter for an application and writes a report.
 */
final class FootprintReport {

	private FootprintReport() {
	}

	/**
	 * Measures.
	 * @param arguments the file of the report; rounds of starts; scrapes; seconds of load
	 * @throws Exception if anything fails
	 */
	public static void main(String[] arguments) throws Exception {
		long start = System.nanoTime();
		StringBuilder report = new StringBuilder();
		int rounds = Integer.parseInt(arguments[1]);
		if (rounds > 0) {
			report.append(new StartUp().measure(rounds));
		}
		int scrapes = Integer.parseInt(arguments[2]);
		if (scrapes > 0) {
			report.append(new Scrape().measure(scrapes));
		}
		int seconds = Integer.parseInt(arguments[3]);
		if (seconds > 0) {
			report.append(new Load().measure(seconds));
		}
		report.append(String.format(Locale.ROOT, "Java %s, %d processors; the run took %d s.%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)));
		System.out.println(report);
		Files.writeString(Path.of(arguments[0]), report);
	}

}
