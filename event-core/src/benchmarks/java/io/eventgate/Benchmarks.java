/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.openjdk.jmh.runner.RunnerException;

/**
 * A program that measures and writes the table:
 * {@code Benchmarks full|quick <regular expression of experiments> <document> <file for partial results>}.
 */
final class Benchmarks {

	private static final String ALL_EXPERIMENTS = ".*";

	private static final Set<Peer> ALL = EnumSet.complementOf(EnumSet.of(Peer.BARE));

	private static final Set<Peer> ALL_AND_BARE = EnumSet.allOf(Peer.class);

	private static final Set<Peer> FIRST_TWO_AND_BARE = EnumSet.of(Peer.EVENT, Peer.LATCH, Peer.BARE);

	private final boolean quick;

	private final List<Experiment> experiments = new ArrayList<>();

	private final List<Row> rows = new ArrayList<>();

	private Benchmarks(boolean quick) {
		this.quick = quick;
		fastPath();
		release();
		giveUp("timeout", "waits that time out together");
		giveUp("interrupt", "waits that are interrupted together");
		remainder();
	}

	public static void main(String... args) throws Exception {
		boolean quick = !args[0].equals("full");
		boolean complete = !quick && args[1].equals(ALL_EXPERIMENTS);
		Path file = Path.of(complete ? args[2] : args[3]);
		long began = System.nanoTime();
		String table = new Benchmarks(quick).run(Pattern.compile(args[1]));
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
		Files.createDirectories(file.getParent());
		new Report(file).write(table, complete, seconds);
		System.out.println(table);
		System.out.println("Took " + seconds + " s");
	}

	private void fastPath() {
		add("fast-path", ALL_AND_BARE, 3, false, new FastPath(this.quick ? 1 : 3));
		row("`isSet()`", "fast-path", "isSet", Unit.NANOS, Target.ratio(1.1));
		row("`await()` when set", "fast-path", "await", Unit.NANOS, Target.ratio(1.1));
		row("timed `await` when set", "fast-path", "timedAwait", Unit.NANOS, Target.ratio(1.1));
		for (String name : List.of("isSet", "await", "timedAwait")) {
			row("allocation of `" + name + "`", "fast-path", name + "-bytes", Unit.BYTES, Target.value(0.01, "none"));
		}
		row("`set()` + `clear()` without waiters", "fast-path", "setAndClear", Unit.NANOS, Target.ratio(0.7));
		row("the same, beside two compare-and-sets", "fast-path", "setAndClear", Unit.NANOS, Target.ratioToBare(1.15));
		row("allocation of `setAndClear`", "fast-path", "setAndClear-bytes", Unit.BYTES, Target.value(0.01, "none"));
	}

	private void release() {
		release(64, 40);
		release(1_000, 10);
		add("release-virtual", ALL, 3, true, new Fork("release", true, 100_000, 6, "end"));
		row("release of 100,000 virtual threads", "release-virtual", "last", Unit.NANOS, Target.ratio(1.0));
		add("ping-pong", ALL, 5, false, new Fork("ping-pong", 20_000));
		row("ping-pong of two threads over two events, a round trip", "ping-pong", "round-trip", Unit.NANOS,
				Target.ratio(1.0));
	}

	private void release(int threads, int repetitions) {
		for (String then : List.of("end", "again")) {
			String name = "release-" + threads + "-" + then;
			add(name, ALL, 5, false, new Fork("release", false, threads, repetitions, then));
			row(String.format(Locale.ROOT, "release of %,d platform threads, until the last runs; then they %s",
					threads, then.equals("end") ? "end" : "wait again"), name, "last", Unit.NANOS, Target.ratio(0.4));
			row("the same, `set()` itself", name, "set", Unit.NANOS, Target.value(1e6, "≤ 1 ms"));
		}
	}

