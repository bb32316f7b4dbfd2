/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.soak;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import io.eventgate.Event;

/**
 * A program that runs rounds of random calls from many threads. It fails at the first
 * call whose result cannot be explained.
 */
public final class Soak {

	private static final int PLATFORM_THREADS = 6;

	private static final int VIRTUAL_THREADS = 6;

	private static final long REPORT_NANOS = Duration.ofSeconds(30).toNanos();

	private Soak() {
	}

	/**
	 * Runs rounds.
	 * @param args the duration in ISO-8601 format, and optionally a seed
	 */
	public static void main(String[] args) {
		Duration duration = Duration.parse(args[0]);
		long seed = (args.length > 1) ? Long.parseLong(args[1]) : System.nanoTime();
		System.out.println("Soak of " + duration + " with seed " + seed + " on JDK " + Runtime.version());
		SplittableRandom random = new SplittableRandom(seed);
		Event event = Event.create("soak", false);
		Event neverSet = Event.create("never set", false);
		long start = System.nanoTime();
		long reported = start;
		long rounds = 0;
		while (System.nanoTime() - start < duration.toNanos()) {
			List<String> objections = new Round(event, neverSet, random.split(), PLATFORM_THREADS, VIRTUAL_THREADS)
				.run();
			if (!objections.isEmpty()) {
				System.out.println("FOUND BY round " + rounds + ": " + objections.get(0));
				objections.forEach(System.out::println);
				// Threads may hang forever.
				Runtime.getRuntime().halt(1);
			}
			rounds++;
			if (System.nanoTime() - reported > REPORT_NANOS) {
				reported = System.nanoTime();
				System.out.println(rounds + " rounds explained after " + Duration.ofNanos(reported - start));
			}
		}
		System.out.println(rounds + " rounds explained");
	}

}
