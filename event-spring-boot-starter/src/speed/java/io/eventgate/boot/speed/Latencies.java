/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the time from a switch in one process to the release of a thread in another,
 * and counts pulses that release no thread. All gates take turns between the same two
 * processes.
 */
final class Latencies {

	private static final int WARM_UP = 200;

	private static final long LOST_MILLIS = 500;

	/** Longer, because killed connections must be replaced first. */
	private static final long LOST_WITH_KILLS_MILLIS = 5_000;

	/** The number of EventGate's pulses after which all connections are killed. */
	private static final int KILL = 500;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final Map<Gates, List<Long>> nanos = new EnumMap<>(Gates.class);

	private final Map<Gates, int[]> pulses = new EnumMap<>(Gates.class);

	private final Map<Gates, Gate> gates = new EnumMap<>(Gates.class);

	private final OtherProcess other;

	private final Map<Gates.Server, Runnable> killers;

	/**
	 * Creates the gates.
	 * @param ports the ports of the servers
	 * @param killers the actions that kill all connections to the servers of EventGate's
	 * gates
	 */
	Latencies(Map<Gates.Server, Integer> ports, Map<Gates.Server, Runnable> killers) throws Exception {
		this.killers = killers;
		for (Gates kind : Gates.values()) {
			this.gates.put(kind, kind.create(Objects.requireNonNull(ports.get(kind.server())), "opener"));
			this.nanos.put(kind, new ArrayList<>());
		}
		this.other = new OtherProcess(ports.values().stream().map((port) -> Integer.toString(port)).toList());
	}

	void measure(int rounds, int switches, int ourPulses, int pulsesOfOthers) throws Exception {
		for (Gates kind : Gates.values()) {
			measure(kind, WARM_UP);
			this.nanos.put(kind, new ArrayList<>());
		}
		for (int round = 0; round < rounds; round++) {
			for (Gates kind : Gates.values()) {
				measure(kind, switches);
			}
			System.out.println("round " + (round + 1) + " of " + rounds);
		}
		for (Gates kind : Gates.values()) {
			if (!kind.isRaw()) {
				pulse(kind, kind.isOurs() ? ourPulses : pulsesOfOthers);
			}
		}
		this.other.end();
	}

	private void measure(Gates kind, int switches) throws Exception {
		Gate gate = Objects.requireNonNull(this.gates.get(kind));
		List<Long> latencies = Objects.requireNonNull(this.nanos.get(kind));
		for (int i = 0; i < switches; i++) {
			this.other.arm(kind);
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_NANOS));
			long before = System.nanoTime();
			gate.open();
			latencies.add(this.other.released() - before);
			gate.close(i);
		}
	}

	private void pulse(Gates kind, int count) throws Exception {
		long start = System.nanoTime();
		Gate gate = Objects.requireNonNull(this.gates.get(kind));
		int lost = 0;
		for (int i = 0; i < count; i++) {
			this.other.arm(kind);
			if (!kind.isOurs()) {
				// A thread that appears to wait may still be asking its server.
				LockSupport.parkNanos(5 * PAUSE_NANOS);
			}
			if (kind.isOurs() && i % KILL == KILL / 2) {
				Objects.requireNonNull(this.killers.get(kind.server())).run();
			}
			gate.open();
			gate.close(i);
			if (!this.other.isReleased(kind.isOurs() ? LOST_WITH_KILLS_MILLIS : LOST_MILLIS)) {
				lost++;
				gate.open();
				this.other.released();
				gate.close(i);
			}
		}
		this.pulses.put(kind, new int[] { lost, count });
		System.out.printf(Locale.ROOT, "%s: lost %d of %d pulses, in %d s%n", kind, lost, count,
				TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
	}

	String table() {
		StringBuilder table = new StringBuilder("| | p50 µs | p99 µs | p50, against the message alone | pulses lost |\n"
				+ "|---|---:|---:|---:|---:|\n");
		for (Gates kind : Gates.values()) {
			long median = quantile(kind, 0.5);
			double ratio = median / (double) quantile(kind.raw(), 0.5);
			int[] lost = this.pulses.get(kind);
			String missed = (kind.target() > 0 && ratio > kind.target())
					? String.format(Locale.ROOT, " **missed** (%.1f)", kind.target()) : "";
			table.append(String.format(Locale.ROOT, "| %s | %,d | %,d | %s | %s |%n", kind.title(), median,
					quantile(kind, 0.99),
					(kind == Gates.EVENTGATE_MARIADB) ? "-" : String.format(Locale.ROOT, "%.2f%s", ratio, missed),
					(lost != null) ? String.format(Locale.ROOT, "%,d of %,d", lost[0], lost[1]) : "-"));
		}
		return table.toString();
	}

	private long quantile(Gates kind, double quantile) {
		List<Long> sorted = Objects.requireNonNull(this.nanos.get(kind)).stream().sorted().toList();
		return TimeUnit.NANOSECONDS.toMicros(sorted.get((int) (sorted.size() * quantile)));
	}

}