	private void giveUp(String how, String work) {
		add(how + "-10000", ALL_AND_BARE, 3, true, new Fork("give-up", how, true, 10_000, 10));
		row("10,000 " + work + ": lateness of the last", how + "-10000", "last", Unit.NANOS, Target.none());
		add(how + "-50000", ALL_AND_BARE, 2, true, new Fork("give-up", how, true, 50_000, 30));
		row("50,000", how + "-50000", "last", Unit.NANOS, Target.ratio(0.01));
		add(how + "-200000", FIRST_TWO_AND_BARE, 1, true, new Fork("give-up", how, true, 200_000, 30));
		row("200,000", how + "-200000", "last", Unit.NANOS, Target.none());
		add(how + "-growth", EnumSet.of(Peer.EVENT, Peer.BARE), 3, true, new Fork("growth", how, 50_000, 150_000));
		row("150,000 against 50,000", how + "-growth", "growth", Unit.RATIO, Target.value(4, "≤ 4 times"));
	}

	private void remainder() {
		add("closed", ALL, 3, false, new Fork("closed", 16, 1_000_000));
		row("a gate that stays closed while 10^6 timed waits come and go, each", "closed", "wait", Unit.NANOS,
				Target.ratio(1.0));
		row("the same, growth of the heap", "closed", "growth", Unit.BYTES, Target.value(65_536, "flat"));
		add("footprint", ALL, 1, false, new Fork("footprint", 1_000));
		row("retained by a waiter beyond its thread", "footprint", "bytes", Unit.BYTES, Target.value(40, "≤ 40 B"));
		add("park-million", FIRST_TWO_AND_BARE, 3, true, new Fork("park", 1_000_000));
		row("1,000,000 virtual threads in a heap of 4 GiB: parking, each", "park-million", "park", Unit.NANOS,
				Target.none());
		row("the same, release, each", "park-million", "release", Unit.NANOS, Target.none());
		row("the same, heap with the thread, each", "park-million", "bytes", Unit.BYTES, Target.none());
	}

	private void add(String name, Set<Peer> peers, int rounds, boolean virtual, Experiment.Measurement measurement) {
		this.experiments.add(new Experiment(name, peers, this.quick ? 1 : rounds, virtual, measurement));
	}

	private void row(String work, String experiment, String value, Unit unit, Target target) {
		this.rows.add(new Row(work, experiment, value, unit, target));
	}

	private String run(Pattern only) throws Exception {
		StringBuilder table = new StringBuilder(Row.head());
		for (Experiment experiment : this.experiments) {
			if (experiment.isPossible() && only.matcher(experiment.name()).find()) {
				Map<Peer, List<List<Sample>>> measured = run(experiment);
				for (Row row : this.rows) {
					if (row.experiment().equals(experiment.name())) {
						table.append(row.format(measured));
					}
				}
			}
		}
		return table.toString();
	}

	/** In turn, so that other load on the machine affects all alike. */
	private static Map<Peer, List<List<Sample>>> run(Experiment experiment) throws Exception {
		Map<Peer, List<List<Sample>>> measured = new EnumMap<>(Peer.class);
		long began = System.nanoTime();
		for (int round = 0; round < experiment.rounds(); round++) {
			for (Peer peer : Peer.values()) {
				if (experiment.includes(peer, round)) {
					List<Sample> samples = measure(experiment, peer);
					measured.computeIfAbsent(peer, (key) -> new ArrayList<>()).add(samples);
					System.out.printf("%s %s %s%n", experiment.name(), peer, samples);
				}
			}
		}
		System.out.printf("%s took %d s%n", experiment.name(),
				TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
		return measured;
	}

	/** A failure loses this measurement only, and not those before. */
	private static List<Sample> measure(Experiment experiment, Peer peer) throws InterruptedException {
		try {
			return experiment.measurement().measure(peer);
		}
		catch (IOException | RunnerException | IllegalStateException ex) {
			System.out.printf("%s %s failed: %s%n", experiment.name(), peer, ex);
			return List.of();
		}
	}

}
