/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A row of the table.
 *
 * @param work the operation
 * @param experiment its experiment
 * @param value the name of the value
 * @param unit the unit of the value
 * @param target the target
 */
record Row(String work, String experiment, String value, Unit unit, Target target) {

	private static final String NOTHING = "-";

	/** Lower values are noise of the profiler. */
	private static final double NEGLIGIBLE = 0.01;

	static String head() {
		StringJoiner titles = new StringJoiner(" | ", "| Work | Target | Ratio | ", " |\n");
		StringJoiner lines = new StringJoiner(" | ", "| --- | --- | ---: | ", " |\n");
		for (Peer peer : Peer.values()) {
			titles.add(peer.title);
			lines.add("---:");
		}
		return titles + lines.toString();
	}

	/**
	 * Returns the row in Markdown.
	 * @param measured the samples of each round, by peer
	 */
	String format(Map<Peer, List<List<Sample>>> measured) {
		List<Sample> event = samples(measured, Peer.EVENT);
		List<Sample> ratios = ratios(event, samples(measured, this.target.base()));
		StringJoiner row = new StringJoiner(" | ", "| ", " |\n");
		row.add(this.work).add(this.target.text()).add(verdict(event, ratios));
		for (Peer peer : Peer.values()) {
			List<Sample> samples = samples(measured, peer);
			row.add(samples.isEmpty() ? NOTHING : this.unit.format(Sample.median(samples)));
		}
		return row.toString();
	}

	private String verdict(List<Sample> event, List<Sample> ratios) {
		String ratio = ratios.isEmpty() ? NOTHING : Unit.RATIO.format(Sample.median(ratios));
		if (event.isEmpty()) {
			return NOTHING;
		}
		boolean met = this.target.isMet(Sample.median(event), ratios.isEmpty() ? null : Sample.median(ratios));
		return met ? ratio : "**" + (ratios.isEmpty() ? "missed" : ratio + " missed") + "**";
	}

	/** The ratios of each round, because the machine may differ between rounds. */
	private static List<Sample> ratios(List<Sample> event, List<Sample> base) {
		List<Sample> ratios = new ArrayList<>();
		for (int i = 0; i < Math.min(event.size(), base.size()); i++) {
			if (base.get(i).value() > NEGLIGIBLE) {
				double ratio = event.get(i).value() / base.get(i).value();
				ratios.add(base.get(i).isAtLeast() ? Sample.atMost("ratio", ratio) : Sample.of("ratio", ratio));
			}
		}
		return ratios;
	}

	private List<Sample> samples(Map<Peer, List<List<Sample>>> measured, Peer peer) {
		return measured.getOrDefault(peer, List.of())
			.stream()
			.flatMap(List::stream)
			.filter((sample) -> sample.name().equals(this.value))
			.toList();
	}

}
