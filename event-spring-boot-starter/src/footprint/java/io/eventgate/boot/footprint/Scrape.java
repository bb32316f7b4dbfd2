/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures the time and the size of answers about 10,000 events.
 */
final class Scrape {

	private static final int[] EVENTS = { 1, 100, 1_000, 10_000 };

	private static final String[] PATHS = { "prometheus", "prometheus?includedNames=eventgate_state", "events",
			"events/event-00001" };

	String measure(int times) throws IOException {
		StringBuilder table = new StringBuilder(
				"| answer | events | size | median | slowest |\n|---|---:|---:|---:|---:|\n");
		for (int events : EVENTS) {
			try (Application application = new Application(Application.Kind.WEB, events)) {
				Http http = new Http(application);
				for (String path : PATHS) {
					table.append(row(http, path, events, times));
				}
			}
		}
		return table.append('\n').toString();
	}

	private static String row(Http http, String path, int events, int times) {
		int size = 0;
		for (int number = 0; number < times; number++) { // Until the JVM has compiled the
															// code.
			size = get(http, path);
		}
		double[] millis = new double[times];
		for (int number = 0; number < times; number++) {
			long begin = System.nanoTime();
			get(http, path);
			millis[number] = (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
		}
		java.util.Arrays.sort(millis);
		return String.format(Locale.ROOT, "| `/actuator/%s` | %,d | %,d KiB | %.1f ms | %.1f ms |%n", path, events,
				size / 1024, millis[times / 2], millis[times - 1]);
	}

	private static int get(Http http, String path) {
		HttpResponse<byte[]> response = http.get(path).join();
		if (response.statusCode() != 200) {
			throw new IllegalStateException(path + " answered " + response.statusCode());
		}
		return response.body().length;
	}

}
