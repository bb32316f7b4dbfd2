/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A load of reads and writes on the endpoint and the console, beside a thousand waiting
 * threads. Its rate is fixed, even if answers are late. One of ten reads is for a file of
 * the console, because an open page reads the endpoint.
 */
final class Load {

	private static final int READS = 200;

	private static final int WRITES = 20;

	private static final int EVENTS = 100;

	private static final List<String> FILES = List.of("eventgate", "eventgate/console.js", "eventgate/console.css");

	private final AtomicInteger errors = new AtomicInteger();

	private final Queue<Double> reads = new ConcurrentLinkedQueue<>();

	private final Queue<Double> files = new ConcurrentLinkedQueue<>();

	private final Queue<Double> writes = new ConcurrentLinkedQueue<>();

	String measure(int seconds) throws IOException {
		try (Application application = new Application(Application.Kind.WEB, EVENTS, "-Xss256k",
				"-Deventgate.console.enabled=true")) {
			Http http = new Http(application);
			application.ask("waiters");
			run(http, Math.max(10, seconds / 4));
			if (this.errors.get() > 0) {
				throw new IllegalStateException(this.errors + " errors while warming up");
			}
			this.reads.clear();
			this.files.clear();
			this.writes.clear();
			long heap = application.number("heap");
			long threads = application.number("threads");
			run(http, seconds / 2);
			long half = application.number("heap");
			run(http, seconds - seconds / 2);
			long end = application.number("heap");
			return "| requests | sent | median | 99 % | slowest |\n|---|---:|---:|---:|---:|\n"
					+ row("read of the endpoint", this.reads) + row("of the console's files", this.files)
					+ row("write", this.writes)
					+ String.format(Locale.ROOT,
							"%n%d errors. Heap before, half-way, after: %,d, %,d, %,d KiB; threads before, after: %d, %d.%n%n",
							this.errors.get(), heap / 1024, half / 1024, end / 1024, threads,
							application.number("threads"));
		}
	}

	private void run(Http http, int seconds) {
		int ticks = seconds * READS;
		CompletableFuture<?>[] answers = new CompletableFuture<?>[ticks + ticks * WRITES / READS];
		int sent = 0;
		long begin = System.nanoTime();
		for (int tick = 0; tick < ticks; tick++) {
			long due = begin + TimeUnit.SECONDS.toNanos(1) * tick / READS;
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			String file = FILES.get(tick / 10 % FILES.size());
			String read = (tick % 2 == 0) ? "events" : String.format("events/event-%05d", 1 + tick % EVENTS);
			answers[sent++] = (tick % 10 == 9) ? time(this.files, due, http.get(file))
					: time(this.reads, due, http.get(read));
			if (tick % (READS / WRITES) == 0) {
				answers[sent++] = time(this.writes, due, write(http, tick / (READS / WRITES)));
			}
		}
		CompletableFuture.allOf(answers).join();
	}

	/** Pulses events with waiting threads, and sets and clears others in turn. */
	private static CompletableFuture<HttpResponse<byte[]>> write(Http http, int number) {
		int event = 1 + (number / 4) % Waiters.EVENTS;
		String state = switch (number % 4) {
			case 0 -> "set";
			case 2 -> "clear";
			default -> "pulse";
		};
		return http.post(String.format("events/event-%05d", state.equals("pulse") ? event : Waiters.EVENTS + event),
				"{\"state\": \"" + state + "\", \"reason\": \"load\"}");
	}

	/** Measured from the time at which a request was due, so that delays are included. */
	private CompletableFuture<?> time(Queue<Double> times, long due, CompletableFuture<HttpResponse<byte[]>> answer) {
		return answer.handle((response, failure) -> {
			times.add((System.nanoTime() - due) / (double) TimeUnit.MILLISECONDS.toNanos(1));
			if (failure != null || response.statusCode() != 200) {
				this.errors.incrementAndGet();
			}
			return null;
		});
	}

	private static String row(String title, Queue<Double> times) {
		double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return String.format(Locale.ROOT, "| %s | %,d | %.1f ms | %.1f ms | %.1f ms |%n", title, sorted.length,
				sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1]);
	}

}
