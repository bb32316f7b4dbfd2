/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A checker of the switches and observations of several processes, on the clock of their
 * machine. They must fit into one order: a switch that began after the end of another one
 * comes after it, no two pulses are the same one, versions never decrease in an instance,
 * and no instance has a version before the switch that led to it began.
 */
final class InstanceHistory {

	private final List<Call> calls = new ArrayList<>();

	private final List<Sight> sights = new ArrayList<>();

	private final List<String> contradictions = new ArrayList<>();

	/**
	 * Adds the history of an instance.
	 * @param instance the name of the instance
	 * @param lines the lines of its history
	 */
	void add(String instance, List<String> lines) {
		for (String line : lines) {
			String[] words = line.split(" ", -1);
			switch (words[0]) {
				case "call", "unknown" -> this.calls.add(new Call(instance, Long.parseLong(words[1]),
						Long.parseLong(words[2]), words[3], words[0].equals("call") ? Long.parseLong(words[4]) : -1));
				case "saw" -> this.sights.add(new Sight(instance, Long.parseLong(words[1]), Long.parseLong(words[2])));
				default -> this.contradictions.add(instance + " " + line);
			}
		}
	}

	/** Returns the number of switches that certainly happened. */
	long calls() {
		return this.calls.stream().filter(Call::happened).count();
	}

	/** Returns the contradictions in the history. */
	List<String> contradictions() {
		List<String> all = new ArrayList<>(this.contradictions);
		findDisorder(all);
		findReturns(all);
		findForesight(all);
		return all;
	}

	private void findDisorder(List<String> found) {
		List<Call> byStart = this.calls.stream()
			.filter(Call::happened)
			.sorted(Comparator.comparingLong(Call::start))
			.toList();
		List<Call> byEnd = byStart.stream().sorted(Comparator.comparingLong(Call::end)).toList();
		Set<Long> pulses = new HashSet<>();
		Call highest = null;
		int ended = 0;
		for (Call call : byStart) {
			for (; byEnd.get(ended).end() < call.start(); ended++) {
				Call earlier = byEnd.get(ended);
				if (highest == null || earlier.version() > highest.version()) {
					highest = earlier;
				}
			}
			boolean pulse = call.kind().equals("PULSE");
			if (highest != null
					&& (call.version() < highest.version() || (pulse && call.version() == highest.version()))) {
				found.add(call + " came after " + highest + " had ended");
			}
			if (pulse && !pulses.add(call.version())) {
				found.add(call + " is a pulse that another one was as well");
			}
		}
	}

	private void findReturns(List<String> found) {
		Map<String, Sight> latest = new HashMap<>();
		for (Sight sight : this.sights) {
			Sight before = latest.put(sight.instance(), sight);
			if (before != null && sight.version() < before.version()) {
				found.add(sight + " came after " + before);
			}
		}
	}

	private void findForesight(List<String> found) {
		long unknown = Long.MAX_VALUE;
		// The time at which the first switch to that version or a higher one began.
		NavigableMap<Long, Long> begun = new TreeMap<>();
		for (Call call : this.calls.stream().sorted(Comparator.comparingLong(Call::version).reversed()).toList()) {
			if (call.happened()) {
				long later = begun.isEmpty() ? Long.MAX_VALUE : begun.firstEntry().getValue();
				begun.merge(call.version(), Math.min(call.start(), later), Math::min);
			}
			else {
				unknown = Math.min(unknown, call.start());
			}
		}
		for (Sight sight : this.sights) {
			Map.Entry<Long, Long> known = begun.ceilingEntry(sight.version());
			if (Math.min(unknown, (known != null) ? known.getValue() : Long.MAX_VALUE) > sight.nanos()) {
				found.add(sight + " came before any switch that may have led to it");
			}
		}
	}

	private record Call(String instance, long start, long end, String kind, long version) {

		boolean happened() {
			return this.version >= 0;
		}

	}

	private record Sight(String instance, long nanos, long version) {

	}

}
